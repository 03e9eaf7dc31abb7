/*
title = "How long the videos are"
doc = """
The videos by length, in classes of equal width; empty classes are left out. Lengths are rounded to whole seconds.
Videos of unknown length make a row with nulls.
"""

[columns]
from_seconds = "The class begins here; null for videos of unknown length."
to_seconds = "It ends before this."
videos = "Number of videos."
share = "Share of all these videos."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.bucket_seconds]
type = "integer"
doc = "Width of a class in seconds."
default = 60
allowed = [10, 30, 60, 120, 300]

[chart]
mark = "bar"
x = "from_seconds"
y = "videos"
*/
SELECT
    lengths.from_seconds,
    lengths.from_seconds + $bucket_seconds AS to_seconds,
    count(*) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share
FROM (
    SELECT CAST(floor(videos.duration_seconds / $bucket_seconds) AS BIGINT) * $bucket_seconds AS from_seconds
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS lengths
GROUP BY lengths.from_seconds
ORDER BY lengths.from_seconds NULLS LAST
