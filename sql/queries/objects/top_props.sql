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
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "bar"
x = "videos"
y = "prop"
*/
SELECT
    video_props.prop,
    count(*) AS videos,
    CAST(sum(video_props.scenes) AS BIGINT) AS scenes,
    CAST(sum(video_props.appearances) AS BIGINT) AS appearances
FROM video_props
INNER JOIN videos ON videos.video_id = video_props.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY video_props.prop
ORDER BY videos DESC, appearances DESC, video_props.prop
LIMIT $row_limit
