/*
title = "Stretches of speech, for speech models"
doc = """
Segments of the timed transcript with a length and a speaking rate within bounds. A segment that repeats its beginning
five times or more is a recogniser caught in a loop and left out; so are empty texts and empty spans.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
start_seconds = "It starts here."
end_seconds = "It ends here."
seconds = "Its length in seconds."
words = "Its words."
words_per_minute = "Words per minute."
text = "What is said."
watch_url = "The segment on YouTube."

[parameters.minimum_seconds]
type = "number"
doc = "The shortest segment, in seconds."
default = 3.0

[parameters.maximum_seconds]
type = "number"
doc = "The longest segment, in seconds."
default = 30.0

[parameters.minimum_words_per_minute]
type = "number"
doc = "The slowest speech."
default = 60.0

[parameters.maximum_words_per_minute]
type = "number"
doc = "The fastest speech; more is rather an error of the recogniser."
default = 300.0

[parameters.category]
type = "text"
doc = "Only this broad category, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
SELECT
    spoken.video_id,
    spoken.segment_index,
    spoken.start_seconds,
    spoken.end_seconds,
    round(spoken.end_seconds - spoken.start_seconds, 3) AS seconds,
    spoken.words,
    round(spoken.words * 60.0 / (spoken.end_seconds - spoken.start_seconds), 1) AS words_per_minute,
    spoken.text,
    CASE WHEN length(spoken.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || spoken.video_id
        || '&t=' || CAST(CAST(floor(spoken.start_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM (
    SELECT
        trimmed.video_id,
        trimmed.segment_index,
        trimmed.start_seconds,
        trimmed.end_seconds,
        trimmed.text,
        length(trimmed.text) - length(replace(trimmed.text, ' ', '')) + 1 AS words
    FROM (
        SELECT
            transcript_segments.video_id,
            transcript_segments.segment_index,
            transcript_segments.start_seconds,
            transcript_segments.end_seconds,
            trim(transcript_segments.text) AS text
        FROM transcript_segments
        WHERE transcript_segments.end_seconds > transcript_segments.start_seconds
            AND transcript_segments.end_seconds - transcript_segments.start_seconds >= $minimum_seconds
            AND transcript_segments.end_seconds - transcript_segments.start_seconds <= $maximum_seconds
            AND (
                $category IS NULL
                OR transcript_segments.video_id IN (
                    SELECT videos.video_id FROM videos WHERE videos.content_parent_category = $category
                )
            )
    ) AS trimmed
    WHERE trimmed.text <> ''
) AS spoken
WHERE spoken.words * 60.0 / (spoken.end_seconds - spoken.start_seconds) >= $minimum_words_per_minute
    AND spoken.words * 60.0 / (spoken.end_seconds - spoken.start_seconds) <= $maximum_words_per_minute
    AND (
        length(spoken.text) <= 60
        OR length(spoken.text) - length(replace(spoken.text, substr(spoken.text, 1, 12), '')) < 60
    )
ORDER BY spoken.video_id, spoken.segment_index
LIMIT $row_limit
