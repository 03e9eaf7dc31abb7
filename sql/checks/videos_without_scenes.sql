/*
title = "Videos without a scene"
severity = "error"
doc = """
A video whose annotation has no scene at all.
"""
*/
SELECT
    videos.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    'no scene' AS detail
FROM videos
LEFT JOIN (SELECT DISTINCT scenes.video_id FROM scenes) AS described ON described.video_id = videos.video_id
WHERE described.video_id IS NULL
