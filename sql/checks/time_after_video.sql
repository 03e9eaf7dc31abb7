/*
title = "Times behind the end of the video"
severity = "warning"
doc = """
A scene, activity, prop, edit, segment of the timed transcript, narrative event, change of mood or climax that ends more
than a second behind the end of the video, whose length is rounded to whole seconds. Sums and shares of time count none
of it, see `scene_spans`.
"""
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.position,
    timed.kind || ' ends at ' || CAST(timed.end_seconds AS VARCHAR) || ' s of '
        || CAST(videos.duration_seconds AS VARCHAR) || ' s' AS detail
FROM (
    SELECT scenes.video_id, scenes.scene_index, NULL AS position, 'scene' AS kind, scenes.end_seconds
    FROM scenes
    UNION ALL
    SELECT
        videos.video_id, NULL AS scene_index, NULL AS position, 'climax' AS kind,
        videos.climax_at_seconds AS end_seconds
    FROM videos
    UNION ALL
    SELECT
        activities.video_id, activities.scene_index, activities.activity_index AS position, 'activity' AS kind,
        activities.end_seconds
    FROM activities
    UNION ALL
    SELECT props.video_id, props.scene_index, props.prop_index AS position, 'prop' AS kind, props.end_seconds
    FROM props
    UNION ALL
    SELECT
        editing_details.video_id, editing_details.scene_index, editing_details.edit_index AS position, 'edit' AS kind,
        editing_details.end_seconds
    FROM editing_details
    UNION ALL
    SELECT
        narrative_events.video_id, narrative_events.scene_index, narrative_events.event_index AS position,
        'narrative event' AS kind, narrative_events.at_seconds AS end_seconds
    FROM narrative_events
    UNION ALL
    SELECT
        mood_changes.video_id, mood_changes.scene_index, mood_changes.change_index AS position,
        'change of mood' AS kind, mood_changes.at_seconds AS end_seconds
    FROM mood_changes
    UNION ALL
    SELECT
        transcript_segments.video_id, NULL AS scene_index, transcript_segments.segment_index AS position,
        'segment' AS kind, transcript_segments.end_seconds
    FROM transcript_segments
) AS timed
INNER JOIN videos ON videos.video_id = timed.video_id
WHERE timed.end_seconds > videos.duration_seconds + 1
