/*
title = "The editing techniques that every edit names"
stored = ["video_id", "scene_index", "edit_index", "technique"]
doc = """
One row for each technique that the description of an edit names by a word or phrase of `technique_words`; an edit
can name several. Left out is what stands in quotation marks, and what a sentence has behind `no`, `not`, `without` and
the like, so `No transitions or effects` names none. An edit that names nothing of the list is `other`, and one
without a description `not given`. `docs/quality.md` has how often this is right.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
edit_index = "The edit in the scene, counted from 1."
technique = "The technique; `other` where no word of the list occurs, `not given` without a description."
*/
-- what is quoted is one word, which has no meaning; what ends a sentence becomes a dot of its own
WITH unquoted AS (
    SELECT
        editing_details.video_id,
        editing_details.scene_index,
        editing_details.edit_index,
        editing_details.description,
        regexp_replace(
            regexp_replace(' ' || lower(editing_details.description) || ' ', '["“][^"“”]*["”]', ' quoted ', 'g'),
            '[^a-z''][''‘][^''‘’]*[''’]', ' quoted ', 'g'
        ) AS words
    FROM editing_details
),
sentences AS (
    SELECT
        unquoted.video_id,
        unquoted.scene_index,
        unquoted.edit_index,
        unquoted.description,
        regexp_replace(regexp_replace(unquoted.words, '[.;:!?]+', ' . ', 'g'), '[^a-z.]+', ' ', 'g') AS words
    FROM unquoted
),
-- each word of negation becomes no, and but a dot; an overlay of text is a text and no graphic
negations AS (
    SELECT
        sentences.video_id,
        sentences.scene_index,
        sentences.edit_index,
        sentences.description,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            sentences.words,
            ' not only ', ' '), ' without ', ' no '), ' not ', ' no '), ' nor ', ' no '), ' lack of ', ' no '),
            ' but ', ' . '), ' cross fade', ' crossfade'), ' text overlay', ' text'), ' logo overlay', ' logo'),
            ' address overlay', ' address'
        ) AS words
    FROM sentences
),
affirmed AS (
    SELECT
        negations.video_id,
        negations.scene_index,
        negations.edit_index,
        negations.description,
        regexp_replace(negations.words, ' no [^.]*', ' ', 'g') AS words
    FROM negations
)
SELECT DISTINCT
    affirmed.video_id,
    affirmed.scene_index,
    affirmed.edit_index,
    CASE WHEN trim(coalesce(affirmed.description, '')) = '' THEN 'not given' ELSE coalesce(found.technique, 'other') END
        AS technique
FROM affirmed
LEFT JOIN technique_words AS found
    ON strpos(affirmed.words, ' ' || replace(found.phrase || ' ', '* ', '')) > 0
