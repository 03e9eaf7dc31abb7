/*
title = "How many are in a scene"
doc = """
Scenes by the number of names in their cast; a name twice counts once. Scenes with an empty cast are those with 0.
"""

[columns]
names = "Different names in the cast."
scenes = "Number of scenes."
share = "Share of all these scenes."
mean_dynamism = "Their mean dynamism score."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "names"
y = "scenes"
*/
SELECT
    scene_profile.cast_names AS names,
    count(*) AS scenes,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share,
    round(avg(round(scene_profile.dynamism * 10000)) / 10000, 4) AS mean_dynamism
FROM scene_profile
WHERE
    $category IS NULL
    OR scene_profile.video_id IN (
        SELECT videos.video_id FROM videos
        WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
    )
GROUP BY scene_profile.cast_names
ORDER BY scene_profile.cast_names
