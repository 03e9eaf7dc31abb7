/*
title = "Channels with the most videos"
doc = """
The channels that the videos come from. Followers are the highest count stated by a video of the channel, 0 being
unknown. Videos without a channel are left out.
"""

[columns]
youtube_channel = "The channel."
videos = "Number of videos."
hours = "Their length in hours."
followers = "Followers of the channel; null where unknown."
parent_categories = "Number of broad categories among the videos."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 20

[chart]
mark = "bar"
x = "videos"
y = "youtube_channel"
*/
SELECT
    videos.youtube_channel,
    count(*) AS videos,
    round(sum(videos.duration_seconds) / 3600.0, 2) AS hours,
    max(nullif(videos.youtube_channel_follower_count, 0)) AS followers,
    count(DISTINCT videos.content_parent_category) AS parent_categories
FROM videos
WHERE videos.youtube_channel <> ''
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY videos.youtube_channel
ORDER BY videos DESC, hours DESC NULLS LAST, videos.youtube_channel
LIMIT $row_limit
