/*
title = "Every timed thing of every video"
doc = """
Activities, props, edits, narrative events, changes of mood, speech and the climax in one shape. Rows without a time
are kept, with nulls. Speech and the climax belong to no scene here, see `segment_scenes`. Trimming suggestions are
left out: their times are wrong upstream. Many spans are empty (start = end): the annotator gave one time only.
"""

[columns]
video_id = "The video."
kind = "`activity`, `prop`, `edit`, `narrative_event`, `mood_change`, `speech` or `climax`."
scene_index = "The scene, counted from 1; null for speech and the climax."
position = "The place in its list, counted from 1; 1 for the climax."
start_seconds = "When it starts; null where no time was given."
end_seconds = "When it ends; equal to the start for a point in time."
text = "What it is."
watch_url = "The video on YouTube at that time; null where the id is none of YouTube's."
*/
SELECT
    timed.video_id,
    timed.kind,
    timed.scene_index,
    timed.position,
    timed.start_seconds,
    timed.end_seconds,
    timed.text,
    CASE WHEN length(timed.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || timed.video_id
        || coalesce('&t=' || CAST(CAST(floor(timed.start_seconds) AS BIGINT) AS VARCHAR) || 's', '')
    END AS watch_url
FROM (
    SELECT
        activities.video_id, 'activity' AS kind, activities.scene_index, activities.activity_index AS position,
        activities.start_seconds, activities.end_seconds, activities.description AS text
    FROM activities
    UNION ALL
    SELECT
        props.video_id, 'prop' AS kind, props.scene_index, props.prop_index AS position,
        props.start_seconds, props.end_seconds, props.name AS text
    FROM props
    UNION ALL
    SELECT
        editing_details.video_id, 'edit' AS kind, editing_details.scene_index, editing_details.edit_index AS position,
        editing_details.start_seconds, editing_details.end_seconds, editing_details.description AS text
    FROM editing_details
    UNION ALL
    SELECT
        narrative_events.video_id, 'narrative_event' AS kind, narrative_events.scene_index,
        narrative_events.event_index AS position, narrative_events.at_seconds AS start_seconds,
        narrative_events.at_seconds AS end_seconds, narrative_events.description AS text
    FROM narrative_events
    UNION ALL
    SELECT
        mood_changes.video_id, 'mood_change' AS kind, mood_changes.scene_index, mood_changes.change_index AS position,
        mood_changes.at_seconds AS start_seconds, mood_changes.at_seconds AS end_seconds,
        mood_changes.change_description AS text
    FROM mood_changes
    UNION ALL
    SELECT
        transcript_segments.video_id, 'speech' AS kind, NULL AS scene_index,
        transcript_segments.segment_index AS position, transcript_segments.start_seconds,
        transcript_segments.end_seconds, trim(transcript_segments.text) AS text
    FROM transcript_segments
    UNION ALL
    SELECT
        videos.video_id, 'climax' AS kind, NULL AS scene_index, 1 AS position,
        videos.climax_at_seconds AS start_seconds, videos.climax_at_seconds AS end_seconds,
        videos.climax_description AS text
    FROM videos
    WHERE videos.climax_at_seconds IS NOT NULL OR videos.climax_description IS NOT NULL
) AS timed
