/*
title = "An audio-visual correlation of exactly 0"
severity = "note"
doc = """
About one scene in twenty has it: it rather means that nothing was judged than that sound and picture do not fit.
"""
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'correlation 0, dynamism ' || coalesce(CAST(scenes.dynamism_score AS VARCHAR), 'missing') AS detail
FROM scenes
WHERE scenes.audio_visual_correlation = 0
