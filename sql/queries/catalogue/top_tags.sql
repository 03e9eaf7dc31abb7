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

[counts]
share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 30

[chart]
mark = "bar"
x = "videos"
y = "tag"
*/
WITH frequent AS (
    SELECT video_tags.tag, count(*) AS videos
    FROM video_tags
    WHERE
        $category IS NULL
        OR video_tags.video_id IN (
            SELECT videos.video_id FROM videos
            WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
        )
    GROUP BY video_tags.tag
    ORDER BY videos DESC, video_tags.tag
    LIMIT $row_limit
)
-- the channels of the first ones only are counted: most of the time would go to tags that are not shown
SELECT
    frequent.tag,
    frequent.videos,
    count(DISTINCT videos.youtube_channel) AS channels,
    round(frequent.videos * 1.0 / max(tagged.videos), 4) AS share
FROM frequent
INNER JOIN video_tags ON video_tags.tag = frequent.tag
INNER JOIN videos ON videos.video_id = video_tags.video_id
CROSS JOIN (
    SELECT count(DISTINCT video_tags.video_id) AS videos
    FROM video_tags
    WHERE
        $category IS NULL
        OR video_tags.video_id IN (
            SELECT videos.video_id FROM videos
            WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
        )
) AS tagged
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY frequent.tag, frequent.videos
ORDER BY frequent.videos DESC, frequent.tag
