/*
title = "Transcript segments that loop on a phrase"
severity = "warning"
doc = """
A segment in which its first twelve letters come five times or more: the recogniser was caught in a loop, and what was
really said is unknown.
"""
*/
SELECT
    looping.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    looping.segment_index AS position,
    CAST(looping.times AS VARCHAR) || ' times ' || looping.phrase AS detail
FROM (
    SELECT
        transcript_segments.video_id,
        transcript_segments.segment_index,
        substr(ltrim(transcript_segments.text), 1, 12) AS phrase,
        CAST(floor((length(transcript_segments.text) - length(
            replace(transcript_segments.text, substr(ltrim(transcript_segments.text), 1, 12), '')
        )) / 12) AS BIGINT) AS times
    FROM transcript_segments
    WHERE length(transcript_segments.text) > 60
) AS looping
WHERE looping.times >= 5
