/*
title = "Speech in every video that has any"
stored = ["video_id"]
doc = """
The timed transcript, one row a video that has one: how much is said, and for how long. It is a recogniser's: music may
appear as words. See `scene_speech` for the same by scene.
"""

[columns]
video_id = "The video."
segments = "Segments of the transcript."
words = "Words in them."
speech_seconds = "Seconds that the segments last; those without a time or that end before they start add none."
last_end_seconds = "When the last of them ends; null where none has an end."
*/
SELECT
    transcript_segments.video_id,
    count(*) AS segments,
    CAST(sum(CASE
        -- most texts begin with one blank: then nothing need be trimmed, which would take long
        WHEN transcript_segments.text LIKE ' _%' AND transcript_segments.text NOT LIKE '  %'
            AND transcript_segments.text NOT LIKE '% '
            THEN length(transcript_segments.text) - length(replace(transcript_segments.text, ' ', ''))
        WHEN trim(transcript_segments.text) = '' THEN 0
        ELSE length(trim(transcript_segments.text)) - length(replace(trim(transcript_segments.text), ' ', '')) + 1
    END) AS BIGINT) AS words,
    round(sum(greatest(transcript_segments.end_seconds - transcript_segments.start_seconds, 0)), 3) AS speech_seconds,
    max(transcript_segments.end_seconds) AS last_end_seconds
FROM transcript_segments
GROUP BY transcript_segments.video_id
