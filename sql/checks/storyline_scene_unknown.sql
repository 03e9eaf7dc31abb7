/*
title = "Storyline scenes that match no scene"
severity = "warning"
doc = """
An entry of the storyline whose scene id no scene of the video has.
"""
*/
SELECT
    storyline_scenes.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    storyline_scenes.position,
    'scene id ' || coalesce(CAST(storyline_scenes.scene_id AS VARCHAR), 'missing') AS detail
FROM storyline_scenes
LEFT JOIN (SELECT DISTINCT scenes.video_id, scenes.scene_id FROM scenes) AS known
    ON known.video_id = storyline_scenes.video_id AND known.scene_id = storyline_scenes.scene_id
WHERE known.video_id IS NULL
