/*
title = "A climax outside of the video"
severity = "error"
doc = """
A climax that is said to happen more than a second after the end of the video.
"""
*/
SELECT
    videos.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    'climax at ' || CAST(videos.climax_at_seconds AS VARCHAR) || ' s of '
        || CAST(videos.duration_seconds AS VARCHAR) || ' s' AS detail
FROM videos
WHERE videos.climax_at_seconds > videos.duration_seconds + 1
