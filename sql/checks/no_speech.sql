/*
title = "Videos without speech"
severity = "note"
doc = """
A video without a timed transcript or without captions; it may be silent, or its speech was not recognised.
"""
*/
SELECT
    videos.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    CASE
        WHEN spoken.video_id IS NULL AND coalesce(videos.text_to_speech, '') = '' THEN 'neither transcript nor captions'
        WHEN spoken.video_id IS NULL THEN 'no timed transcript'
        ELSE 'no captions'
    END AS detail
FROM videos
LEFT JOIN video_speech AS spoken ON spoken.video_id = videos.video_id
WHERE spoken.video_id IS NULL OR coalesce(videos.text_to_speech, '') = ''
