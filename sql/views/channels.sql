/*
title = "Channels, with what their videos need as attribution"
doc = """
The videos are under Creative Commons licences: name the channel and the title wherever a video or its description is
used. Videos without a channel's name share one row with a null. A count of 0 means unknown and does not enter.
"""

[columns]
youtube_channel = "The channel."
videos = "Its videos in the warehouse."
hours = "Their length in hours."
followers = "The highest count of followers that any of them states; null where none does."
first_upload = "The day of the earliest upload."
last_upload = "The day of the latest upload."
titles = "The titles, one a line, in the order of the video ids."
*/
SELECT
    videos.youtube_channel,
    count(*) AS videos,
    round(sum(videos.duration_seconds) / 3600.0, 2) AS hours,
    max(nullif(videos.youtube_channel_follower_count, 0)) AS followers,
    min(videos.upload_date) AS first_upload,
    max(videos.upload_date) AS last_upload,
    string_agg(videos.youtube_title, chr(10) ORDER BY videos.video_id) AS titles
FROM videos
GROUP BY videos.youtube_channel
