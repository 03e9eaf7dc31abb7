/*
title = "The findings of all audits"
stored = ["video_id", "check_name", "scene_index", "position", "detail"]
doc = """
Every offending row of every audit in `sql/checks/`, one SELECT a file; `checks` stands for all of them together. Many
are notes on how the dataset is, not faults of the warehouse: a language model wrote scores, names and times.
"""

[columns]
check_name = "The audit, a file of `sql/checks/`."
severity = "`error`: contradicts itself; `warning`: probably wrong; `note`: to know before use."
video_id = "The video."
scene_index = "The scene, counted from 1; null where the video as a whole is meant."
position = "The place in the list that is meant, counted from 1; null where the scene or video itself is."
detail = "What was found."
*/
SELECT checks.check_name, checks.severity, checks.video_id, checks.scene_index, checks.position, checks.detail
FROM checks
