/*
title = "Every transcript segment with every scene that it overlaps"
doc = """
A segment of the timed transcript often runs over the end of a scene: then it has a row for each scene, with the time
that lies in it. Times are those of `speech_segments` and `scene_spans`. Segments without a time, without a length, or
outside of every scene have no row.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
scene_index = "The scene, counted from 1."
overlap_seconds = "How long the segment is within the scene, in seconds."
spoken_seconds = "The same without what earlier segments cover: these add up to the scene's time that is spoken."
words = "The segment's words, all of them."
words_within = "Its words times the share of its time that is within the scene."
*/
SELECT
    speech_segments.video_id,
    speech_segments.segment_index,
    scene_spans.scene_index,
    least(scene_spans.end_seconds, speech_segments.end_seconds)
        - greatest(scene_spans.start_seconds, speech_segments.start_seconds) AS overlap_seconds,
    CASE WHEN speech_segments.new_from_seconds IS NULL THEN 0 ELSE greatest(
        least(scene_spans.end_seconds, speech_segments.end_seconds)
            - greatest(scene_spans.start_seconds, speech_segments.new_from_seconds), 0
    ) END AS spoken_seconds,
    speech_segments.words,
    speech_segments.words * (
        least(scene_spans.end_seconds, speech_segments.end_seconds)
            - greatest(scene_spans.start_seconds, speech_segments.start_seconds)
    ) / (speech_segments.end_seconds - speech_segments.start_seconds) AS words_within
FROM speech_segments
INNER JOIN scene_spans
    ON scene_spans.video_id = speech_segments.video_id
    AND scene_spans.start_seconds < speech_segments.end_seconds
    AND scene_spans.end_seconds > speech_segments.start_seconds
WHERE speech_segments.start_seconds < speech_segments.end_seconds AND scene_spans.seconds IS NOT NULL
