/*
title = "Videos whose texts have a phrase"
doc = """
Looks for a phrase in titles and descriptions, those of YouTube and those of the language model, upper and lower case
alike. Without a phrase it lists the most viewed videos. Unknown view counts come last.
"""

[columns]
video_id = "The video."
youtube_title = "The title on YouTube."
youtube_channel = "The channel."
parent_category = "The broad category."
fine_category = "The fine category."
duration_seconds = "The length in seconds."
views = "The views; null where unknown."
found_in = "`youtube_title`, `title`, `description` or `youtube_description`: the first with it, or null."
watch_url = "The video on YouTube."

[parameters.phrase]
type = "text"
doc = "The phrase to look for."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
SELECT
    videos.video_id,
    videos.youtube_title,
    videos.youtube_channel,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.duration_seconds,
    nullif(videos.youtube_view_count, 0) AS views,
    CASE
        WHEN strpos(lower(videos.youtube_title), lower($phrase)) > 0 THEN 'youtube_title'
        WHEN strpos(lower(videos.title), lower($phrase)) > 0 THEN 'title'
        WHEN strpos(lower(videos.description), lower($phrase)) > 0 THEN 'description'
        WHEN strpos(lower(videos.youtube_description), lower($phrase)) > 0 THEN 'youtube_description'
    END AS found_in,
    CASE WHEN length(videos.video_id) = 11 THEN 'https://www.youtube.com/watch?v=' || videos.video_id END AS watch_url
FROM videos
WHERE ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    AND (
        $phrase IS NULL
        OR strpos(lower(videos.youtube_title), lower($phrase)) > 0
        OR strpos(lower(videos.title), lower($phrase)) > 0
        OR strpos(lower(videos.description), lower($phrase)) > 0
        OR strpos(lower(videos.youtube_description), lower($phrase)) > 0
    )
ORDER BY views DESC NULLS LAST, videos.video_id
LIMIT $row_limit
