/*
title = "Moods and views"
doc = """
How often the videos with a mood were seen: a video counts for each main mood of its scenes once. A view or like count
of 0 means unknown, and such videos are left out. It shows what goes together, not what causes what.
"""

[columns]
mood = "The mood."
videos = "Videos with a known view count that have such a scene."
median_views = "The median of their views."
median_likes_per_1000 = "The median of likes per 1000 views, where both are known."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only moods of so many videos or more."
default = 2

[chart]
mark = "bar"
x = "median_views"
y = "mood"
*/
SELECT
    moods.mood,
    count(*) AS videos,
    median(videos.youtube_view_count) AS median_views,
    round(median(nullif(videos.youtube_like_count, 0) * 1000.0 / videos.youtube_view_count), 3) AS median_likes_per_1000
FROM (
    SELECT DISTINCT scene_moods.video_id, scene_moods.mood FROM scene_moods WHERE scene_moods.mood IS NOT NULL
) AS moods
INNER JOIN videos ON videos.video_id = moods.video_id
WHERE videos.youtube_view_count > 0
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY moods.mood
HAVING count(*) >= $minimum_videos
ORDER BY median_views DESC, moods.mood
