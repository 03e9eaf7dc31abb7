/*
title = "Every entry of a thing, by its plain name"
stored = ["video_id", "scene_index", "prop_index"]
doc = """
The props with names as they are compared: in lower case, without blanks at the ends. Empty names are left out. An
entry whose span is empty, inverted or unknown has no length.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
prop_index = "The entry in the scene's list, counted from 1."
prop = "The thing, in lower case."
seconds = "For how long it is noted, in seconds; null where that is unknown."
*/
SELECT
    props.video_id,
    props.scene_index,
    props.prop_index,
    lower(trim(props.name)) AS prop,
    CASE
        WHEN props.end_seconds > props.start_seconds THEN round(props.end_seconds - props.start_seconds, 3)
    END AS seconds
FROM props
WHERE trim(props.name) <> ''
