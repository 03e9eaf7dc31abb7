/*
title = "Times outside of their scene"
severity = "warning"
doc = """
An activity, prop, edit, narrative event or change of mood that starts or ends more than a second outside of its scene:
times within a scene are cut to whole seconds. Scenes that are inverted themselves are left out.
"""
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.position,
    timed.kind || ' from ' || CAST(timed.start_seconds AS VARCHAR) || ' to ' || CAST(timed.end_seconds AS VARCHAR)
        || ' s in a scene from ' || CAST(scenes.start_seconds AS VARCHAR) || ' to '
            || CAST(scenes.end_seconds AS VARCHAR) || ' s'
        AS detail
FROM (
    SELECT
        activities.video_id, activities.scene_index, activities.activity_index AS position,
        'activity' AS kind, activities.start_seconds AS start_seconds, activities.end_seconds AS end_seconds
    FROM activities
    UNION ALL
    SELECT
        props.video_id, props.scene_index, props.prop_index AS position,
        'prop' AS kind, props.start_seconds AS start_seconds, props.end_seconds AS end_seconds
    FROM props
    UNION ALL
    SELECT
        editing_details.video_id, editing_details.scene_index, editing_details.edit_index AS position,
        'edit' AS kind, editing_details.start_seconds AS start_seconds, editing_details.end_seconds AS end_seconds
    FROM editing_details
    UNION ALL
    SELECT
        narrative_events.video_id, narrative_events.scene_index, narrative_events.event_index AS position,
        'narrative event' AS kind, narrative_events.at_seconds AS start_seconds,
        narrative_events.at_seconds AS end_seconds
    FROM narrative_events
    UNION ALL
    SELECT
        mood_changes.video_id, mood_changes.scene_index, mood_changes.change_index AS position,
        'change of mood' AS kind, mood_changes.at_seconds AS start_seconds, mood_changes.at_seconds AS end_seconds
    FROM mood_changes
) AS timed
INNER JOIN scenes ON scenes.video_id = timed.video_id AND scenes.scene_index = timed.scene_index
WHERE scenes.start_seconds <= scenes.end_seconds
    AND (timed.start_seconds < scenes.start_seconds - 1 OR timed.end_seconds > scenes.end_seconds + 1)
