/*
title = "Videos by year of upload"
doc = """
How many videos were uploaded in each year, and how often they were seen. Videos without a date make a row with a
null; a view count of 0 means unknown and does not enter the median.
"""

[columns]
upload_year = "The year; null where the date is unknown."
videos = "Number of videos."
hours = "Their length in hours."
median_views = "The median of the known view counts."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "upload_year"
y = "videos"
*/
SELECT
    extract(YEAR FROM videos.upload_date) AS upload_year,
    count(*) AS videos,
    round(sum(videos.duration_seconds) / 3600.0, 2) AS hours,
    median(nullif(videos.youtube_view_count, 0)) AS median_views
FROM videos
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY extract(YEAR FROM videos.upload_date)
ORDER BY upload_year NULLS LAST
