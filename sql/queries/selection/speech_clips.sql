/*
title = "Stretches of speech, for speech models"
doc = """
Segments of the timed transcript with a length and a speaking rate within bounds, both inclusive. Left out are segments
without a letter or digit (`speech_segments`) and those in which the recogniser was caught in a loop (`segment_loops`).
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
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.language]
type = "text"
doc = "Only videos in whose speech this language, or one of these, is told, such as en; see `video_language`."
values = ["video_language.language"]

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
    round(spoken.words * 60.0 / round(spoken.end_seconds - spoken.start_seconds, 3), 1) AS words_per_minute,
    spoken.text,
    CASE WHEN length(spoken.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || spoken.video_id
        || '&t=' || CAST(CAST(floor(spoken.start_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM (
    SELECT
        speech_segments.video_id,
        speech_segments.segment_index,
        speech_segments.start_seconds,
        speech_segments.end_seconds,
        speech_segments.text,
        speech_segments.words
    FROM speech_segments
    -- differences of times are rounded to the milliseconds that they have: 3.2 - 0.2 would be less than 3
    WHERE speech_segments.end_seconds > speech_segments.start_seconds
        AND round(speech_segments.end_seconds - speech_segments.start_seconds, 3) >= $minimum_seconds
        AND round(speech_segments.end_seconds - speech_segments.start_seconds, 3) <= $maximum_seconds
        AND (
            $category IS NULL
            OR speech_segments.video_id IN (
                SELECT videos.video_id FROM videos
                WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
            )
        )
        AND (
            $language IS NULL
            OR speech_segments.video_id IN (
                SELECT video_language.video_id FROM video_language WHERE video_language.language = $language
            )
        )
) AS spoken
LEFT JOIN segment_loops
    ON segment_loops.video_id = spoken.video_id AND segment_loops.segment_index = spoken.segment_index
WHERE segment_loops.video_id IS NULL
    AND round(spoken.words * 60.0 / round(spoken.end_seconds - spoken.start_seconds, 3), 6) >= $minimum_words_per_minute
    AND round(spoken.words * 60.0 / round(spoken.end_seconds - spoken.start_seconds, 3), 6) <= $maximum_words_per_minute
ORDER BY spoken.video_id, spoken.segment_index
LIMIT $row_limit
