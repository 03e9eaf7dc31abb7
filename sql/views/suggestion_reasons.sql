/*
title = "What every trimming suggestion speaks of"
doc = """
One row for each part (introduction, ending, interview, ...) and each reason (pace, engagement, focus, ...) that a
suggestion names by a word or phrase of `trimming_words`; a suggestion can name several. That it wants something shorter
is no reason, as all do. A suggestion that names nothing of the list is `other`, and one without a description `not
given`. `docs/quality.md` has how often this is right.
"""

[columns]
video_id = "The video."
suggestion_index = "The suggestion, counted from 1."
reason = "The part or the reason; `other` where no word of the list occurs, `not given` without a description."
*/
SELECT DISTINCT
    suggestions.video_id,
    suggestions.suggestion_index,
    CASE WHEN trim(coalesce(suggestions.description, '')) = '' THEN 'not given' ELSE coalesce(found.reason, 'other') END
        AS reason
FROM (
    SELECT
        trimming_suggestions.video_id,
        trimming_suggestions.suggestion_index,
        trimming_suggestions.description,
        replace(regexp_replace(
            regexp_replace(
                '. ' || replace(replace(lower(trimming_suggestions.description), '''', ''), '’', '') || ' ',
                '[.;:!?]+', ' . ', 'g'
            ),
            '[^a-z.]+', ' ', 'g'
        ), ' unnecessary repetition', ' repetition') AS words
    FROM trimming_suggestions
) AS suggestions
LEFT JOIN trimming_words AS found ON strpos(suggestions.words, ' ' || replace(found.phrase || ' ', '* ', '')) > 0
