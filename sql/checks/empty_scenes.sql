/*
title = "Scenes without a length"
severity = "warning"
doc = """
A scene that starts and ends at the same time.
"""
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'starts and ends at ' || CAST(scenes.start_seconds AS VARCHAR) || ' s' AS detail
FROM scenes
WHERE scenes.end_seconds = scenes.start_seconds
