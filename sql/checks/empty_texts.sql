/*
title = "Empty texts"
severity = "note"
doc = """
A scene's title, mood, theme or relevance, or the text of something in it, that is empty or missing.
"""
*/
SELECT empty.video_id, empty.scene_index, empty.position, 'no ' || empty.kind AS detail
FROM (
    SELECT scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position, 'title' AS kind
    FROM scenes
    WHERE scenes.title IS NULL OR scenes.title = ''
        OR (scenes.title LIKE ' %' AND trim(scenes.title) = '')
    UNION ALL
    SELECT scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position, 'mood' AS kind
    FROM scenes
    WHERE scenes.mood_description IS NULL OR scenes.mood_description = ''
        OR (scenes.mood_description LIKE ' %' AND trim(scenes.mood_description) = '')
    UNION ALL
    SELECT scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position, 'thematic elements' AS kind
    FROM scenes
    WHERE scenes.thematic_elements IS NULL OR scenes.thematic_elements = ''
        OR (scenes.thematic_elements LIKE ' %' AND trim(scenes.thematic_elements) = '')
    UNION ALL
    SELECT scenes.video_id, scenes.scene_index, CAST(NULL AS BIGINT) AS position, 'contextual relevance' AS kind
    FROM scenes
    WHERE scenes.contextual_relevance IS NULL OR scenes.contextual_relevance = ''
        OR (scenes.contextual_relevance LIKE ' %' AND trim(scenes.contextual_relevance) = '')
    UNION ALL
    SELECT
        activities.video_id, activities.scene_index, activities.activity_index AS position,
        'description of an activity' AS kind
    FROM activities
    WHERE activities.description IS NULL OR activities.description = ''
        OR (activities.description LIKE ' %' AND trim(activities.description) = '')
    UNION ALL
    SELECT props.video_id, props.scene_index, props.prop_index AS position, 'name of a prop' AS kind
    FROM props
    WHERE props.name IS NULL OR props.name = ''
        OR (props.name LIKE ' %' AND trim(props.name) = '')
    UNION ALL
    SELECT
        editing_details.video_id, editing_details.scene_index, editing_details.edit_index AS position,
        'description of an edit' AS kind
    FROM editing_details
    WHERE editing_details.description IS NULL OR editing_details.description = ''
        OR (editing_details.description LIKE ' %' AND trim(editing_details.description) = '')
    UNION ALL
    SELECT
        narrative_events.video_id, narrative_events.scene_index, narrative_events.event_index AS position,
        'description of a narrative event' AS kind
    FROM narrative_events
    WHERE narrative_events.description IS NULL OR narrative_events.description = ''
        OR (narrative_events.description LIKE ' %' AND trim(narrative_events.description) = '')
    UNION ALL
    SELECT
        mood_changes.video_id, mood_changes.scene_index, mood_changes.change_index AS position,
        'description of a change of mood' AS kind
    FROM mood_changes
    WHERE mood_changes.change_description IS NULL OR mood_changes.change_description = ''
        OR (mood_changes.change_description LIKE ' %' AND trim(mood_changes.change_description) = '')
) AS empty
