/*
title = "What the audits find in a video"
doc = """
The single findings, worst first. Without a video it shows those of all videos.
"""

[columns]
video_id = "The video."
severity = "`error`, `warning` or `note`."
check_name = "The audit, a file of `sql/checks/`."
scene_index = "The scene; null where the video as a whole is meant."
position = "The place in the list that is meant; null where the scene or video itself is."
detail = "What was found."

[parameters.video]
type = "text"
doc = "Only this video, by its YouTube id."

[parameters.only_severity]
type = "text"
doc = "Only findings of this severity."
allowed = ["error", "warning", "note"]

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100
*/
SELECT
    quality_issues.video_id,
    quality_issues.severity,
    quality_issues.check_name,
    quality_issues.scene_index,
    quality_issues.position,
    quality_issues.detail
FROM quality_issues
WHERE ($video IS NULL OR quality_issues.video_id = $video)
    AND ($only_severity IS NULL OR quality_issues.severity = $only_severity)
ORDER BY
    CASE quality_issues.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    quality_issues.check_name,
    quality_issues.video_id,
    quality_issues.scene_index NULLS FIRST,
    quality_issues.position NULLS FIRST,
    quality_issues.detail
LIMIT $row_limit
