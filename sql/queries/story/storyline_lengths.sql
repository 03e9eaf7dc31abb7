/*
title = "How many scenes make the storyline"
doc = """
How many different scenes the storyline names, and what share of the video's scenes that is. Entries that match no
scene do not count; a storyline may name none. Lengths below the longest that no video has are there, with 0 videos.
"""

[columns]
storyline_scenes = "Different scenes in the storyline."
videos = "Number of videos."
mean_scenes = "The mean number of scenes in these videos."
with_scenes = "Videos that have scenes."
mean_share = "The mean share of the scenes that are in the storyline."

[counts]
mean_scenes = "videos"
mean_share = "with_scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[bins]
column = "storyline_scenes"
step = 1

[chart]
mark = "bar"
x = "storyline_scenes"
y = "videos"
titles = { storyline_scenes = "Number of scenes in the storyline" }
*/
WITH counted AS (
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
),
complete AS (
    SELECT counted.storyline_scenes, counted.video_id, counted.scenes
    FROM counted
    UNION ALL
    SELECT whole_numbers.number AS storyline_scenes, NULL AS video_id, NULL AS scenes
    FROM whole_numbers
    WHERE whole_numbers.number < (SELECT max(counted.storyline_scenes) FROM counted)
)
SELECT
    complete.storyline_scenes,
    count(complete.video_id) AS videos,
    round(avg(complete.scenes), 2) AS mean_scenes,
    count(nullif(complete.scenes, 0)) AS with_scenes,
    round(avg(complete.storyline_scenes * 1.0 / nullif(complete.scenes, 0)), 4) AS mean_share
FROM complete
GROUP BY complete.storyline_scenes
ORDER BY complete.storyline_scenes
