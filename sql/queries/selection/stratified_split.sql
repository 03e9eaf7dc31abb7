/*
title = "A split into training, validation and test"
doc = """
Every video in one part, such that each pair of broad and fine category has its share of each part to within two, and
all together to within one: what rounding leaves of a category is carried into the next. The order is drawn by hashing
the query's name, seed, category and unit. By default a channel is in one part only, with the category that most of its
videos have, since videos of one channel look alike. That costs balance: 12,800 made-up videos of 2,943 channels, of 1
to 120 videos, give 10,159, 1,397 and 1,244, where `group_by` video gives 10,240, 1,280 and 1,280.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
fine_category = "The fine category."
part = "`train`, `validation` or `test`."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.train_share]
type = "number"
doc = "Share of the videos for training."
default = 0.8

[parameters.validation_share]
type = "number"
doc = "Share of the videos for validation; the rest is for the test."
default = 0.1

[parameters.group_by]
type = "text"
doc = "What stays together: all videos of a channel, or nothing but the video. Videos without a channel stand alone."
default = "channel"
allowed = ["channel", "video"]

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1
*/
WITH members AS (
    SELECT
        videos.video_id,
        videos.content_parent_category AS parent_category,
        videos.content_fine_category AS fine_category,
        CASE
            WHEN $group_by = 'channel' AND videos.youtube_channel <> '' THEN 'channel:' || videos.youtube_channel
            ELSE 'video:' || videos.video_id
        END AS unit
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
-- a unit stands in the category that most of its videos have
categories AS (
    SELECT
        members.unit,
        members.parent_category,
        members.fine_category,
        sum(members.videos) OVER (PARTITION BY members.unit) AS videos,
        row_number() OVER (
            PARTITION BY members.unit
            ORDER BY members.videos DESC, members.parent_category NULLS LAST, members.fine_category NULLS LAST
        ) AS choice
    FROM (
        SELECT members.unit, members.parent_category, members.fine_category, count(*) AS videos
        FROM members
        GROUP BY members.unit, members.parent_category, members.fine_category
    ) AS members
),
-- units of one size follow each other, so that large channels are dealt out as evenly as small ones
ordered AS (
    SELECT
        categories.unit,
        row_number() OVER (
            ORDER BY
                md5('stratified_split:' || CAST($seed AS VARCHAR) || ':' || coalesce(categories.parent_category, '')
                    || ':' || coalesce(categories.fine_category, '')),
                categories.videos DESC,
                md5('stratified_split:' || CAST($seed AS VARCHAR) || ':' || categories.unit),
                categories.unit
        ) AS place
    FROM categories
    WHERE categories.choice = 1
),
trained AS (
    SELECT
        ordered.unit,
        ordered.place,
        floor(round(ordered.place * $train_share + 0.5, 6))
            > floor(round((ordered.place - 1) * $train_share + 0.5, 6)) AS is_train
    FROM ordered
),
rest AS (
    SELECT
        trained.unit,
        row_number() OVER (ORDER BY trained.place) AS place,
        least($validation_share / nullif(1 - $train_share, 0), 1) AS share
    FROM trained
    WHERE NOT trained.is_train
),
held_out AS (
    SELECT
        rest.unit,
        CASE
            WHEN floor(round(rest.place * rest.share + 0.5, 6)) > floor(round((rest.place - 1) * rest.share + 0.5, 6))
                THEN 'validation'
            ELSE 'test'
        END AS part
    FROM rest
)
SELECT
    members.video_id,
    members.parent_category,
    members.fine_category,
    coalesce(held_out.part, 'train') AS part
FROM members
LEFT JOIN held_out ON held_out.unit = members.unit
ORDER BY members.video_id
