/*
title = "A short extract of what is said in every video"
doc = """
The first 40 characters of five segments of the transcript that are evenly spaced, of all where there are fewer, from
which the language is told: an introduction, an advertisement or a song in another language is one of five. Segments
without a letter are left out, and a video of which no letter is left has no row.
"""

[columns]
video_id = "The video."
extract = "The pieces in order, with a blank between them; at most 204 characters."
*/
SELECT extracts.video_id, extracts.extract
FROM (
    SELECT pieces.video_id, string_agg(pieces.piece, ' ' ORDER BY pieces.segment_index) AS extract
    FROM (
        SELECT
            transcript_segments.video_id,
            transcript_segments.segment_index,
            -- as a condition it would be tested on all segments
            CASE
                WHEN regexp_extract(transcript_segments.text, '\p{L}') <> ''
                    THEN substr(trim(transcript_segments.text), 1, 40)
            END AS piece
        FROM transcript_segments
        INNER JOIN (
            SELECT transcript_segments.video_id, max(transcript_segments.segment_index) AS segments
            FROM transcript_segments
            GROUP BY transcript_segments.video_id
        ) AS counted ON counted.video_id = transcript_segments.video_id
        WHERE ((transcript_segments.segment_index - 1) * 5) % counted.segments < 5
    ) AS pieces
    GROUP BY pieces.video_id
) AS extracts
WHERE extracts.extract IS NOT NULL
