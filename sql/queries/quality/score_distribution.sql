/*
title = "How the scores are distributed"
doc = """
Scenes by dynamism score and by audio-visual correlation. The scores lie on a grid of 0.1; a correlation of exactly 0
rather means that nothing was judged. Missing scores make rows with a null.
"""

[columns]
score = "`dynamism` or `correlation`."
value = "The score; null where missing."
scenes = "Number of scenes."
share = "Share of all scenes."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "value"
y = "scenes"
color = "score"
*/
SELECT
    scored.score,
    scored.value,
    count(*) AS scenes,
    round(count(*) * 1.0 / sum(count(*)) OVER (PARTITION BY scored.score), 4) AS share
FROM (
    SELECT scenes.video_id, 'dynamism' AS score, scenes.dynamism_score AS value FROM scenes
    UNION ALL
    SELECT scenes.video_id, 'correlation' AS score, scenes.audio_visual_correlation AS value FROM scenes
) AS scored
INNER JOIN videos ON videos.video_id = scored.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY scored.score, scored.value
ORDER BY scored.score, scored.value NULLS LAST
