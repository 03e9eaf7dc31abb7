/*
title = "The labels that each mood text names"
stored = ["mood_text", "label_index"]
merge = "same"
doc = """
Reads texts such as `Neutral - Curious`, `Tense, then excited` or `Angry (fight) to neutral (resolution)`. A text is
cut into pieces at commas, dashes, brackets and words such as then, to or shifting to; a piece is a label if it is or
begins with a word of `mood_words`, or is an unknown word ahead of any explanation, or two at the very start; an
explanation of three or more words outside of brackets ends the reading. A valence directly ahead of a label (`Neutral
- Curious`, `Positive (Happy)`) is that label's valence and no label itself. A sentence without such pieces gives the
first word of `mood_words` in it. At most ten pieces are read. Headings, placeholders, `from ... to ...` and what is
denied are dealt with before, in `scene_mood_texts`.
"""

[columns]
mood_text = "The text, see `scene_mood_texts`."
label_index = "The label's place in the text, counted from 1."
step = "The place in a change of mood, counted from 1; labels of one step stand side by side."
label = "The label, in the taxonomy's spelling where it has it."
family = "The word that stands for all forms of the label, see `mood_words`; an unknown label itself."
in_taxonomy = "Whether the label is one of the 15 names that the annotator was told to use."
valence = "`positive`, `negative`, `neutral`, or null where nothing tells."
valence_from = "Who tells: `stated` by the annotator, `taxonomy`, `common` use of the word, or null."
*/
WITH texts AS (
    SELECT DISTINCT scene_mood_texts.mood_text
    FROM scene_mood_texts
    WHERE scene_mood_texts.mood_text IS NOT NULL
),
-- what follows with, as, during, ... explains: it goes, up to the next comma or bracket
heads AS (
    SELECT
        texts.mood_text,
        regexp_replace(
            lower(regexp_extract(texts.mood_text, '^[^.;:]*')),
            ',? (with|as|due|because|during|for|after|when|at|from|throughout|while|about|towards?) [^,;(>]*', ' ', 'g'
        ) AS head
    FROM texts
),
-- a dash before a long phrase explains, too
labels_only AS (
    SELECT heads.mood_text, regexp_replace(heads.head, '\s[-–—]+\s[^,;(>/&]{30,}.*$', '') AS head
    FROM heads
),
-- every piece begins with a mark: > a change, ( a bracket, - a dash, + side by side
marked AS (
    SELECT
        labels_only.mood_text,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        labels_only.head,
                        '\s*(->|=>|→)\s*|,?\s+((and|but|before|then|finally) )*(then|later|finally|to|into|'
                        || 'followed by|ending in|becom(es|ing)|'
                        || '(transition|shift|turn|chang|mov|evolv|progress|build)(s|es|ing|e)? (in)?to|'
                        || 'giv(es|ing) way to)\s+', ';>', 'g'
                    ),
                    '\s*\(\s*', ';(', 'g'
                ),
                '\s+[-–—]+\s+', ';-', 'g'
            ),
            '\s*[,/&+]+\s*(and\s+)?|\s+(and|or|but|yet)\s+', ';+', 'g'
        ) AS pieces
    FROM labels_only
),
numbers AS (
    SELECT numbers.piece_index
    FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS numbers (piece_index)
),
split AS (
    SELECT
        marked.mood_text,
        numbers.piece_index,
        substr(split_part('+' || marked.pieces, ';', numbers.piece_index), 1, 1) AS mark,
        trim(regexp_replace(
            regexp_replace(
                regexp_replace(
                    substr(split_part('+' || marked.pieces, ';', numbers.piece_index), 2), '[)"''*]', '', 'g'
                ),
                '^\s*((initially|slightly|somewhat|mostly|mainly|very|highly|extremely|mildly|increasingly|'
                || 'overall|intense|more|less|a|an|the|sense of|feeling of|mix of|'
                || 'starts?|starting|begins?|beginning|ends?)\s+)+', ''
            ),
            '\s+(mood|tone|atmosphere|feeling|vibe)s?$', ''
        )) AS piece
    FROM marked
    INNER JOIN numbers ON split_part('+' || marked.pieces, ';', numbers.piece_index) <> ''
),
matched AS (
    SELECT
        split.mood_text,
        split.piece_index,
        split.mark,
        split.piece,
        coalesce(whole.label, start.label) AS label,
        coalesce(whole.family, start.family) AS family,
        coalesce(whole.valence, start.valence) AS valence,
        coalesce(whole.known_from, start.known_from) AS known_from,
        length(split.piece) - length(replace(split.piece, ' ', '')) AS blanks,
        length(regexp_extract(split.mood_text, '^[^.;:]*')) > 60 AS in_sentence
    FROM split
    LEFT JOIN mood_words AS whole ON whole.form = split.piece
    LEFT JOIN mood_words AS start ON start.form = split_part(split.piece, ' ', 1)
    WHERE split.piece <> ''
),
-- unknown words count as labels only ahead of the first explanation, and two of them only at the start
judged AS (
    SELECT
        matched.*,
        max(CASE WHEN matched.mark = '(' OR matched.mark = '-' OR matched.in_sentence THEN 1 ELSE 0 END)
            OVER (PARTITION BY matched.mood_text ORDER BY matched.piece_index) AS explained,
        max(CASE WHEN matched.label IS NULL AND matched.mark <> '(' AND matched.blanks > 1 THEN 1 ELSE 0 END)
            OVER (PARTITION BY matched.mood_text ORDER BY matched.piece_index) AS ended
    FROM matched
),
kept AS (
    SELECT
        judged.mood_text,
        judged.piece_index,
        judged.mark,
        coalesce(judged.label, upper(substr(judged.piece, 1, 1)) || substr(judged.piece, 2)) AS label,
        coalesce(judged.family, upper(substr(judged.piece, 1, 1)) || substr(judged.piece, 2)) AS family,
        judged.valence,
        judged.known_from,
        lead(judged.mark) OVER (PARTITION BY judged.mood_text ORDER BY judged.piece_index) AS next_mark,
        lead(judged.known_from) OVER (PARTITION BY judged.mood_text ORDER BY judged.piece_index) AS next_known_from,
        sum(CASE WHEN judged.mark = '>' THEN 1 ELSE 0 END)
            OVER (PARTITION BY judged.mood_text ORDER BY judged.piece_index) AS changes
    FROM judged
    WHERE judged.ended = 0 AND (
        judged.label IS NOT NULL
        OR (judged.explained = 0 AND (judged.blanks = 0 OR (judged.blanks = 1 AND judged.piece_index = 1)))
        OR (judged.mark = '-' AND judged.blanks = 0 AND NOT judged.in_sentence)
    )
),
headed AS (
    SELECT
        kept.*,
        coalesce(
            kept.known_from = 'stated' AND kept.next_mark <> '>' AND coalesce(kept.next_known_from, '') <> 'stated',
            FALSE
        ) AS is_heading
    FROM kept
),
stated AS (
    SELECT
        headed.*,
        max(CASE WHEN headed.is_heading THEN headed.valence END)
            OVER (PARTITION BY headed.mood_text, headed.changes) AS stated_valence,
        row_number() OVER (
            PARTITION BY headed.mood_text, headed.changes, headed.label, headed.is_heading ORDER BY headed.piece_index
        ) AS occurrence
    FROM headed
),
read_labels AS (
    SELECT
        stated.mood_text,
        stated.piece_index,
        stated.changes,
        stated.label,
        stated.family,
        coalesce(stated.known_from = 'taxonomy', FALSE) AS in_taxonomy,
        coalesce(stated.stated_valence, stated.valence) AS valence,
        CASE
            WHEN stated.stated_valence IS NOT NULL THEN 'stated'
            WHEN stated.valence IS NOT NULL THEN stated.known_from
        END AS valence_from
    FROM stated
    WHERE NOT stated.is_heading AND stated.occurrence = 1
),
sentences AS (
    SELECT
        texts.mood_text,
        mood_words.label,
        mood_words.family,
        mood_words.in_taxonomy,
        mood_words.valence,
        CASE WHEN mood_words.valence IS NOT NULL THEN mood_words.known_from END AS valence_from,
        row_number() OVER (
            PARTITION BY texts.mood_text
            ORDER BY strpos(texts.words, ' ' || mood_words.form || ' '), mood_words.form
        ) AS occurrence
    FROM (
        SELECT
            texts.mood_text,
            ' ' || regexp_replace(lower(texts.mood_text), '[^a-z-]+', ' ', 'g') || ' ' AS words
        FROM texts
        LEFT JOIN (SELECT DISTINCT read_labels.mood_text FROM read_labels) AS done ON done.mood_text = texts.mood_text
        WHERE done.mood_text IS NULL
    ) AS texts
    INNER JOIN mood_words ON strpos(texts.words, ' ' || mood_words.form || ' ') > 0
)
SELECT
    read_labels.mood_text,
    row_number() OVER (PARTITION BY read_labels.mood_text ORDER BY read_labels.piece_index) AS label_index,
    dense_rank() OVER (PARTITION BY read_labels.mood_text ORDER BY read_labels.changes) AS step,
    read_labels.label,
    read_labels.family,
    read_labels.in_taxonomy,
    read_labels.valence,
    read_labels.valence_from
FROM read_labels
UNION ALL
SELECT
    sentences.mood_text,
    1 AS label_index,
    1 AS step,
    sentences.label,
    sentences.family,
    sentences.in_taxonomy,
    sentences.valence,
    sentences.valence_from
FROM sentences
WHERE sentences.occurrence = 1
