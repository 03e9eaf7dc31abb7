/*
title = "Spans that end before they start"
severity = "error"
doc = """
A scene, activity, prop, edit, trimming suggestion or transcript segment whose end lies before its start.
"""
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.position,
    timed.kind || ' from ' || CAST(timed.start_seconds AS VARCHAR) || ' to '
        || CAST(timed.end_seconds AS VARCHAR) || ' s'
        AS detail
FROM (
    SELECT
        scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position,
        'scene' AS kind, scenes.start_seconds, scenes.end_seconds
    FROM scenes
    UNION ALL
    SELECT
        activities.video_id, activities.scene_index, activities.activity_index AS position,
        'activity' AS kind, activities.start_seconds, activities.end_seconds
    FROM activities
    UNION ALL
    SELECT
        props.video_id, props.scene_index, props.prop_index AS position,
        'prop' AS kind, props.start_seconds, props.end_seconds
    FROM props
    UNION ALL
    SELECT
        editing_details.video_id, editing_details.scene_index, editing_details.edit_index AS position,
        'edit' AS kind, editing_details.start_seconds, editing_details.end_seconds
    FROM editing_details
    UNION ALL
    SELECT
        trimming_suggestions.video_id, CAST(NULL AS BIGINT) AS scene_index,
        trimming_suggestions.suggestion_index AS position,
        'trimming suggestion' AS kind, trimming_suggestions.start_seconds, trimming_suggestions.end_seconds
    FROM trimming_suggestions
    UNION ALL
    SELECT
        transcript_segments.video_id, CAST(NULL AS BIGINT) AS scene_index,
        transcript_segments.segment_index AS position,
        'segment' AS kind, transcript_segments.start_seconds, transcript_segments.end_seconds
    FROM transcript_segments
) AS timed
WHERE timed.end_seconds < timed.start_seconds
