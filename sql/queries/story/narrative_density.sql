/*
title = "How dense the story is, by category"
doc = """
Narrative events per minute and per scene. Videos of unknown length enter no rate; a video without events has a rate
of 0. Events without a time count.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos."
events = "Number of narrative events."
median_per_minute = "The median of events per minute."
lower_quartile_per_minute = "A quarter of the videos has fewer."
upper_quartile_per_minute = "A quarter of the videos has more."
events_per_scene = "Events per scene, over all scenes."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "median_per_minute"
y = "fine_category"
color = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    count(*) AS videos,
    CAST(sum(coalesce(told.events, 0)) AS BIGINT) AS events,
    round(median(coalesce(told.events, 0) * 60.0 / nullif(videos.duration_seconds, 0)), 3) AS median_per_minute,
    round(quantile_cont(coalesce(told.events, 0) * 60.0 / nullif(videos.duration_seconds, 0), 0.25), 3)
        AS lower_quartile_per_minute,
    round(quantile_cont(coalesce(told.events, 0) * 60.0 / nullif(videos.duration_seconds, 0), 0.75), 3)
        AS upper_quartile_per_minute,
    round(sum(coalesce(told.events, 0)) * 1.0 / nullif(sum(coalesce(shown.scenes, 0)), 0), 3) AS events_per_scene
FROM videos
LEFT JOIN (
    SELECT narrative_events.video_id, count(*) AS events FROM narrative_events GROUP BY narrative_events.video_id
) AS told ON told.video_id = videos.video_id
LEFT JOIN (
    SELECT scenes.video_id, count(*) AS scenes FROM scenes GROUP BY scenes.video_id
) AS shown ON shown.video_id = videos.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY videos.content_parent_category, videos.content_fine_category
ORDER BY median_per_minute DESC NULLS LAST, parent_category, fine_category
