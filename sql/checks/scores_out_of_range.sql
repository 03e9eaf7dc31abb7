/*
title = "Scores outside of 0 to 1"
severity = "error"
doc = """
A dynamism score or audio-visual correlation below 0 or above 1.
"""
*/
SELECT
    scored.video_id,
    scored.scene_index,
    CAST(NULL AS BIGINT) AS position,
    scored.kind || ' ' || CAST(scored.score AS VARCHAR) AS detail
FROM (
    SELECT scenes.video_id, scenes.scene_index, 'dynamism' AS kind, scenes.dynamism_score AS score FROM scenes
    UNION ALL
    SELECT
        scenes.video_id, scenes.scene_index, 'correlation' AS kind, scenes.audio_visual_correlation AS score
    FROM scenes
) AS scored
WHERE scored.score < 0 OR scored.score > 1
