/*
title = "The time of every scene, within its video"
doc = """
Whatever adds up or compares time reads it from here, from `activity_spans`, `prop_spans` and `speech_segments`: times
cut at the video's length, which is rounded to whole seconds; where it is unknown or 0 nothing is cut. `moments` has
the times as they were given, and the audit `time_after_video` lists those more than a second behind the end. With it
comes how much of a scene lies in no earlier one: these seconds add up to the part of the video that scenes cover.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
start_seconds = "It starts here; null where unknown."
end_seconds = "It ends here; null where unknown."
seconds = "Its length; null where it has no time, an empty or an inverted one."
new_seconds = "Seconds that lie in no scene that starts earlier; 0 where it has no length."
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.start_seconds,
    timed.end_seconds,
    CASE WHEN timed.end_seconds > timed.start_seconds THEN timed.end_seconds - timed.start_seconds END AS seconds,
    CASE WHEN timed.end_seconds > timed.start_seconds
        THEN greatest(timed.end_seconds - greatest(timed.start_seconds, coalesce(timed.covered_until, 0)), 0)
        ELSE 0
    END AS new_seconds
FROM (
    SELECT
        cut.video_id,
        cut.scene_index,
        cut.start_seconds,
        cut.end_seconds,
        max(CASE WHEN cut.end_seconds > cut.start_seconds THEN cut.end_seconds END) OVER (
            PARTITION BY cut.video_id
            ORDER BY cut.start_seconds, cut.end_seconds, cut.scene_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_until
    FROM (
        SELECT
            scenes.video_id,
            scenes.scene_index,
            CASE WHEN scenes.start_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
                ELSE scenes.start_seconds
            END AS start_seconds,
            CASE WHEN scenes.end_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
                ELSE scenes.end_seconds
            END AS end_seconds
        FROM scenes
        INNER JOIN videos ON videos.video_id = scenes.video_id
    ) AS cut
) AS timed
