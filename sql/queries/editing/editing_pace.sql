/*
title = "How many edits are noted, by category"
doc = """
Editing notes: what the annotator noted of the editing, by no means every cut. A video has some number of notes whatever
its length, so notes per minute mostly tell how short the videos are (rank correlation with the length -0.63 in 101 real
ones). `length_matched_rate` takes that out: a video's notes per minute divided by the median of the tenth of all videos
that are about as long, so 1 is usual for the length. Videos of unknown length enter no rate, scenes with an empty,
missing or inverted span no length. A video without a note has a pace of 0: none was noted.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos."
timed_videos = "Videos of known length, which the medians are of."
length_matched_rate = "The median of notes per minute over what is usual for the length; null where that is 0."
median_edits_per_minute = "The median of editing notes per minute."
lower_quartile_edits_per_minute = "A quarter of the videos has fewer."
upper_quartile_edits_per_minute = "A quarter of the videos has more."
scenes = "Number of scenes."
edits_per_scene = "Editing notes per scene, over all scenes."
timed_scenes = "Scenes with a length."
mean_scene_seconds = "The mean length of a scene in seconds."

[counts]
length_matched_rate = "timed_videos"
median_edits_per_minute = "timed_videos"
lower_quartile_edits_per_minute = "timed_videos"
upper_quartile_edits_per_minute = "timed_videos"
edits_per_scene = "scenes"
mean_scene_seconds = "timed_scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only categories of so many videos or more."
default = 1

[chart]
mark = "bar"
x = "length_matched_rate"
y = "fine_category"
color = "parent_category"
*/
WITH noted AS (
    SELECT
        videos.video_id,
        videos.content_parent_category AS parent_category,
        videos.content_fine_category AS fine_category,
        coalesce(profiles.edits, 0) AS edits,
        coalesce(profiles.scenes, 0) AS scenes,
        coalesce(profiles.timed_scenes, 0) AS timed_scenes,
        profiles.seconds,
        coalesce(profiles.edits, 0) * 60.0 / nullif(videos.duration_seconds, 0) AS per_minute,
        CASE WHEN videos.duration_seconds > 0 THEN ntile(10) OVER (
            PARTITION BY CASE WHEN videos.duration_seconds > 0 THEN 1 ELSE 0 END
            ORDER BY videos.duration_seconds, videos.video_id
        ) END AS tenth
    FROM videos
    LEFT JOIN (
        SELECT
            scene_profile.video_id,
            CAST(sum(scene_profile.edits) AS BIGINT) AS edits,
            count(*) AS scenes,
            count(scene_profile.seconds) AS timed_scenes,
            sum(round(scene_profile.seconds * 1000)) / 1000 AS seconds
        FROM scene_profile
        GROUP BY scene_profile.video_id
    ) AS profiles ON profiles.video_id = videos.video_id
),
usual AS (
    SELECT noted.tenth, median(noted.per_minute) AS per_minute
    FROM noted
    GROUP BY noted.tenth
)
SELECT
    noted.parent_category,
    noted.fine_category,
    count(*) AS videos,
    count(noted.per_minute) AS timed_videos,
    round(median(noted.per_minute / nullif(usual.per_minute, 0)), 3) AS length_matched_rate,
    round(median(noted.per_minute), 3) AS median_edits_per_minute,
    round(quantile_cont(noted.per_minute, 0.25), 3) AS lower_quartile_edits_per_minute,
    round(quantile_cont(noted.per_minute, 0.75), 3) AS upper_quartile_edits_per_minute,
    CAST(sum(noted.scenes) AS BIGINT) AS scenes,
    round(sum(noted.edits) * 1.0 / nullif(sum(noted.scenes), 0), 3) AS edits_per_scene,
    CAST(sum(noted.timed_scenes) AS BIGINT) AS timed_scenes,
    round(sum(noted.seconds) / nullif(sum(noted.timed_scenes), 0), 2) AS mean_scene_seconds
FROM noted
LEFT JOIN usual ON usual.tenth = noted.tenth
WHERE $category IS NULL OR $category IN (noted.parent_category, noted.fine_category)
GROUP BY noted.parent_category, noted.fine_category
HAVING count(*) >= $minimum_videos
ORDER BY length_matched_rate DESC NULLS LAST, noted.parent_category, noted.fine_category
