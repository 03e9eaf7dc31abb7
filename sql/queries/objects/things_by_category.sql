/*
title = "How much is seen and done, by category"
doc = """
Props and activities per scene, and how varied the props are. Scenes with an empty list count with 0: nothing was
noted. Empty names are left out.
"""

[columns]
parent_category = "The broad category."
scenes = "Number of scenes."
props_per_scene = "Entries of props per scene."
activities_per_scene = "Activities per scene."
distinct_props = "Different props, names compared without case."

[chart]
mark = "bar"
x = "props_per_scene"
y = "parent_category"
*/
SELECT
    counted.parent_category,
    CAST(sum(counted.scenes) AS BIGINT) AS scenes,
    round(sum(counted.props) * 1.0 / sum(counted.scenes), 3) AS props_per_scene,
    round(sum(counted.activities) * 1.0 / sum(counted.scenes), 3) AS activities_per_scene,
    CAST(sum(counted.distinct_props) AS BIGINT) AS distinct_props
FROM (
    SELECT
        videos.content_parent_category AS parent_category,
        count(*) AS scenes, 0 AS props, 0 AS activities, 0 AS distinct_props
    FROM scenes
    INNER JOIN videos ON videos.video_id = scenes.video_id
    GROUP BY videos.content_parent_category
    UNION ALL
    SELECT
        videos.content_parent_category AS parent_category,
        0 AS scenes, count(*) AS props, 0 AS activities, count(DISTINCT lower(trim(props.name))) AS distinct_props
    FROM props
    INNER JOIN videos ON videos.video_id = props.video_id
    WHERE trim(props.name) <> ''
    GROUP BY videos.content_parent_category
    UNION ALL
    SELECT
        videos.content_parent_category AS parent_category,
        0 AS scenes, 0 AS props, count(*) AS activities, 0 AS distinct_props
    FROM activities
    INNER JOIN videos ON videos.video_id = activities.video_id
    GROUP BY videos.content_parent_category
) AS counted
GROUP BY counted.parent_category
HAVING sum(counted.scenes) > 0
ORDER BY props_per_scene DESC, counted.parent_category
