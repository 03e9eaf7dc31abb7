/*
title = "Who deals with whom"
doc = """
The network of characters: pairs of names that take part in the same interaction. Names are taken as written in the
interactions, case and blanks at the ends apart; a name twice in one interaction counts once, and empty names do not.
"""

[columns]
video_id = "The video."
character_1 = "A name, the alphabetically first of the pair, in lower case."
character_2 = "The other name, in lower case."
interactions = "Interactions that both take part in."
scenes = "Scenes in which they do."

[parameters.video]
type = "text"
doc = "Only this video, by its YouTube id."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200

[chart]
mark = "heatmap"
x = "character_2"
y = "character_1"
color = "interactions"
*/
WITH parts AS (
    SELECT DISTINCT
        interaction_characters.video_id,
        interaction_characters.scene_index,
        interaction_characters.interaction_index,
        lower(trim(interaction_characters.name)) AS name
    FROM interaction_characters
    WHERE trim(interaction_characters.name) <> '' AND ($video IS NULL OR interaction_characters.video_id = $video)
)
SELECT
    parts.video_id,
    parts.name AS character_1,
    others.name AS character_2,
    count(*) AS interactions,
    count(DISTINCT parts.scene_index) AS scenes
FROM parts
INNER JOIN parts AS others
    ON others.video_id = parts.video_id
    AND others.scene_index = parts.scene_index
    AND others.interaction_index = parts.interaction_index
    AND others.name > parts.name
GROUP BY parts.video_id, parts.name, others.name
ORDER BY interactions DESC, parts.video_id, character_1, character_2
LIMIT $row_limit
