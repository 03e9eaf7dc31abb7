/*
title = "How dense the character networks are"
doc = """
The networks of `character_network` by category: how many characters deal with each other, and which share of the
possible pairs does. Videos without a pair count as videos only.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
with_network = "Videos in which some pair interacts."
mean_characters = "The mean number of characters in these networks."
mean_pairs = "The mean number of pairs that interact."
mean_density = "The mean share of the possible pairs that do."

[chart]
mark = "bar"
x = "mean_pairs"
y = "parent_category"
*/
WITH parts AS (
    SELECT DISTINCT
        interaction_characters.video_id,
        interaction_characters.scene_index,
        interaction_characters.interaction_index,
        lower(trim(interaction_characters.name)) AS name
    FROM interaction_characters
    WHERE trim(interaction_characters.name) <> ''
),
pairs AS (
    SELECT DISTINCT parts.video_id, parts.name, others.name AS other
    FROM parts
    INNER JOIN parts AS others
        ON others.video_id = parts.video_id
        AND others.scene_index = parts.scene_index
        AND others.interaction_index = parts.interaction_index
        AND others.name <> parts.name
),
networks AS (
    SELECT pairs.video_id, count(DISTINCT pairs.name) AS characters, count(*) / 2.0 AS pairs
    FROM pairs
    GROUP BY pairs.video_id
)
SELECT
    videos.content_parent_category AS parent_category,
    count(*) AS videos,
    count(networks.video_id) AS with_network,
    round(avg(networks.characters), 2) AS mean_characters,
    round(avg(networks.pairs), 2) AS mean_pairs,
    round(avg(networks.pairs * 2.0 / (networks.characters * (networks.characters - 1))), 4) AS mean_density
FROM videos
LEFT JOIN networks ON networks.video_id = videos.video_id
GROUP BY videos.content_parent_category
ORDER BY mean_pairs DESC NULLS LAST, parent_category
