/*
title = "Valence by category"
doc = """
What share of the scenes of each broad category is positive, negative or neutral. Scenes whose valence cannot be told
are counted but enter no share.
"""

[columns]
parent_category = "The broad category."
valence = "`positive`, `negative` or `neutral`."
scenes = "Number of scenes."
share = "Share of the category's scenes with a valence."

[chart]
mark = "heatmap"
x = "valence"
y = "parent_category"
color = "share"
*/
SELECT
    videos.content_parent_category AS parent_category,
    scene_moods.valence,
    count(*) AS scenes,
    round(count(*) * 1.0 / sum(count(*)) OVER (PARTITION BY videos.content_parent_category), 4) AS share
FROM scene_moods
INNER JOIN videos ON videos.video_id = scene_moods.video_id
WHERE scene_moods.valence IS NOT NULL
GROUP BY videos.content_parent_category, scene_moods.valence
ORDER BY parent_category, scene_moods.valence
