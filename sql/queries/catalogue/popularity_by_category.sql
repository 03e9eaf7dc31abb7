/*
title = "Views, likes and comments by category"
doc = """
How popular the videos of each broad category are. A count of 0 views or likes often means unknown: it enters no median,
and a rate needs both counts. No comments are plausible where few have seen a video (25 of 28 such videos in 101 real
ones have under 1,000 views), so they enter as 0 there, and are left out as unknown, or switched off, from 1,000 views
on. Medians, since a few videos have nearly all the views.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
with_views = "Videos with a known view count."
median_views = "The median of the views."
with_likes = "Videos whose views and likes are known."
median_likes_per_1000 = "The median of likes per 1000 views."
with_comments = "Videos whose views and comments are known."
median_comments_per_1000 = "The median of comments per 1000 views."

[counts]
median_views = "with_views"
median_likes_per_1000 = "with_likes"
median_comments_per_1000 = "with_comments"

[parameters.minimum_videos]
type = "integer"
doc = "Only categories of so many videos or more."
default = 2

[chart]
mark = "bar"
x = "median_views"
y = "parent_category"
*/
WITH counted AS (
    SELECT
        videos.content_parent_category AS parent_category,
        count(*) AS videos,
        count(nullif(videos.youtube_view_count, 0)) AS with_views,
        median(nullif(videos.youtube_view_count, 0)) AS median_views,
        count(CASE WHEN videos.youtube_like_count > 0 AND videos.youtube_view_count > 0 THEN 1 END) AS with_likes,
        round(median(nullif(videos.youtube_like_count, 0) * 1000.0 / nullif(videos.youtube_view_count, 0)), 3)
            AS median_likes_per_1000,
        count(CASE
            WHEN videos.youtube_comment_count > 0 AND videos.youtube_view_count > 0 THEN 1
            WHEN videos.youtube_comment_count = 0 AND videos.youtube_view_count BETWEEN 1 AND 999 THEN 1
        END) AS with_comments,
        round(median(
            CASE WHEN videos.youtube_comment_count > 0 OR videos.youtube_view_count < 1000
                THEN videos.youtube_comment_count * 1000.0 / nullif(videos.youtube_view_count, 0)
            END
        ), 3) AS median_comments_per_1000
    FROM videos
    GROUP BY videos.content_parent_category
)
SELECT
    counted.parent_category,
    counted.videos,
    counted.with_views,
    counted.median_views,
    counted.with_likes,
    counted.median_likes_per_1000,
    counted.with_comments,
    counted.median_comments_per_1000
FROM counted
WHERE counted.videos >= $minimum_videos
ORDER BY counted.median_views DESC NULLS LAST, counted.parent_category
