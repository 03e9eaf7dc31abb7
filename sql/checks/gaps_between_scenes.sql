/*
title = "Gaps between scenes"
severity = "warning"
doc = """
A scene that ends more than a second before the next one starts; scenes should tile the video.
"""
*/
SELECT
    following.video_id,
    following.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'ends at ' || CAST(following.end_seconds AS VARCHAR) || ' s, the next starts at '
        || CAST(following.next_start_seconds AS VARCHAR) || ' s' AS detail
FROM (
    SELECT
        scenes.video_id,
        scenes.scene_index,
        scenes.end_seconds,
        lead(scenes.start_seconds) OVER (PARTITION BY scenes.video_id ORDER BY scenes.scene_index) AS next_start_seconds
    FROM scenes
) AS following
WHERE following.next_start_seconds > following.end_seconds + 1
