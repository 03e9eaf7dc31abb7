/*
title = "The editing techniques of every video"
stored = ["video_id", "technique"]
doc = """
What the descriptions of the edits name, see `edit_techniques`. An edit may name several techniques, and counts for
each.
"""

[columns]
video_id = "The video."
technique = "The technique; `other` where no word of the list occurs, `not given` without a description."
edits = "Edits of the video that name it."
*/
SELECT edit_techniques.video_id, edit_techniques.technique, count(*) AS edits
FROM edit_techniques
GROUP BY edit_techniques.video_id, edit_techniques.technique
