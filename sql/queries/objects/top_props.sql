/*
title = "The things that are seen most"
doc = """
Props by the number of videos in which they appear; names are compared without case and blanks at the ends. Empty
names are left out. A prop can appear in a scene several times.
"""

[columns]
prop = "The thing, in lower case."
videos = "Number of videos."
scenes = "Number of scenes."
appearances = "Number of entries."

[parameters.category]
type = "text"
doc = "Only this broad category, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "bar"
x = "videos"
y = "prop"
*/
WITH named AS (
    SELECT props.video_id, props.scene_index, lower(trim(props.name)) AS prop
    FROM props
    INNER JOIN videos ON videos.video_id = props.video_id
    WHERE trim(props.name) <> '' AND ($category IS NULL OR videos.content_parent_category = $category)
),
-- the scenes of the first ones only are counted: most of the time would go to props that are not shown
frequent AS (
    SELECT named.prop, count(DISTINCT named.video_id) AS videos, count(*) AS appearances
    FROM named
    GROUP BY named.prop
    ORDER BY videos DESC, appearances DESC, named.prop
    LIMIT $row_limit
)
SELECT
    frequent.prop,
    frequent.videos,
    count(DISTINCT named.video_id || '/' || CAST(named.scene_index AS VARCHAR)) AS scenes,
    frequent.appearances
FROM frequent
INNER JOIN named ON named.prop = frequent.prop
GROUP BY frequent.prop, frequent.videos, frequent.appearances
ORDER BY frequent.videos DESC, frequent.appearances DESC, frequent.prop
