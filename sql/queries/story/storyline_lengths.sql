/*
title = "How many scenes make the storyline"
doc = """
How many different scenes the storyline names, and what share of the video's scenes that is. Entries that match no
scene do not count; a storyline may name none.
"""

[columns]
storyline_scenes = "Different scenes in the storyline."
videos = "Number of videos."
mean_scenes = "The mean number of scenes in these videos."
mean_share = "The mean share of the scenes that are in the storyline."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "storyline_scenes"
y = "videos"
*/
SELECT
    counted.storyline_scenes,
    count(*) AS videos,
    round(avg(counted.scenes), 2) AS mean_scenes,
    round(avg(counted.storyline_scenes * 1.0 / nullif(counted.scenes, 0)), 4) AS mean_share
FROM (
    SELECT
        videos.video_id,
        coalesce(all_scenes.scenes, 0) AS scenes,
        coalesce(named.scenes, 0) AS storyline_scenes
    FROM videos
    LEFT JOIN (
        SELECT scenes.video_id, count(*) AS scenes FROM scenes GROUP BY scenes.video_id
    ) AS all_scenes ON all_scenes.video_id = videos.video_id
    LEFT JOIN (
        SELECT scenes.video_id, count(DISTINCT scenes.scene_index) AS scenes
        FROM scenes
        INNER JOIN storyline_scenes
            ON storyline_scenes.video_id = scenes.video_id AND storyline_scenes.scene_id = scenes.scene_id
        GROUP BY scenes.video_id
    ) AS named ON named.video_id = videos.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS counted
GROUP BY counted.storyline_scenes
ORDER BY counted.storyline_scenes
