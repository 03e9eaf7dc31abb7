/*
title = "Scenes with the same title in one video"
severity = "note"
doc = """
A scene with the same title as an earlier one of its video.
"""
*/
SELECT
    repeated.video_id,
    repeated.scene_index,
    CAST(NULL AS BIGINT) AS position,
    'same title as scene ' || CAST(repeated.first_scene_index AS VARCHAR) AS detail
FROM (
    SELECT
        scenes.video_id,
        scenes.scene_index,
        min(scenes.scene_index) OVER (PARTITION BY scenes.video_id, scenes.title) AS first_scene_index
    FROM scenes
    WHERE scenes.title <> ''
) AS repeated
WHERE repeated.scene_index > repeated.first_scene_index
