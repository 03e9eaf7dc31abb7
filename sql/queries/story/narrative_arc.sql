/*
title = "When the story is told"
doc = """
Where in the video its narrative events fall. Events without a time or after the end, and videos of unknown length, do
not enter. Parts without an event are there, with 0.
"""

[columns]
part = "The part of the video, counted from 1."
from_share = "The part begins here, as a share of the length."
events = "Number of events."
videos = "Number of videos with an event there."
share = "Share of all events."

[counts]
share = "events"

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
y = "events"
titles = { from_share = "Position in the video (% of its length, from)" }
*/
SELECT
    whole_numbers.number AS part,
    round((whole_numbers.number - 1.0) / $parts, 4) AS from_share,
    count(placed.video_id) AS events,
    count(DISTINCT placed.video_id) AS videos,
    round(count(placed.video_id) * 1.0 / nullif(sum(count(placed.video_id)) OVER (), 0), 4) AS share
FROM whole_numbers
LEFT JOIN (
    SELECT
        videos.video_id,
        least(CAST(floor(narrative_events.at_seconds / videos.duration_seconds * $parts) AS BIGINT) + 1, $parts) AS part
    FROM narrative_events
    INNER JOIN videos ON videos.video_id = narrative_events.video_id
    WHERE videos.duration_seconds > 0
        AND narrative_events.at_seconds <= videos.duration_seconds + 1
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
) AS placed ON placed.part = whole_numbers.number
WHERE whole_numbers.number BETWEEN 1 AND $parts
GROUP BY whole_numbers.number
ORDER BY whole_numbers.number
