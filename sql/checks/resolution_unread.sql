/*
title = "Resolutions that could not be read"
severity = "warning"
doc = """
A video whose resolution is missing or not of the form width x height.
"""
*/
SELECT
    videos.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    'resolution ' || coalesce(videos.resolution, 'missing') AS detail
FROM videos
WHERE videos.width IS NULL OR videos.height IS NULL
