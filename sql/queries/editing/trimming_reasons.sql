/*
title = "What could be trimmed, and why"
doc = """
Trimming suggestions by the part (introduction, interview, ...) and the reason (pace, focus, repetition, ...) that they
name, see `suggestion_reasons`; a suggestion can name several, and how often that is right is in `docs/quality.md`.
Their times are wrong upstream (all lie in the last scene), so no time is used: they say what to cut, not where.
"""

[columns]
reason = "The part or the reason; `other` where no word of the list occurs, `not given` without a description."
suggestions = "Number of suggestions."
videos = "Number of videos with one."
share = "Share of all these suggestions."

[counts]
share = "suggestions"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "suggestions"
y = "reason"
*/
SELECT
    reasons.reason,
    CAST(sum(reasons.suggestions) AS BIGINT) AS suggestions,
    count(*) AS videos,
    round(sum(reasons.suggestions) * 1.0 / max(sizes.suggestions), 4) AS share
FROM video_trimming AS reasons
INNER JOIN videos ON videos.video_id = reasons.video_id
CROSS JOIN (
    SELECT count(*) AS suggestions
    FROM trimming_suggestions
    INNER JOIN videos ON videos.video_id = trimming_suggestions.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS sizes
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY reasons.reason
ORDER BY CASE WHEN reasons.reason IN ('other', 'not given') THEN 1 ELSE 0 END, suggestions DESC, reasons.reason
