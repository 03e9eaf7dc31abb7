/*
title = "Who takes part in every interaction"
stored = ["video_id", "scene_index", "interaction_index", "person", "character_index"]
doc = """
The names in the interactions as `resolved_names` matches them: one row for each person of an interaction, under the
name of the character that is meant, or as written where none is, case and blanks at the ends apart. A person who is
named twice in an interaction is one row, and empty names are left out.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
interaction_index = "The interaction in the scene, counted from 1."
person = "The character's name, or the name as written where none matches; in lower case."
character_index = "The character that is meant; null where none matches."
*/
SELECT DISTINCT
    interaction_characters.video_id,
    interaction_characters.scene_index,
    interaction_characters.interaction_index,
    lower(trim(coalesce(resolved_names.character_name, interaction_characters.name))) AS person,
    resolved_names.character_index
FROM interaction_characters
INNER JOIN resolved_names
    ON resolved_names.video_id = interaction_characters.video_id
    AND resolved_names.name = interaction_characters.name
