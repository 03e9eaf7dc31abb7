/*
title = "The cast of every scene, matched to the characters"
doc = """
Names in a scene's cast were written freely: most are names of `characters`, a few are character ids, and one in seven
is neither. The first rule that matches decides; where several characters match, the first one in the list is taken.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
cast_index = "The place in the scene's cast, counted from 1."
name = "The name as written in the scene."
character_index = "The character of the video that is meant; null where none matches."
character_name = "That character's name."
how = "`name`: the same text; `character_id`: the id; `folded name`: the same but for case and blanks; `none`."
*/
SELECT
    scene_cast.video_id,
    scene_cast.scene_index,
    scene_cast.cast_index,
    scene_cast.name,
    characters.character_index,
    characters.name AS character_name,
    CASE
        WHEN by_name.character_index IS NOT NULL THEN 'name'
        WHEN by_id.character_index IS NOT NULL THEN 'character_id'
        WHEN by_folded_name.character_index IS NOT NULL THEN 'folded name'
        ELSE 'none'
    END AS how
FROM scene_cast
LEFT JOIN (
    SELECT characters.video_id, characters.name, min(characters.character_index) AS character_index
    FROM characters
    WHERE characters.name <> ''
    GROUP BY characters.video_id, characters.name
) AS by_name ON by_name.video_id = scene_cast.video_id AND by_name.name = scene_cast.name
LEFT JOIN (
    SELECT characters.video_id, characters.character_id, min(characters.character_index) AS character_index
    FROM characters
    WHERE characters.character_id <> ''
    GROUP BY characters.video_id, characters.character_id
) AS by_id ON by_id.video_id = scene_cast.video_id AND by_id.character_id = scene_cast.name
LEFT JOIN (
    SELECT
        characters.video_id,
        lower(replace(characters.name, ' ', '')) AS folded_name,
        min(characters.character_index) AS character_index
    FROM characters
    WHERE trim(characters.name) <> ''
    GROUP BY characters.video_id, lower(replace(characters.name, ' ', ''))
) AS by_folded_name
    ON by_folded_name.video_id = scene_cast.video_id
    AND by_folded_name.folded_name = lower(replace(scene_cast.name, ' ', ''))
LEFT JOIN characters
    ON characters.video_id = scene_cast.video_id
    AND characters.character_index
        = coalesce(by_name.character_index, by_id.character_index, by_folded_name.character_index)
