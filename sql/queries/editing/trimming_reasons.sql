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
of_suggestions = "All these suggestions."
share = "Share of all these suggestions."
share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
share_high = "The high end of its 95 % interval."

[counts]
share = "of_suggestions"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "suggestions"
y = "reason"
*/
WITH counted AS (
    SELECT
        reasons.reason,
        CAST(sum(reasons.suggestions) AS BIGINT) AS suggestions,
        count(*) AS videos,
        max(sizes.suggestions) AS of_suggestions
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
)
SELECT
    counted.reason,
    counted.suggestions,
    counted.videos,
    counted.of_suggestions,
    round(counted.suggestions * 1.0 / counted.of_suggestions, 4) AS share,
    wilson_low(counted.suggestions, counted.of_suggestions) AS share_low,
    wilson_high(counted.suggestions, counted.of_suggestions) AS share_high
FROM counted
ORDER BY
    CASE WHEN counted.reason IN ('other', 'not given') THEN 1 ELSE 0 END, counted.suggestions DESC, counted.reason
