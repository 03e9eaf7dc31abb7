/*
title = "The time of every activity, within its video"
doc = """
Activities with their times cut at the end of the video, as `scene_spans` has those of the scenes.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
activity_index = "The activity, counted from 1."
start_seconds = "It starts here; null where unknown."
end_seconds = "It ends here; as early as the start, or earlier, where it has no length."
description = "What is done."
*/
SELECT
    activities.video_id,
    activities.scene_index,
    activities.activity_index,
    CASE WHEN activities.start_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
        ELSE activities.start_seconds
    END AS start_seconds,
    CASE WHEN activities.end_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
        ELSE activities.end_seconds
    END AS end_seconds,
    activities.description
FROM activities
INNER JOIN videos ON videos.video_id = activities.video_id
