/*
title = "When the story is told"
doc = """
Where in the video its narrative events fall. Events without a time or after the end, and videos of unknown length, do
not enter.
"""

[columns]
part = "The part of the video, counted from 1."
from_share = "The part begins here, as a share of the length."
events = "Number of events."
videos = "Number of videos with an event there."
share = "Share of all events."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that a video is cut into."
default = 10
allowed = [4, 5, 10, 20]

[chart]
mark = "bar"
x = "from_share"
y = "events"
*/
SELECT
    placed.part,
    round((placed.part - 1.0) / $parts, 4) AS from_share,
    count(*) AS events,
    count(DISTINCT placed.video_id) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share
FROM (
    SELECT
        videos.video_id,
        least(CAST(floor(narrative_events.at_seconds / videos.duration_seconds * $parts) AS BIGINT) + 1, $parts) AS part
    FROM narrative_events
    INNER JOIN videos ON videos.video_id = narrative_events.video_id
    WHERE videos.duration_seconds > 0
        AND narrative_events.at_seconds <= videos.duration_seconds + 1
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
) AS placed
GROUP BY placed.part
ORDER BY placed.part
