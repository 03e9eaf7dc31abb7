/*
title = "Where the two transcripts differ most in length"
doc = """
Compares the words of the captions with those of the timed transcript, two recognisers' texts. Videos where both have
fewer than 20 words are left out; marks such as [Music] count as words of the captions.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
caption_words = "Words in the captions, as stated."
timed_words = "Words in the timed transcript."
agreement = "The smaller number as a share of the larger one."
duration_seconds = "The length in seconds."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "point"
x = "caption_words"
y = "timed_words"
color = "parent_category"
*/
SELECT
    videos.video_id,
    videos.content_parent_category AS parent_category,
    coalesce(videos.text_to_speech_word_count, 0) AS caption_words,
    coalesce(speech.words, 0) AS timed_words,
    round(
        least(coalesce(videos.text_to_speech_word_count, 0), coalesce(speech.words, 0)) * 1.0
        / greatest(coalesce(videos.text_to_speech_word_count, 0), coalesce(speech.words, 0)), 4
    ) AS agreement,
    videos.duration_seconds
FROM videos
LEFT JOIN video_speech AS speech ON speech.video_id = videos.video_id
WHERE greatest(coalesce(videos.text_to_speech_word_count, 0), coalesce(speech.words, 0)) >= 20
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
ORDER BY agreement, videos.video_id
LIMIT $row_limit
