/*
title = "How much is seen and done, by category"
doc = """
Props and activities per scene, and how varied the props are. Scenes with an empty list count with 0: nothing was
noted. Empty names are left out.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
scenes = "Number of scenes."
props_per_scene = "Entries of props per scene."
activities_per_scene = "Activities per scene."
distinct_props = "Different props, names compared without case."

[counts]
props_per_scene = "scenes"
activities_per_scene = "scenes"

[chart]
mark = "bar"
x = "props_per_scene"
y = "parent_category"
*/
SELECT
    counted.parent_category,
    CAST(sum(counted.videos) AS BIGINT) AS videos,
    CAST(sum(counted.scenes) AS BIGINT) AS scenes,
    round(sum(counted.props) * 1.0 / sum(counted.scenes), 3) AS props_per_scene,
    round(sum(counted.activities) * 1.0 / sum(counted.scenes), 3) AS activities_per_scene,
    CAST(sum(counted.distinct_props) AS BIGINT) AS distinct_props
FROM (
    SELECT
        video_profile.parent_category,
        1 AS videos, video_profile.scenes, 0 AS props, video_profile.activities, 0 AS distinct_props
    FROM video_profile
    UNION ALL
    SELECT
        video_profile.parent_category,
        0 AS videos, 0 AS scenes, sum(video_props.appearances) AS props, 0 AS activities, 1 AS distinct_props
    FROM video_props
    INNER JOIN video_profile ON video_profile.video_id = video_props.video_id
    GROUP BY video_profile.parent_category, video_props.prop
) AS counted
GROUP BY counted.parent_category
HAVING sum(counted.scenes) > 0
ORDER BY props_per_scene DESC, counted.parent_category
