/*
title = "What could be trimmed in every video, and why"
stored = ["video_id", "reason"]
doc = """
Trimming suggestions by the words that they contain; a suggestion can contain several, and counts for each. Their times
are wrong upstream (all lie in the last scene), so no time is used: they say what to cut, not where.
"""

[columns]
video_id = "The video."
reason = "What the suggestion speaks of; `other` where no word of the list occurs."
suggestions = "Suggestions of the video that speak of it."
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
named AS (
    SELECT DISTINCT
        trimming_suggestions.video_id,
        trimming_suggestions.suggestion_index,
        coalesce(words.reason, 'other') AS reason
    FROM trimming_suggestions
    LEFT JOIN words ON strpos(lower(trimming_suggestions.description), words.word) > 0
)
SELECT named.video_id, named.reason, count(*) AS suggestions
FROM named
GROUP BY named.video_id, named.reason
