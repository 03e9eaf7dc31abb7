/*
title = "The tags of every video"
stored = ["tag", "video_id"]
doc = """
The uploader's tags without regard to case and blanks at the ends: one row a video and tag. Empty tags are left out.
"""

[columns]
video_id = "The video."
tag = "The tag, in lower case."
*/
SELECT DISTINCT youtube_tags.video_id, lower(trim(youtube_tags.tag)) AS tag
FROM youtube_tags
WHERE trim(youtube_tags.tag) <> ''
