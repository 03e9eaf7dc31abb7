/*
title = "A random sample of videos"
doc = """
Videos in an order drawn by hashing the query's name, seed and video id: the same on every machine, and the same for a
video whether others are there or not. A larger sample with the same seed contains the smaller one.
"""

[columns]
place = "The place in the sample, counted from 1."
video_id = "The video."
parent_category = "The broad category."
fine_category = "The fine category."
duration_seconds = "The length in seconds."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100
*/
SELECT
    row_number() OVER (
        ORDER BY md5('random_sample:' || CAST($seed AS VARCHAR) || ':' || videos.video_id), videos.video_id
    ) AS place,
    videos.video_id,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.duration_seconds
FROM videos
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
ORDER BY place
LIMIT $row_limit
