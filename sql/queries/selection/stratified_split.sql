/*
title = "A split into training, validation and test"
doc = """
Every video in one part, such that each pair of broad and fine category is split in the same proportions, up to
rounding. The order within a category is drawn by hashing seed and video id. A channel can be in several parts: split
by channel yourself where that matters.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
fine_category = "The fine category."
part = "`train`, `validation` or `test`."

[parameters.category]
type = "text"
doc = "Only this broad category, such as Sports."

[parameters.train_share]
type = "number"
doc = "Share of the videos for training."
default = 0.8

[parameters.validation_share]
type = "number"
doc = "Share of the videos for validation; the rest is for the test."
default = 0.1

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1
*/
SELECT
    drawn.video_id,
    drawn.parent_category,
    drawn.fine_category,
    CASE
        WHEN (drawn.place - 0.5) / drawn.videos < $train_share THEN 'train'
        WHEN (drawn.place - 0.5) / drawn.videos < $train_share + $validation_share THEN 'validation'
        ELSE 'test'
    END AS part
FROM (
    SELECT
        videos.video_id,
        videos.content_parent_category AS parent_category,
        videos.content_fine_category AS fine_category,
        count(*) OVER (PARTITION BY videos.content_parent_category, videos.content_fine_category) AS videos,
        row_number() OVER (
            PARTITION BY videos.content_parent_category, videos.content_fine_category
            ORDER BY md5(CAST($seed AS VARCHAR) || ':' || videos.video_id), videos.video_id
        ) AS place
    FROM videos
    WHERE $category IS NULL OR videos.content_parent_category = $category
) AS drawn
ORDER BY drawn.video_id
