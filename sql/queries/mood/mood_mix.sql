/*
title = "The mix of moods"
doc = """
How often each mood is a scene's main one. The moods are read from free text, see the view `scene_moods`; scenes
without a readable mood make a row with a null. A mood can have several valences where the annotator stated another
than the taxonomy's.
"""

[columns]
mood = "The mood; null where none could be read."
valence = "`positive`, `negative`, `neutral`, or null where nothing tells."
scenes = "Number of scenes."
videos = "Number of videos that have such a scene."
share = "Share of all these scenes."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "scenes"
y = "mood"
color = "valence"
*/
SELECT
    scene_moods.mood,
    scene_moods.valence,
    count(*) AS scenes,
    count(DISTINCT scene_moods.video_id) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share
FROM scene_moods
INNER JOIN videos ON videos.video_id = scene_moods.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY scene_moods.mood, scene_moods.valence
ORDER BY scenes DESC, scene_moods.mood NULLS LAST, scene_moods.valence NULLS LAST
