/*
title = "Every name of a cast or an interaction, matched to the characters"
doc = """
Names in casts and interactions were written freely. The first rule that matches decides: the same text, the id, the
same but for case and blanks, and last a name or a part of one that is in brackets: `A B (C, D)` is also called `A B`,
`C` and `D`, in the list of characters as in a cast. Where several characters match by one of the first three rules,
the first one in the list is taken; one of several that share a name in brackets is not.
"""

[columns]
video_id = "The video."
name = "The name as written; names that are empty are left out."
character_index = "The character of the video that is meant; null where none matches."
character_name = "That character's name."
how = "`name`, `character_id`, `folded name` (the same but for case and blanks), `alias` (in brackets), or `none`."
*/
WITH names AS (
    SELECT scene_cast.video_id, scene_cast.name
    FROM scene_cast
    WHERE trim(scene_cast.name) <> ''
    UNION
    SELECT interaction_characters.video_id, interaction_characters.name
    FROM interaction_characters
    WHERE trim(interaction_characters.name) <> ''
),
-- aliases are in commas on both sides, and those of a name without brackets are itself
folded AS (
    SELECT
        names.video_id,
        names.name,
        lower(replace(names.name, ' ', '')) AS folded_name,
        ',' || replace(replace(lower(replace(names.name, ' ', '')), '(', ','), ')', ',') || ',' AS aliases
    FROM names
),
listed AS (
    SELECT
        characters.video_id,
        characters.character_index,
        characters.name,
        characters.character_id,
        lower(replace(characters.name, ' ', '')) AS folded_name,
        ',' || replace(replace(lower(replace(characters.name, ' ', '')), '(', ','), ')', ',') || ',' AS aliases
    FROM characters
),
by_name AS (
    SELECT listed.video_id, listed.name, min(listed.character_index) AS character_index
    FROM listed
    WHERE listed.folded_name <> ''
    GROUP BY listed.video_id, listed.name
),
by_id AS (
    SELECT listed.video_id, listed.character_id, min(listed.character_index) AS character_index
    FROM listed
    WHERE listed.character_id <> ''
    GROUP BY listed.video_id, listed.character_id
),
by_folded_name AS (
    SELECT listed.video_id, listed.folded_name, min(listed.character_index) AS character_index
    FROM listed
    WHERE listed.folded_name <> ''
    GROUP BY listed.video_id, listed.folded_name
),
by_alias AS (
    SELECT folded.video_id, folded.name, min(listed.character_index) AS character_index
    FROM folded
    INNER JOIN listed ON listed.video_id = folded.video_id
    WHERE
        (strpos(listed.name, '(') > 0 AND strpos(listed.aliases, ',' || folded.folded_name || ',') > 0)
        OR (
            strpos(folded.name, '(') > 0
            AND listed.folded_name <> ''
            AND strpos(folded.aliases, ',' || listed.folded_name || ',') > 0
        )
    GROUP BY folded.video_id, folded.name
    HAVING count(*) = 1
)
SELECT
    folded.video_id,
    folded.name,
    characters.character_index,
    characters.name AS character_name,
    CASE
        WHEN by_name.character_index IS NOT NULL THEN 'name'
        WHEN by_id.character_index IS NOT NULL THEN 'character_id'
        WHEN by_folded_name.character_index IS NOT NULL THEN 'folded name'
        WHEN by_alias.character_index IS NOT NULL THEN 'alias'
        ELSE 'none'
    END AS how
FROM folded
LEFT JOIN by_name ON by_name.video_id = folded.video_id AND by_name.name = folded.name
LEFT JOIN by_id ON by_id.video_id = folded.video_id AND by_id.character_id = folded.name
LEFT JOIN by_folded_name
    ON by_folded_name.video_id = folded.video_id AND by_folded_name.folded_name = folded.folded_name
LEFT JOIN by_alias ON by_alias.video_id = folded.video_id AND by_alias.name = folded.name
LEFT JOIN characters
    ON characters.video_id = folded.video_id
    AND characters.character_index = coalesce(
        by_name.character_index, by_id.character_index, by_folded_name.character_index, by_alias.character_index
    )
