/*
title = "Who deals with whom"
doc = """
The network of characters: pairs of people who take part in the same interaction. Their names are matched to the
characters as in `resolved_names`, so a person under two names is one; who matches none goes by the name as written,
case and blanks at the ends apart. A person twice in one interaction counts once, and empty names do not.
"""

[columns]
video_id = "The video."
character_1 = "The person whose name is the first of the pair in the alphabet, in lower case."
character_2 = "The other person, in lower case."
interactions = "Interactions that both take part in."
scenes = "Scenes in which they do."
character_index_1 = "The first as a row of `characters`; null where none is meant."
character_index_2 = "The other as a row of `characters`; null where none is meant."

[parameters.video]
type = "text"
doc = "Only this video, by its YouTube id."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200

[chart]
mark = "network"
x = "character_1"
y = "character_2"
color = "interactions"
within = "video_id"
*/
SELECT
    people.video_id,
    people.person AS character_1,
    others.person AS character_2,
    count(*) AS interactions,
    count(DISTINCT people.scene_index) AS scenes,
    people.character_index AS character_index_1,
    others.character_index AS character_index_2
FROM resolved_interactions AS people
INNER JOIN resolved_interactions AS others
    ON others.video_id = people.video_id
    AND others.scene_index = people.scene_index
    AND others.interaction_index = people.interaction_index
    AND (
        others.person > people.person
        OR (others.person = people.person AND others.character_index > people.character_index)
    )
WHERE $video IS NULL OR people.video_id = $video
GROUP BY people.video_id, people.person, others.person, people.character_index, others.character_index
ORDER BY interactions DESC, people.video_id, character_1, character_2, character_index_1, character_index_2
LIMIT $row_limit
