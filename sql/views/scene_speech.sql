/*
title = "Speech in every scene"
stored = ["video_id", "scene_index"]
doc = """
The timed transcript aligned to the scenes, one row a scene: every segment counts for all scenes that it overlaps, with
the time that lies in them and the same share of its words, see `segment_overlaps`. A scene without speech has zeros; a
scene without a time, too, and then `speech_share` is null. The timed transcript is a recogniser's: music may appear as
words.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
segments = "Segments of the transcript that overlap the scene."
words = "Words said in it: a segment gives each scene the share of its words that it has of its time."
speech_seconds = "Seconds of the scene in which somebody speaks; overlapping segments count once."
speech_share = "The same as a share of the scene's length; null where the scene has none."
*/
SELECT
    scene_spans.video_id,
    scene_spans.scene_index,
    coalesce(speech.segments, 0) AS segments,
    coalesce(round(speech.words, 3), 0) AS words,
    coalesce(round(speech.speech_seconds, 3), 0) AS speech_seconds,
    CASE WHEN scene_spans.seconds IS NOT NULL
        THEN round(least(coalesce(speech.speech_seconds, 0) / scene_spans.seconds, 1), 4)
    END AS speech_share
FROM scene_spans
LEFT JOIN (
    SELECT
        segment_overlaps.video_id,
        segment_overlaps.scene_index,
        count(*) AS segments,
        -- whole millionths add up to the same sum in any order
        sum(round(segment_overlaps.words_within * 1000000)) / 1000000 AS words,
        sum(round(segment_overlaps.spoken_seconds * 1000000)) / 1000000 AS speech_seconds
    FROM segment_overlaps
    GROUP BY segment_overlaps.video_id, segment_overlaps.scene_index
) AS speech ON speech.video_id = scene_spans.video_id AND speech.scene_index = scene_spans.scene_index
