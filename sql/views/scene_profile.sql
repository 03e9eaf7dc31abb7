/*
title = "One row a scene: its length, scores and counts"
stored = ["video_id", "scene_index"]
doc = """
What a scene holds, for selections and comparisons. The length is that within the video, and null where the scene has
no time, an empty or an inverted one. A correlation of exactly 0 means that none was judged and is null here.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
seconds = "Its length in seconds; null where unknown."
dynamism = "Its dynamism score."
correlation = "Its audio-visual correlation; null where none was judged."
activities = "Number of activities."
props = "Number of props."
edits = "Number of editing details."
narrative_events = "Number of narrative events."
mood_changes = "Number of changes of mood."
cast_names = "Number of different names in its cast."
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    round(scene_spans.seconds * 1000) / 1000 AS seconds,
    scenes.dynamism_score AS dynamism,
    nullif(scenes.audio_visual_correlation, 0) AS correlation,
    coalesce(activities.activities, 0) AS activities,
    coalesce(props.props, 0) AS props,
    coalesce(editing_details.edits, 0) AS edits,
    coalesce(narrative_events.narrative_events, 0) AS narrative_events,
    coalesce(mood_changes.mood_changes, 0) AS mood_changes,
    coalesce(scene_cast.names, 0) AS cast_names
FROM scenes
INNER JOIN scene_spans ON scene_spans.video_id = scenes.video_id AND scene_spans.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT activities.video_id, activities.scene_index, count(*) AS activities
    FROM activities
    GROUP BY activities.video_id, activities.scene_index
) AS activities ON activities.video_id = scenes.video_id AND activities.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT props.video_id, props.scene_index, count(*) AS props
    FROM props
    GROUP BY props.video_id, props.scene_index
) AS props ON props.video_id = scenes.video_id AND props.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT editing_details.video_id, editing_details.scene_index, count(*) AS edits
    FROM editing_details
    GROUP BY editing_details.video_id, editing_details.scene_index
) AS editing_details
    ON editing_details.video_id = scenes.video_id AND editing_details.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT narrative_events.video_id, narrative_events.scene_index, count(*) AS narrative_events
    FROM narrative_events
    GROUP BY narrative_events.video_id, narrative_events.scene_index
) AS narrative_events
    ON narrative_events.video_id = scenes.video_id AND narrative_events.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT mood_changes.video_id, mood_changes.scene_index, count(*) AS mood_changes
    FROM mood_changes
    GROUP BY mood_changes.video_id, mood_changes.scene_index
) AS mood_changes ON mood_changes.video_id = scenes.video_id AND mood_changes.scene_index = scenes.scene_index
LEFT JOIN (
    SELECT scene_cast.video_id, scene_cast.scene_index, count(DISTINCT scene_cast.name) AS names
    FROM scene_cast
    GROUP BY scene_cast.video_id, scene_cast.scene_index
) AS scene_cast ON scene_cast.video_id = scenes.video_id AND scene_cast.scene_index = scenes.scene_index
