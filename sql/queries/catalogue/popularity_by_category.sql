/*
title = "Views, likes and comments by category"
doc = """
How popular the videos of each broad category are. A count of 0 often means unknown: it enters no median, and a rate
needs both counts. Medians, since a few videos have nearly all the views.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
with_views = "Videos with a known view count."
median_views = "The median of the views."
median_likes_per_1000 = "The median of likes per 1000 views."
median_comments_per_1000 = "The median of comments per 1000 views."

[chart]
mark = "bar"
x = "median_views"
y = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    count(*) AS videos,
    count(nullif(videos.youtube_view_count, 0)) AS with_views,
    median(nullif(videos.youtube_view_count, 0)) AS median_views,
    round(median(nullif(videos.youtube_like_count, 0) * 1000.0 / nullif(videos.youtube_view_count, 0)), 3)
        AS median_likes_per_1000,
    round(median(nullif(videos.youtube_comment_count, 0) * 1000.0 / nullif(videos.youtube_view_count, 0)), 3)
        AS median_comments_per_1000
FROM videos
GROUP BY videos.content_parent_category
ORDER BY median_views DESC NULLS LAST, parent_category
