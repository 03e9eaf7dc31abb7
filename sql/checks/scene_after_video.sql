/*
title = "Scenes that end after the video"
severity = "warning"
doc = """
A scene that ends more than a second after the video's length, which is rounded to whole seconds.
"""
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'ends at ' || CAST(scenes.end_seconds AS VARCHAR) || ' s of '
        || CAST(videos.duration_seconds AS VARCHAR) || ' s' AS detail
FROM scenes
INNER JOIN videos ON videos.video_id = scenes.video_id
WHERE scenes.end_seconds > videos.duration_seconds + 1
