/*
title = "How the scores are distributed"
doc = """
Scenes by dynamism score and by audio-visual correlation. The scores lie on a grid of 0.1, all of whose values are
there; other scores stand between them. A correlation of exactly 0 rather means that nothing was judged. Missing scores
make rows with a null.
"""

[columns]
score = "`dynamism` or `correlation`."
value = "The score; null where missing."
scenes = "Number of scenes."
videos = "Number of videos with one."
share = "Share of all scenes."

[counts]
share = "scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[bins]
column = "value"
step = 0.1
within = ["score"]

[chart]
mark = "bar"
x = "value"
y = "scenes"
color = "score"
titles = { value = "Score (0 to 1)" }
*/
WITH scored AS (
    SELECT scenes.video_id, scenes.scene_index, 'dynamism' AS score, scenes.dynamism_score AS value
    FROM scenes
    UNION ALL
    SELECT scenes.video_id, scenes.scene_index, 'correlation' AS score, scenes.audio_visual_correlation AS value
    FROM scenes
),
complete AS (
    SELECT scored.score, scored.value, scored.scene_index, scored.video_id
    FROM scored
    INNER JOIN videos ON videos.video_id = scored.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    UNION ALL
    SELECT scores.score, whole_numbers.number / 10.0 AS value, NULL AS scene_index, NULL AS video_id
    FROM whole_numbers
    CROSS JOIN (VALUES ('dynamism'), ('correlation')) AS scores (score)
    WHERE whole_numbers.number <= 10
)
SELECT
    complete.score,
    complete.value,
    count(complete.scene_index) AS scenes,
    count(DISTINCT complete.video_id) AS videos,
    round(
        count(complete.scene_index) * 1.0
        / nullif(sum(count(complete.scene_index)) OVER (PARTITION BY complete.score), 0),
        4
    ) AS share
FROM complete
GROUP BY complete.score, complete.value
ORDER BY complete.score, complete.value NULLS LAST
