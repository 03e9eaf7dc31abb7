/*
title = "Scene ids that are not 1 to n"
severity = "warning"
doc = """
A scene whose id, as the annotator wrote it, is not its place in the list.
"""
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'scene id ' || coalesce(CAST(scenes.scene_id AS VARCHAR), 'missing') AS detail
FROM scenes
WHERE scenes.scene_id IS NULL OR scenes.scene_id <> scenes.scene_index
