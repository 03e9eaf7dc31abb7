/*
title = "Things without a time"
severity = "note"
doc = """
A scene, activity, prop, edit, event, change of mood, segment, trimming suggestion or climax without a start.
"""
*/
SELECT missing.video_id, missing.scene_index, missing.position, missing.kind || ' without a time' AS detail
FROM (
    SELECT scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position, 'scene' AS kind
    FROM scenes
    WHERE scenes.start_seconds IS NULL
    UNION ALL
    SELECT activities.video_id, activities.scene_index, activities.activity_index AS position, 'activity' AS kind
    FROM activities
    WHERE activities.start_seconds IS NULL
    UNION ALL
    SELECT props.video_id, props.scene_index, props.prop_index AS position, 'prop' AS kind
    FROM props
    WHERE props.start_seconds IS NULL
    UNION ALL
    SELECT editing_details.video_id, editing_details.scene_index, editing_details.edit_index AS position, 'edit' AS kind
    FROM editing_details
    WHERE editing_details.start_seconds IS NULL
    UNION ALL
    SELECT
        narrative_events.video_id, narrative_events.scene_index, narrative_events.event_index AS position,
        'narrative event' AS kind
    FROM narrative_events
    WHERE narrative_events.at_seconds IS NULL
    UNION ALL
    SELECT
        mood_changes.video_id, mood_changes.scene_index, mood_changes.change_index AS position, 'change of mood' AS kind
    FROM mood_changes
    WHERE mood_changes.at_seconds IS NULL
    UNION ALL
    SELECT
        transcript_segments.video_id, CAST(NULL AS BIGINT) AS scene_index,
        transcript_segments.segment_index AS position, 'segment' AS kind
    FROM transcript_segments
    WHERE transcript_segments.start_seconds IS NULL
    UNION ALL
    SELECT
        trimming_suggestions.video_id, CAST(NULL AS BIGINT) AS scene_index,
        trimming_suggestions.suggestion_index AS position, 'trimming suggestion' AS kind
    FROM trimming_suggestions
    WHERE trimming_suggestions.start_seconds IS NULL
    UNION ALL
    SELECT videos.video_id, CAST(NULL AS BIGINT) AS scene_index, CAST(NULL AS BIGINT) AS position, 'climax' AS kind
    FROM videos
    WHERE videos.climax_at_seconds IS NULL
) AS missing
