/*
title = "The outline of a video, scene by scene"
doc = """
One row a scene, in order, with its mood, what is in it and a link to watch it. Without a video it outlines those with
the most scenes. Times are the annotator's: an inverted or missing one is shown as it is.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
start_seconds = "When it starts."
end_seconds = "When it ends."
scene_title = "Its title."
moods = "Its moods in order."
dynamism_score = "Its dynamism score."
activities = "Number of activities."
events = "Number of narrative events."
has_climax = "Whether the climax falls into it."
in_storyline = "Whether the storyline names it."
watch_url = "The scene on YouTube."

[parameters.video]
type = "text"
doc = "Only this video, by its YouTube id."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100
*/
WITH sizes AS (
    SELECT scenes.video_id, count(*) AS scenes
    FROM scenes
    WHERE $video IS NULL OR scenes.video_id = $video
    GROUP BY scenes.video_id
    ORDER BY scenes DESC, scenes.video_id
    LIMIT $row_limit
)
SELECT
    scenes.video_id,
    scenes.scene_index,
    scenes.start_seconds,
    scenes.end_seconds,
    scenes.title AS scene_title,
    scene_moods.moods,
    scenes.dynamism_score,
    coalesce(done.activities, 0) AS activities,
    coalesce(told.events, 0) AS events,
    coalesce(
        videos.climax_at_seconds >= scenes.start_seconds AND videos.climax_at_seconds < scenes.end_seconds, FALSE
    ) AS has_climax,
    named.scene_id IS NOT NULL AS in_storyline,
    CASE WHEN length(scenes.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || scenes.video_id
        || coalesce('&t=' || CAST(CAST(floor(scenes.start_seconds) AS BIGINT) AS VARCHAR) || 's', '')
    END AS watch_url
FROM scenes
INNER JOIN videos ON videos.video_id = scenes.video_id
INNER JOIN sizes ON sizes.video_id = scenes.video_id
LEFT JOIN scene_moods ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT activities.video_id, activities.scene_index, count(*) AS activities
    FROM activities
    INNER JOIN sizes ON sizes.video_id = activities.video_id
    GROUP BY activities.video_id, activities.scene_index
) AS done ON done.video_id = scenes.video_id AND done.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT narrative_events.video_id, narrative_events.scene_index, count(*) AS events
    FROM narrative_events
    INNER JOIN sizes ON sizes.video_id = narrative_events.video_id
    GROUP BY narrative_events.video_id, narrative_events.scene_index
) AS told ON told.video_id = scenes.video_id AND told.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT DISTINCT storyline_scenes.video_id, storyline_scenes.scene_id FROM storyline_scenes
) AS named ON named.video_id = scenes.video_id AND named.scene_id = scenes.scene_id
ORDER BY sizes.scenes DESC, scenes.video_id, scenes.scene_index
LIMIT $row_limit
