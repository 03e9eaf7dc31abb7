/*
title = "How long the activities are"
doc = """
Activities by length. One in eight has an empty span (start = end), which gives a point in time and no length: these,
those without a time and inverted ones have rows of their own.
"""

[columns]
length_class = "`no time`, `inverted`, `point in time`, or a class of lengths in seconds."
activities = "Number of activities."
videos = "Number of videos with one."
share = "Share of all these activities."

[counts]
share = "activities"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "activities"
y = "length_class"
*/
SELECT
    classed.length_class,
    count(*) AS activities,
    count(DISTINCT classed.video_id) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share
FROM (
    SELECT
        timed.video_id,
        CASE
            WHEN timed.start_seconds IS NULL OR timed.end_seconds IS NULL THEN 'no time'
            WHEN timed.end_seconds < timed.start_seconds THEN 'inverted'
            WHEN timed.end_seconds = timed.start_seconds THEN 'point in time'
            WHEN timed.end_seconds - timed.start_seconds < 3 THEN 'under 3'
            WHEN timed.end_seconds - timed.start_seconds < 10 THEN '3 to 10'
            WHEN timed.end_seconds - timed.start_seconds <= 30 THEN '10 to 30'
            ELSE 'over 30'
        END AS length_class,
        CASE
            WHEN timed.start_seconds IS NULL OR timed.end_seconds IS NULL THEN 1
            WHEN timed.end_seconds < timed.start_seconds THEN 2
            WHEN timed.end_seconds = timed.start_seconds THEN 3
            WHEN timed.end_seconds - timed.start_seconds < 3 THEN 4
            WHEN timed.end_seconds - timed.start_seconds < 10 THEN 5
            WHEN timed.end_seconds - timed.start_seconds <= 30 THEN 6
            ELSE 7
        END AS place
    FROM activity_spans AS timed
    INNER JOIN videos ON videos.video_id = timed.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS classed
GROUP BY classed.length_class
ORDER BY min(classed.place)
