/*
title = "Things that are seen together"
doc = """
Pairs of props of the same scene, by the number of scenes. Lift says how much more often they meet than props that
appear independently would: 1 is chance. Rare pairs have a high lift by accident, and a pair
of one video says what that video shows: mind `minimum_scenes` and `minimum_videos`.
"""

[columns]
prop_1 = "A thing, the alphabetically first of the pair, in lower case."
prop_2 = "The other one."
scenes = "Scenes with both."
videos = "Videos with such a scene."
lift = "Scenes with both, as a multiple of what chance gives."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_scenes]
type = "integer"
doc = "Only pairs that share so many scenes or more."
default = 2

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[parameters.minimum_videos]
type = "integer"
doc = "Only pairs that are seen together in so many videos or more."
default = 2

[chart]
mark = "network"
x = "prop_2"
y = "prop_1"
color = "scenes"
*/
WITH named AS (
    SELECT DISTINCT prop_spans.video_id, prop_spans.scene_index, prop_spans.prop
    FROM prop_spans
    INNER JOIN videos ON videos.video_id = prop_spans.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
counted AS (
    SELECT named.prop, count(*) AS scenes
    FROM named
    GROUP BY named.prop
    HAVING count(*) >= $minimum_scenes
),
frequent AS (
    SELECT named.video_id, named.scene_index, named.prop, counted.scenes
    FROM named
    INNER JOIN counted ON counted.prop = named.prop
)
SELECT
    frequent.prop AS prop_1,
    others.prop AS prop_2,
    count(*) AS scenes,
    count(DISTINCT frequent.video_id) AS videos,
    round(count(*) * 1.0 * max(sizes.scenes) / (max(frequent.scenes) * max(others.scenes)), 2) AS lift
FROM frequent
INNER JOIN frequent AS others
    ON others.video_id = frequent.video_id AND others.scene_index = frequent.scene_index AND others.prop > frequent.prop
CROSS JOIN (
    SELECT count(*) AS scenes FROM (SELECT DISTINCT named.video_id, named.scene_index FROM named) AS scenes
) AS sizes
GROUP BY frequent.prop, others.prop
HAVING count(*) >= $minimum_scenes AND count(DISTINCT frequent.video_id) >= $minimum_videos
ORDER BY scenes DESC, lift DESC, prop_1, prop_2
LIMIT $row_limit
