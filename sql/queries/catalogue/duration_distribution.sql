/*
title = "How long the videos are"
doc = """
The videos by length, in classes of equal width, empty ones between the first and the last included. Lengths are rounded
to whole seconds. Videos of unknown length make a row with nulls.
"""

[columns]
from_seconds = "The class begins here; null for videos of unknown length."
to_seconds = "It ends before this."
videos = "Number of videos."
share = "Share of all these videos."

[counts]
share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.bucket_seconds]
type = "integer"
doc = "Width of a class in seconds."
default = 60
allowed = [10, 30, 60, 120, 300]

[bins]
column = "from_seconds"
step = "bucket_seconds"

[chart]
mark = "bar"
x = "from_seconds"
y = "videos"
titles = { from_seconds = "Length of the video (s, from)" }
*/
WITH lengths AS (
    SELECT CAST(floor(videos.duration_seconds / $bucket_seconds) AS BIGINT) AS class, videos.video_id
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
complete AS (
    SELECT lengths.class, lengths.video_id
    FROM lengths
    UNION ALL
    SELECT whole_numbers.number AS class, NULL AS video_id
    FROM whole_numbers
    WHERE whole_numbers.number BETWEEN (SELECT min(lengths.class) FROM lengths)
        AND (SELECT max(lengths.class) FROM lengths)
)
SELECT
    complete.class * $bucket_seconds AS from_seconds,
    (complete.class + 1) * $bucket_seconds AS to_seconds,
    count(complete.video_id) AS videos,
    round(count(complete.video_id) * 1.0 / sum(count(complete.video_id)) OVER (), 4) AS share
FROM complete
GROUP BY complete.class
ORDER BY from_seconds NULLS LAST
