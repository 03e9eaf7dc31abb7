/*
title = "How long things are seen"
doc = """
Seconds for which a prop is noted. One span in eight is empty (start = end: the annotator gave one time), one in a
hundred has no time: both count as entries but add no time, so the sum is a lower bound. Spans of a prop can overlap.
"""

[columns]
prop = "The thing, in lower case."
videos = "Number of videos."
entries = "Number of entries."
timed_entries = "Entries with a length."
seconds = "The sum of these lengths in seconds."
median_seconds = "The median of these lengths."

[counts]
median_seconds = "timed_entries"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "bar"
x = "seconds"
y = "prop"
*/
WITH longest AS (
    SELECT
        video_props.prop,
        count(*) AS videos,
        CAST(sum(video_props.appearances) AS BIGINT) AS entries,
        CAST(sum(video_props.timed_entries) AS BIGINT) AS timed_entries,
        round(sum(video_props.seconds), 3) AS seconds
    FROM video_props
    WHERE
        $category IS NULL
        OR video_props.video_id IN (
            SELECT videos.video_id FROM videos
            WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
        )
    GROUP BY video_props.prop
    ORDER BY seconds DESC NULLS LAST, video_props.prop
    LIMIT $row_limit
)
-- medians are worked out for the first ones only: most of the time would go to props that are not shown
SELECT
    longest.prop,
    longest.videos,
    longest.entries,
    longest.timed_entries,
    longest.seconds,
    round(median(prop_spans.seconds), 3) AS median_seconds
FROM longest
INNER JOIN prop_spans ON prop_spans.prop = longest.prop
WHERE
    $category IS NULL
    OR prop_spans.video_id IN (
        SELECT videos.video_id FROM videos
        WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
    )
GROUP BY longest.prop, longest.videos, longest.entries, longest.timed_entries, longest.seconds
ORDER BY longest.seconds DESC NULLS LAST, longest.prop
