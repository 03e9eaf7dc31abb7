/*
title = "What could be trimmed in every video, and why"
stored = ["video_id", "reason"]
doc = """
What the trimming suggestions speak of, see `suggestion_reasons`; a suggestion can speak of several, and counts for
each. Their times are wrong upstream (all lie in the last scene), so no time is used: they say what to cut, not where.
"""

[columns]
video_id = "The video."
reason = "The part or the reason; `other` where no word of the list occurs, `not given` without a description."
suggestions = "Suggestions of the video that speak of it."
*/
SELECT suggestion_reasons.video_id, suggestion_reasons.reason, count(*) AS suggestions
FROM suggestion_reasons
GROUP BY suggestion_reasons.video_id, suggestion_reasons.reason
