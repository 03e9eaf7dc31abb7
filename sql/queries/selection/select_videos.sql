/*
title = "Videos by length, scenes and words"
doc = """
The usual first selection for training: videos of a moderate length with enough scenes and captions. A video of
unknown length is left out; so is one whose word count is missing, unless no words are asked for.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
fine_category = "The fine category."
duration_seconds = "The length in seconds."
scenes = "Number of scenes."
words = "Words in the captions, as stated."
mean_dynamism = "The mean dynamism score of the scenes."
mean_correlation = "The mean audio-visual correlation, zeros left out."
watch_url = "The video on YouTube."

[parameters.minimum_seconds]
type = "integer"
doc = "The shortest video, in seconds."
default = 60

[parameters.maximum_seconds]
type = "integer"
doc = "The longest video, in seconds."
default = 600

[parameters.minimum_scenes]
type = "integer"
doc = "At least so many scenes."
default = 3

[parameters.minimum_words]
type = "integer"
doc = "At least so many words in the captions."
default = 500

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.subcategory]
type = "text"
doc = "Only this fine category, or these; two names exist under two broad ones."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 1000
*/
SELECT
    videos.video_id,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.duration_seconds,
    coalesce(shown.scenes, 0) AS scenes,
    coalesce(videos.text_to_speech_word_count, 0) AS words,
    round(shown.mean_dynamism, 4) AS mean_dynamism,
    round(shown.mean_correlation, 4) AS mean_correlation,
    CASE WHEN length(videos.video_id) = 11 THEN 'https://www.youtube.com/watch?v=' || videos.video_id END AS watch_url
FROM videos
LEFT JOIN (
    SELECT
        scenes.video_id,
        count(*) AS scenes,
        avg(round(scenes.dynamism_score * 10000)) / 10000 AS mean_dynamism,
        avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000 AS mean_correlation
    FROM scenes
    GROUP BY scenes.video_id
) AS shown ON shown.video_id = videos.video_id
WHERE videos.duration_seconds >= $minimum_seconds
    AND videos.duration_seconds <= $maximum_seconds
    AND coalesce(shown.scenes, 0) >= $minimum_scenes
    AND coalesce(videos.text_to_speech_word_count, 0) >= $minimum_words
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    AND ($subcategory IS NULL OR videos.content_fine_category = $subcategory)
ORDER BY videos.video_id
LIMIT $row_limit
