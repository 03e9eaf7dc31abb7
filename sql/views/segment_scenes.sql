/*
title = "The scene of every transcript segment"
doc = """
Each segment of the timed transcript with the scene that it overlaps most, the earlier one on a tie. Segments without
a time, without a length, or outside of every scene have no row.
A segment within one scene, and no other, is settled at once; only the others are compared.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
scene_index = "The scene, counted from 1."
overlap_seconds = "How long the segment is within that scene, in seconds."
words = "Words of the segment."
*/
WITH distinct_scenes AS (
    SELECT
        scenes.video_id,
        scenes.scene_index,
        scenes.start_seconds,
        scenes.end_seconds,
        coalesce(max(scenes.end_seconds) OVER (
            PARTITION BY scenes.video_id ORDER BY scenes.start_seconds, scenes.scene_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) <= scenes.start_seconds, TRUE)
        AND coalesce(lead(scenes.start_seconds) OVER (
            PARTITION BY scenes.video_id ORDER BY scenes.start_seconds, scenes.scene_index
        ) >= scenes.end_seconds, TRUE) AS stands_alone
    FROM scenes
    WHERE scenes.start_seconds < scenes.end_seconds
),
pairs AS (
    SELECT
        transcript_segments.video_id,
        transcript_segments.segment_index,
        distinct_scenes.scene_index,
        least(distinct_scenes.end_seconds, transcript_segments.end_seconds)
            - greatest(distinct_scenes.start_seconds, transcript_segments.start_seconds) AS overlap_seconds,
        CASE
            -- most texts begin with one blank: then nothing need be trimmed, which would take long
            WHEN transcript_segments.text LIKE ' _%' AND transcript_segments.text NOT LIKE '  %'
                AND transcript_segments.text NOT LIKE '% '
                THEN length(transcript_segments.text) - length(replace(transcript_segments.text, ' ', ''))
            WHEN trim(transcript_segments.text) = '' THEN 0
            ELSE length(trim(transcript_segments.text)) - length(replace(trim(transcript_segments.text), ' ', '')) + 1
        END AS words,
        distinct_scenes.stands_alone
            AND distinct_scenes.start_seconds <= transcript_segments.start_seconds
            AND distinct_scenes.end_seconds >= transcript_segments.end_seconds AS is_within
    FROM transcript_segments
    INNER JOIN distinct_scenes
        ON distinct_scenes.video_id = transcript_segments.video_id
        AND distinct_scenes.start_seconds < transcript_segments.end_seconds
        AND distinct_scenes.end_seconds > transcript_segments.start_seconds
    WHERE transcript_segments.start_seconds < transcript_segments.end_seconds
)
SELECT pairs.video_id, pairs.segment_index, pairs.scene_index, pairs.overlap_seconds, pairs.words
FROM pairs
WHERE pairs.is_within
UNION ALL
SELECT compared.video_id, compared.segment_index, compared.scene_index, compared.overlap_seconds, compared.words
FROM (
    SELECT
        pairs.*,
        row_number() OVER (
            PARTITION BY pairs.video_id, pairs.segment_index ORDER BY pairs.overlap_seconds DESC, pairs.scene_index
        ) AS place
    FROM pairs
    WHERE NOT pairs.is_within
) AS compared
WHERE compared.place = 1
