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
doc = "Only this broad category, such as Sports."

[chart]
mark = "bar"
x = "names"
y = "scenes"
*/
SELECT
    counted.names,
    count(*) AS scenes,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share,
    round(avg(round(counted.dynamism_score * 10000)) / 10000, 4) AS mean_dynamism
FROM (
    SELECT scenes.video_id, scenes.scene_index, scenes.dynamism_score, coalesce(seen.names, 0) AS names
    FROM scenes
    INNER JOIN videos ON videos.video_id = scenes.video_id
    LEFT JOIN (
        SELECT scene_cast.video_id, scene_cast.scene_index, count(DISTINCT scene_cast.name) AS names
        FROM scene_cast
        GROUP BY scene_cast.video_id, scene_cast.scene_index
    ) AS seen ON seen.video_id = scenes.video_id AND seen.scene_index = scenes.scene_index
    WHERE $category IS NULL OR videos.content_parent_category = $category
) AS counted
GROUP BY counted.names
ORDER BY counted.names
