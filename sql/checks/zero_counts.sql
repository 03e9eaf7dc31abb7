/*
title = "Counts of 0, which often mean unknown"
severity = "note"
doc = """
A video with no views, likes, comments or followers: YouTube hides some counts, and the dataset writes 0 for them.
"""
*/
SELECT
    zeros.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    '0 ' || zeros.kind AS detail
FROM (
    SELECT videos.video_id, 'views' AS kind FROM videos WHERE videos.youtube_view_count = 0
    UNION ALL
    SELECT videos.video_id, 'likes' AS kind FROM videos WHERE videos.youtube_like_count = 0
    UNION ALL
    SELECT videos.video_id, 'comments' AS kind FROM videos WHERE videos.youtube_comment_count = 0
    UNION ALL
    SELECT videos.video_id, 'followers' AS kind FROM videos WHERE videos.youtube_channel_follower_count = 0
) AS zeros
