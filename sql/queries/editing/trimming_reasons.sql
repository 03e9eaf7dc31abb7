/*
title = "What could be trimmed, and why"
doc = """
Trimming suggestions by the word that they contain; a suggestion can contain several. Their times are wrong upstream
(all lie in the last scene), so no time is used here: they say what to cut, not where.
"""

[columns]
reason = "What the suggestion speaks of; `other` where no word of the list occurs."
suggestions = "Number of suggestions."
videos = "Number of videos with one."
share = "Share of all these suggestions."

[parameters.category]
type = "text"
doc = "Only this broad category, such as Sports."

[chart]
mark = "bar"
x = "suggestions"
y = "reason"
*/
WITH words AS (
    SELECT words.reason, words.word
    FROM (VALUES
        ('introduction', 'intro'), ('introduction', 'opening'), ('ending', 'outro'), ('ending', 'ending'),
        ('ending', 'end screen'), ('repetition', 'repe'), ('repetition', 'redundan'), ('pause', 'pause'),
        ('pause', 'silence'), ('length', 'shorten'), ('length', 'condense'), ('length', 'long'),
        ('promotion', 'sponsor'), ('promotion', 'promot'), ('promotion', 'subscribe'), ('greeting', 'greeting'),
        ('crowd', 'crowd'), ('interview', 'interview'), ('explanation', 'explain'), ('explanation', 'explanation'),
        ('transition', 'transition'), ('shot', 'shot'), ('nothing to cut', 'no scenes'), ('nothing to cut', 'no need')
    ) AS words (reason, word)
),
suggested AS (
    SELECT
        trimming_suggestions.video_id,
        trimming_suggestions.suggestion_index,
        lower(trimming_suggestions.description) AS description
    FROM trimming_suggestions
    INNER JOIN videos ON videos.video_id = trimming_suggestions.video_id
    WHERE $category IS NULL OR videos.content_parent_category = $category
),
named AS (
    SELECT DISTINCT suggested.video_id, suggested.suggestion_index, coalesce(words.reason, 'other') AS reason
    FROM suggested
    LEFT JOIN words ON strpos(suggested.description, words.word) > 0
)
SELECT
    named.reason,
    count(*) AS suggestions,
    count(DISTINCT named.video_id) AS videos,
    round(count(*) * 1.0 / max(sizes.suggestions), 4) AS share
FROM named
CROSS JOIN (SELECT count(*) AS suggestions FROM suggested) AS sizes
GROUP BY named.reason
ORDER BY CASE WHEN named.reason = 'other' THEN 1 ELSE 0 END, suggestions DESC, named.reason
