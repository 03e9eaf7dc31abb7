/*
title = "Moods and views"
doc = """
How often the videos with a mood were seen: a video counts for each main mood of its scenes once. A view or like count
of 0 means unknown, and such videos are left out. It shows what goes together, not what causes what. The interval of a
median holds the true one in 95 of 100 samples or more, by the order of the videos alone; under six videos tell none.
Moods of few videos are left out: `minimum_videos`.
"""

[columns]
mood = "The mood."
videos = "Videos with a known view count that have such a scene."
median_views = "The median of their views."
median_views_low = "The low end of its 95 % interval; null for fewer than six videos."
median_views_high = "The high end of its 95 % interval; null for fewer than six videos."
with_likes = "Of these, videos with a known count of likes."
median_likes_per_1000 = "The median of likes per 1000 views, where both are known."

[counts]
median_views = "videos"
median_likes_per_1000 = "with_likes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only moods of so many videos or more."
default = 5

[chart]
mark = "bar"
x = "median_views"
y = "mood"
*/
WITH viewed AS (
    SELECT
        moods.mood,
        videos.youtube_view_count AS views,
        nullif(videos.youtube_like_count, 0) * 1000.0 / videos.youtube_view_count AS likes_per_1000,
        count(*) OVER (PARTITION BY moods.mood) AS videos,
        row_number() OVER (PARTITION BY moods.mood ORDER BY videos.youtube_view_count, videos.video_id) AS place
    FROM (
        SELECT DISTINCT scene_moods.video_id, scene_moods.mood FROM scene_moods WHERE scene_moods.mood IS NOT NULL
    ) AS moods
    INNER JOIN videos ON videos.video_id = moods.video_id
    WHERE videos.youtube_view_count > 0
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
)
SELECT
    viewed.mood,
    count(*) AS videos,
    median(viewed.views) AS median_views,
    -- the places of the sorted views between which the median lies
    max(CASE WHEN viewed.videos >= 6
            AND viewed.place = greatest(floor(viewed.videos / 2.0 - 0.98 * sqrt(viewed.videos)), 1)
            THEN viewed.views
    END) AS median_views_low,
    max(CASE WHEN viewed.videos >= 6
            AND viewed.place = least(ceil(viewed.videos / 2.0 + 1 + 0.98 * sqrt(viewed.videos)), viewed.videos)
            THEN viewed.views
    END) AS median_views_high,
    count(viewed.likes_per_1000) AS with_likes,
    round(median(viewed.likes_per_1000), 3) AS median_likes_per_1000
FROM viewed
GROUP BY viewed.mood
HAVING count(*) >= $minimum_videos
ORDER BY median_views DESC, viewed.mood
