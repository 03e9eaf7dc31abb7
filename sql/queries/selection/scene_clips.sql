/*
title = "Scenes by mood, length, dynamism and speech"
doc = """
Answers questions such as: calm cooking scenes with speech. The mood is one of the scene's labels, the first or
another one. Scenes without a length are left out, and cut at the end of the video; a minimum of 0 also takes scenes
without a score.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
start_seconds = "It starts here."
end_seconds = "It ends here."
seconds = "Its length in seconds."
scene_title = "Its title."
moods = "Its moods in order."
dynamism_score = "Its dynamism score."
words = "Words said in it, see `scene_speech`."
speech_share = "Share of it that is spoken."
parent_category = "The broad category."
fine_category = "The fine category."
watch_url = "The scene on YouTube."

[parameters.with_mood]
type = "text"
doc = "Only scenes with this mood, or one of these, such as Calm."

[parameters.minimum_seconds]
type = "number"
doc = "The shortest scene, in seconds."
default = 1.0

[parameters.maximum_seconds]
type = "number"
doc = "The longest scene, in seconds."
default = 600.0

[parameters.minimum_dynamism]
type = "number"
doc = "The smallest dynamism score."
default = 0.0

[parameters.minimum_words]
type = "integer"
doc = "At least so many words said."
default = 0

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.subcategory]
type = "text"
doc = "Only this fine category, or these; two names exist under two broad ones."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    scene_spans.start_seconds,
    scene_spans.end_seconds,
    round(scene_spans.seconds, 3) AS seconds,
    scenes.title AS scene_title,
    scene_moods.moods,
    scenes.dynamism_score,
    scene_speech.words,
    scene_speech.speech_share,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    CASE WHEN length(scenes.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || scenes.video_id
        || '&t=' || CAST(CAST(floor(scene_spans.start_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM scenes
INNER JOIN scene_spans ON scene_spans.video_id = scenes.video_id AND scene_spans.scene_index = scenes.scene_index
INNER JOIN scene_moods ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
INNER JOIN scene_speech ON scene_speech.video_id = scenes.video_id AND scene_speech.scene_index = scenes.scene_index
INNER JOIN videos ON videos.video_id = scenes.video_id
LEFT JOIN (
    SELECT DISTINCT scene_mood_labels.video_id, scene_mood_labels.scene_index
    FROM scene_mood_labels
    WHERE lower($with_mood) IN (lower(scene_mood_labels.label))
) AS wanted ON wanted.video_id = scenes.video_id AND wanted.scene_index = scenes.scene_index
WHERE round(scene_spans.seconds, 3) >= $minimum_seconds
    AND round(scene_spans.seconds, 3) <= $maximum_seconds
    AND coalesce(scenes.dynamism_score, 0) >= $minimum_dynamism
    AND scene_speech.words >= $minimum_words
    AND ($with_mood IS NULL OR wanted.video_id IS NOT NULL)
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    AND ($subcategory IS NULL OR videos.content_fine_category = $subcategory)
ORDER BY scenes.video_id, scenes.scene_index
LIMIT $row_limit
