/*
title = "How many are in a scene"
doc = """
Scenes by the number of names in their cast; a name twice counts once. Scenes with an empty cast are those with 0.
Sizes below the largest that no scene has are there, with 0 scenes.
"""

[columns]
names = "Different names in the cast."
scenes = "Number of scenes."
videos = "Number of videos with one."
share = "Share of all these scenes."
scores = "Scenes with a dynamism score."
mean_dynamism = "Their mean dynamism score."

[counts]
share = "scenes"
mean_dynamism = "scores"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[bins]
column = "names"
step = 1

[chart]
mark = "bar"
x = "names"
y = "scenes"
titles = { names = "Number of names in the cast" }
*/
WITH sizes AS (
    SELECT scene_profile.cast_names AS names, scene_profile.scene_index, scene_profile.video_id, scene_profile.dynamism
    FROM scene_profile
    INNER JOIN videos ON videos.video_id = scene_profile.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
complete AS (
    SELECT sizes.names, sizes.scene_index, sizes.video_id, sizes.dynamism
    FROM sizes
    UNION ALL
    SELECT whole_numbers.number AS names, NULL AS scene_index, NULL AS video_id, NULL AS dynamism
    FROM whole_numbers
    WHERE whole_numbers.number < (SELECT max(sizes.names) FROM sizes)
)
SELECT
    complete.names,
    count(complete.scene_index) AS scenes,
    count(DISTINCT complete.video_id) AS videos,
    round(count(complete.scene_index) * 1.0 / sum(count(complete.scene_index)) OVER (), 4) AS share,
    count(complete.dynamism) AS scores,
    round(avg(round(complete.dynamism * 10000)) / 10000, 4) AS mean_dynamism
FROM complete
GROUP BY complete.names
ORDER BY complete.names
