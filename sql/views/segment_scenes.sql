/*
title = "The scene of every transcript segment"
doc = """
Each segment of the timed transcript with the scene that it overlaps most, the earlier one on a tie: a place for every
text. How long is spoken in a scene is another question, see `scene_speech`. Segments without a time, without a length,
or outside of every scene have no row, see `segment_overlaps`.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
scene_index = "The scene, counted from 1."
overlap_seconds = "How long the segment is within that scene, in seconds."
words = "Words of the segment."
*/
SELECT compared.video_id, compared.segment_index, compared.scene_index, compared.overlap_seconds, compared.words
FROM (
    SELECT
        segment_overlaps.*,
        row_number() OVER (
            PARTITION BY segment_overlaps.video_id, segment_overlaps.segment_index
            ORDER BY segment_overlaps.overlap_seconds DESC, segment_overlaps.scene_index
        ) AS place
    FROM segment_overlaps
) AS compared
WHERE compared.place = 1
