/*
title = "How dense the character networks are"
doc = """
The networks of `character_network` by category: how many characters deal with each other, and which share of the
possible pairs does. Videos without a pair count as videos only. Of two people there is one pair, which always does:
such networks enter no density.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
with_network = "Videos in which some pair interacts."
mean_characters = "The mean number of characters in these networks."
mean_pairs = "The mean number of pairs that interact."
with_three = "Videos whose network has three people or more."
mean_density = "The mean share of the possible pairs that do, over these."

[counts]
mean_characters = "with_network"
mean_pairs = "with_network"
mean_density = "with_three"

[chart]
mark = "bar"
x = "mean_pairs"
y = "parent_category"
*/
WITH pairs AS (
    SELECT DISTINCT
        people.video_id,
        people.person,
        coalesce(people.character_index, 0) AS character_index,
        others.person AS other,
        coalesce(others.character_index, 0) AS other_index
    FROM resolved_interactions AS people
    INNER JOIN resolved_interactions AS others
        ON others.video_id = people.video_id
        AND others.scene_index = people.scene_index
        AND others.interaction_index = people.interaction_index
        AND (others.person <> people.person OR others.character_index <> people.character_index)
),
degrees AS (
    SELECT pairs.video_id, pairs.person, pairs.character_index, count(*) AS others
    FROM pairs
    GROUP BY pairs.video_id, pairs.person, pairs.character_index
),
networks AS (
    SELECT degrees.video_id, count(*) AS characters, sum(degrees.others) / 2.0 AS pairs
    FROM degrees
    GROUP BY degrees.video_id
)
SELECT
    videos.content_parent_category AS parent_category,
    count(*) AS videos,
    count(networks.video_id) AS with_network,
    round(avg(networks.characters), 2) AS mean_characters,
    round(avg(networks.pairs), 2) AS mean_pairs,
    count(CASE WHEN networks.characters > 2 THEN 1 END) AS with_three,
    round(avg(
        CASE WHEN networks.characters > 2
            THEN networks.pairs * 2.0 / (networks.characters * (networks.characters - 1))
        END
    ), 4) AS mean_density
FROM videos
LEFT JOIN networks ON networks.video_id = videos.video_id
GROUP BY videos.content_parent_category
ORDER BY mean_pairs DESC NULLS LAST, parent_category
