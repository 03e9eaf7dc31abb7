/*
title = "Every entry of a thing, by its plain name"
stored = ["video_id", "scene_index", "prop_index"]
doc = """
The props with names as they are compared: in lower case, without blanks at the ends. Empty names are left out. An
entry whose span is empty, inverted or unknown has no length; what lies behind the end of the video is cut off.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
prop_index = "The entry in the scene's list, counted from 1."
prop = "The thing, in lower case."
seconds = "For how long it is noted, in seconds; null where that is unknown."
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.prop_index,
    timed.prop,
    CASE
        WHEN timed.end_seconds > timed.start_seconds THEN round(timed.end_seconds - timed.start_seconds, 3)
    END AS seconds
FROM (
    SELECT
        props.video_id,
        props.scene_index,
        props.prop_index,
        lower(trim(props.name)) AS prop,
        CASE WHEN props.start_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
            ELSE props.start_seconds
        END AS start_seconds,
        CASE WHEN props.end_seconds > nullif(videos.duration_seconds, 0) THEN videos.duration_seconds
            ELSE props.end_seconds
        END AS end_seconds
    FROM props
    INNER JOIN videos ON videos.video_id = props.video_id
    WHERE trim(props.name) <> ''
) AS timed
