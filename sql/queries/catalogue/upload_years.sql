/*
title = "Videos by year of upload"
doc = """
How many videos were uploaded in each year, and how often they were seen; a year without one between the first and the
last is there, with 0. Videos without a date make a row with a null; a view count of 0 means unknown and does not enter
the median.
"""

[columns]
upload_year = "The year; null where the date is unknown."
videos = "Number of videos."
hours = "Their length in hours."
with_views = "Videos with a known view count."
median_views = "The median of the known view counts."

[counts]
median_views = "with_views"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[bins]
column = "upload_year"
step = 1

[chart]
mark = "bar"
x = "upload_year"
y = "videos"
*/
WITH years AS (
    SELECT
        CAST(extract(YEAR FROM videos.upload_date) AS BIGINT) AS upload_year,
        videos.video_id,
        videos.duration_seconds,
        nullif(videos.youtube_view_count, 0) AS views
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
complete AS (
    SELECT years.upload_year, years.video_id, years.duration_seconds, years.views
    FROM years
    UNION ALL
    SELECT whole_numbers.number AS upload_year, NULL AS video_id, NULL AS duration_seconds, NULL AS views
    FROM whole_numbers
    WHERE whole_numbers.number BETWEEN (SELECT min(years.upload_year) FROM years)
        AND (SELECT max(years.upload_year) FROM years)
)
SELECT
    complete.upload_year,
    count(complete.video_id) AS videos,
    round(coalesce(sum(complete.duration_seconds), 0) / 3600.0, 2) AS hours,
    count(complete.views) AS with_views,
    median(complete.views) AS median_views
FROM complete
GROUP BY complete.upload_year
ORDER BY complete.upload_year NULLS LAST
