/*
title = "As many videos of every category"
doc = """
So many videos of each pair of broad and fine category, drawn by hashing the query's name, seed and video id: the same
on every machine, and independent of the other samples and of the split with the same seed. A category with fewer
videos gives all it has; videos without a category form one of their own.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
place = "The place within the category, counted from 1."
video_id = "The video."
duration_seconds = "The length in seconds."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.videos_per_category]
type = "integer"
doc = "Videos of each category."
default = 10

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1
*/
SELECT
    drawn.parent_category,
    drawn.fine_category,
    drawn.place,
    drawn.video_id,
    drawn.duration_seconds
FROM (
    SELECT
        videos.content_parent_category AS parent_category,
        videos.content_fine_category AS fine_category,
        videos.video_id,
        videos.duration_seconds,
        row_number() OVER (
            PARTITION BY videos.content_parent_category, videos.content_fine_category
            ORDER BY md5('balanced_sample:' || CAST($seed AS VARCHAR) || ':' || videos.video_id), videos.video_id
        ) AS place
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS drawn
WHERE drawn.place <= $videos_per_category
ORDER BY drawn.parent_category NULLS LAST, drawn.fine_category NULLS LAST, drawn.place
