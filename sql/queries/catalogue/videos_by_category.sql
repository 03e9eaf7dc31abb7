/*
title = "Videos by category"
doc = """
How many videos there are of each category, and how long they are. The categories are a language model's guesses; two
fine names exist under two parents, so a row is a pair of parent and fine category. Videos of unknown length count as
videos only.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos."
hours = "Their length in hours."
timed_videos = "Videos of known length."
median_seconds = "The median length in seconds."

[counts]
median_seconds = "timed_videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "fine_category"
color = "parent_category"
stack = true
*/
SELECT
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    count(*) AS videos,
    round(sum(videos.duration_seconds) / 3600.0, 2) AS hours,
    count(nullif(videos.duration_seconds, 0)) AS timed_videos,
    median(nullif(videos.duration_seconds, 0)) AS median_seconds
FROM videos
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY videos.content_parent_category, videos.content_fine_category
ORDER BY videos DESC, parent_category, fine_category
