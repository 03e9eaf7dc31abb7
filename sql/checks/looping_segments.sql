/*
title = "Transcript segments that loop on a phrase"
severity = "warning"
doc = """
A segment in which its first twelve letters come five times or more, or one of three or more neighbours with the same
text, case apart: the recogniser was caught in a loop, and what was really said is unknown. See `segment_loops`.
"""
*/
SELECT
    segment_loops.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    segment_loops.segment_index AS position,
    coalesce(CAST(segment_loops.times AS VARCHAR) || ' times ', 'one of three or more alike in a row: ')
        || segment_loops.phrase AS detail
FROM segment_loops
