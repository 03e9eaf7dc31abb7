/*
title = "Scores off the 0.1 grid"
severity = "note"
doc = """
A dynamism score or audio-visual correlation that is no multiple of 0.1, as all but a few are.
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
WHERE abs(scored.score * 10 - round(scored.score * 10)) > 0.000001
