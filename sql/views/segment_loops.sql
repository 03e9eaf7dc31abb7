/*
title = "Transcript segments in which the recogniser was caught in a loop"
stored = ["video_id", "segment_index"]
doc = """
Two signs, case apart: the first twelve letters of a segment come five times or more in it, or it is one of three or
more segments in a row with the same text. What was really said is then unknown; some are chants that really happened.
Only segments of `speech_segments` are compared.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
times = "How often its first twelve letters come, where that is five times or more; else null."
is_in_run = "Whether it is one of three or more neighbours with the same text."
phrase = "Its first twelve letters, in lower case."
*/
SELECT
    compared.video_id,
    compared.segment_index,
    CASE WHEN compared.times >= 5 THEN compared.times END AS times,
    compared.is_in_run,
    substr(compared.folded, 1, 12) AS phrase
FROM (
    SELECT
        neighbours.video_id,
        neighbours.segment_index,
        neighbours.folded,
        -- a text in which it could come five times is long
        CASE WHEN length(neighbours.folded) >= 60 THEN CAST(floor((
            length(neighbours.folded) - length(replace(neighbours.folded, substr(neighbours.folded, 1, 12), ''))
        ) / 12) AS BIGINT) ELSE 0 END AS times,
        coalesce(neighbours.folded = neighbours.before AND neighbours.folded = neighbours.two_before, FALSE)
            OR coalesce(neighbours.folded = neighbours.before AND neighbours.folded = neighbours.behind, FALSE)
            OR coalesce(neighbours.folded = neighbours.behind AND neighbours.folded = neighbours.two_behind, FALSE)
            AS is_in_run
    FROM (
        SELECT
            folded.video_id,
            folded.segment_index,
            folded.folded,
            -- shells before DuckDB 2 do not read what it stores of a second argument of lag and lead
            lag(folded.folded) OVER (PARTITION BY folded.video_id ORDER BY folded.segment_index) AS before,
            max(folded.folded) OVER (
                PARTITION BY folded.video_id ORDER BY folded.segment_index ROWS BETWEEN 2 PRECEDING AND 2 PRECEDING
            ) AS two_before,
            lead(folded.folded) OVER (PARTITION BY folded.video_id ORDER BY folded.segment_index) AS behind,
            max(folded.folded) OVER (
                PARTITION BY folded.video_id ORDER BY folded.segment_index ROWS BETWEEN 2 FOLLOWING AND 2 FOLLOWING
            ) AS two_behind
        FROM (
            SELECT speech_segments.video_id, speech_segments.segment_index, lower(speech_segments.text) AS folded
            FROM speech_segments
        ) AS folded
    ) AS neighbours
) AS compared
WHERE compared.times >= 5 OR compared.is_in_run
