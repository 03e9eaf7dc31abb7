/*
title = "How fast the cutting is, by category"
doc = """
Editing details per minute and the length of scenes. Videos of unknown length enter no rate; scenes with an empty,
missing or inverted span enter no length. A video without editing details has a pace of 0: none was noted.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos."
median_edits_per_minute = "The median of editing details per minute."
lower_quartile_edits_per_minute = "A quarter of the videos has fewer."
upper_quartile_edits_per_minute = "A quarter of the videos has more."
mean_scene_seconds = "The mean length of a scene in seconds."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "median_edits_per_minute"
y = "fine_category"
color = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    count(*) AS videos,
    round(median(coalesce(edited.edits, 0) * 60.0 / nullif(videos.duration_seconds, 0)), 3) AS median_edits_per_minute,
    round(quantile_cont(coalesce(edited.edits, 0) * 60.0 / nullif(videos.duration_seconds, 0), 0.25), 3)
        AS lower_quartile_edits_per_minute,
    round(quantile_cont(coalesce(edited.edits, 0) * 60.0 / nullif(videos.duration_seconds, 0), 0.75), 3)
        AS upper_quartile_edits_per_minute,
    round(sum(shown.seconds) / nullif(sum(shown.scenes), 0), 2) AS mean_scene_seconds
FROM videos
LEFT JOIN (
    SELECT editing_details.video_id, count(*) AS edits FROM editing_details GROUP BY editing_details.video_id
) AS edited ON edited.video_id = videos.video_id
LEFT JOIN (
    SELECT
        scene_profile.video_id,
        count(scene_profile.seconds) AS scenes,
        sum(round(scene_profile.seconds * 1000)) / 1000 AS seconds
    FROM scene_profile
    GROUP BY scene_profile.video_id
) AS shown ON shown.video_id = videos.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY videos.content_parent_category, videos.content_fine_category
ORDER BY median_edits_per_minute DESC NULLS LAST, parent_category, fine_category
