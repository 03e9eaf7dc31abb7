/*
title = "Where the climax falls"
doc = """
At which share of the video the climax comes. It is null in about one video of ten; those, videos of unknown length
and a climax after the end (beyond a second of rounding) do not enter. Parts without one are there, with 0.
"""

[columns]
part = "The part of the video, counted from 1."
from_share = "The part begins here, as a share of the length."
videos = "Number of videos."
share = "Share of all of them."

[counts]
share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that a video is cut into."
default = 10
allowed = [4, 5, 10, 20]

[bins]
column = "part"
step = 1

[chart]
mark = "bar"
x = "from_share"
y = "videos"
titles = { from_share = "Position in the video (% of its length, from)" }
*/
SELECT
    whole_numbers.number AS part,
    round((whole_numbers.number - 1.0) / $parts, 4) AS from_share,
    count(placed.part) AS videos,
    round(count(placed.part) * 1.0 / nullif(sum(count(placed.part)) OVER (), 0), 4) AS share
FROM whole_numbers
LEFT JOIN (
    SELECT least(
        CAST(floor(videos.climax_at_seconds / videos.duration_seconds * $parts) AS BIGINT) + 1, $parts
    ) AS part
    FROM videos
    WHERE videos.duration_seconds > 0
        AND videos.climax_at_seconds <= videos.duration_seconds + 1
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
) AS placed ON placed.part = whole_numbers.number
WHERE whole_numbers.number BETWEEN 1 AND $parts
GROUP BY whole_numbers.number
ORDER BY whole_numbers.number
