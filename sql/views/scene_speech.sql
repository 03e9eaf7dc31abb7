/*
title = "Speech in every scene"
stored = ["video_id", "scene_index"]
doc = """
The timed transcript aligned to the scenes, one row a scene: each segment counts for the scene that it overlaps most,
see `segment_scenes`. Seconds are those within the scene. A scene without speech has zeros; a scene without a time,
too, and then `speech_share` is null. The timed transcript is a recogniser's: music may appear as words.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
segments = "Segments of the transcript."
words = "Words in them."
speech_seconds = "Seconds of the scene that these segments cover."
speech_share = "The same as a share of the scene's length; null where the scene has none."
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    coalesce(speech.segments, 0) AS segments,
    coalesce(speech.words, 0) AS words,
    coalesce(round(speech.speech_seconds, 3), 0) AS speech_seconds,
    CASE WHEN scenes.end_seconds > scenes.start_seconds THEN round(
        least(coalesce(speech.speech_seconds, 0) / (scenes.end_seconds - scenes.start_seconds), 1), 4
    ) END AS speech_share
FROM scenes
LEFT JOIN (
    SELECT
        segment_scenes.video_id,
        segment_scenes.scene_index,
        count(*) AS segments,
        CAST(sum(segment_scenes.words) AS BIGINT) AS words,
        sum(segment_scenes.overlap_seconds) AS speech_seconds
    FROM segment_scenes
    GROUP BY segment_scenes.video_id, segment_scenes.scene_index
) AS speech ON speech.video_id = scenes.video_id AND speech.scene_index = scenes.scene_index
