/*
title = "Speech in every video that has any"
stored = ["video_id"]
doc = """
The timed transcript, one row a video in which something is said, see `speech_segments`: how much, and for how long. It
is a recogniser's: music may appear as words. See `scene_speech` for the same by scene.
"""

[columns]
video_id = "The video."
segments = "Segments of the transcript with a letter or a digit."
words = "Words in them."
speech_seconds = "Seconds in which somebody speaks; overlapping segments count once, those without a time add none."
last_end_seconds = "When the last of them ends, at most the video's length; null where none has an end."
*/
SELECT
    speech_segments.video_id,
    count(*) AS segments,
    CAST(sum(speech_segments.words) AS BIGINT) AS words,
    coalesce(round(
        sum(round((speech_segments.end_seconds - speech_segments.new_from_seconds) * 1000000)) / 1000000, 3
    ), 0) AS speech_seconds,
    max(speech_segments.end_seconds) AS last_end_seconds
FROM speech_segments
GROUP BY speech_segments.video_id
