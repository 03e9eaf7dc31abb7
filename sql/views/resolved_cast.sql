/*
title = "The cast of every scene, matched to the characters"
doc = """
The names in the casts as `resolved_names` matches them. About one in seventeen matches none: they are people,
groups and teams that the list of characters does not have.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
cast_index = "The place in the scene's cast, counted from 1."
name = "The name as written in the scene."
character_index = "The character of the video that is meant; null where none matches."
character_name = "That character's name."
how = "`name`, `character_id`, `folded name` (the same but for case and blanks), `alias` (in brackets), or `none`."
*/
SELECT
    scene_cast.video_id,
    scene_cast.scene_index,
    scene_cast.cast_index,
    scene_cast.name,
    resolved_names.character_index,
    resolved_names.character_name,
    coalesce(resolved_names.how, 'none') AS how
FROM scene_cast
LEFT JOIN resolved_names ON resolved_names.video_id = scene_cast.video_id AND resolved_names.name = scene_cast.name
