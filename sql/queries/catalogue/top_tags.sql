/*
title = "The most frequent tags"
doc = """
Tags that the uploaders gave, upper and lower case taken together. About one video in eight has none; a tag counts
once a video.
"""

[columns]
tag = "The tag in lower case."
videos = "Number of videos with it."
channels = "Number of channels that used it."
share = "Share of the videos that have tags."

[parameters.category]
type = "text"
doc = "Only this broad category, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 30

[chart]
mark = "bar"
x = "videos"
y = "tag"
*/
WITH tags AS (
    SELECT video_tags.video_id, video_tags.tag, videos.youtube_channel
    FROM video_tags
    INNER JOIN videos ON videos.video_id = video_tags.video_id
    WHERE $category IS NULL OR videos.content_parent_category = $category
),
-- the channels of the first ones only are counted: most of the time would go to tags that are not shown
frequent AS (
    SELECT tags.tag, count(*) AS videos
    FROM tags
    GROUP BY tags.tag
    ORDER BY videos DESC, tags.tag
    LIMIT $row_limit
)
SELECT
    frequent.tag,
    frequent.videos,
    count(DISTINCT tags.youtube_channel) AS channels,
    round(frequent.videos * 1.0 / max(tagged.videos), 4) AS share
FROM frequent
INNER JOIN tags ON tags.tag = frequent.tag
CROSS JOIN (SELECT count(DISTINCT tags.video_id) AS videos FROM tags) AS tagged
GROUP BY frequent.tag, frequent.videos
ORDER BY frequent.videos DESC, frequent.tag
