/*
title = "Formats of the videos"
doc = """
The videos by orientation, picture size and frame rate. The size is the shorter side, as in 1080p. Where the
resolution could not be read or the frame rate is missing, the columns are null.
"""

[columns]
orientation = "`landscape`, `portrait`, `square`, or null where unknown."
lines = "The shorter side of the picture in pixels."
frames_per_second = "The frame rate, rounded to whole frames."
videos = "Number of videos."
share = "Share of all these videos."

[counts]
share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "lines"
color = "orientation"
stack = true
titles = { lines = "Shorter side (pixels)" }
*/
SELECT
    formats.orientation,
    formats.lines,
    formats.frames_per_second,
    count(*) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share
FROM (
    SELECT
        CASE
            WHEN videos.width > videos.height THEN 'landscape'
            WHEN videos.width < videos.height THEN 'portrait'
            WHEN videos.width = videos.height THEN 'square'
        END AS orientation,
        least(videos.width, videos.height) AS lines,
        CAST(round(videos.fps) AS BIGINT) AS frames_per_second
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS formats
GROUP BY formats.orientation, formats.lines, formats.frames_per_second
ORDER BY
    videos DESC, formats.orientation NULLS LAST, formats.lines NULLS LAST, formats.frames_per_second NULLS LAST
