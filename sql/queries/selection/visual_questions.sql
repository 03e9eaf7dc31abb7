/*
title = "Questions and answers on videos, with the scene that each names"
doc = """
The questions with answers as a set for visual question answering. Where the question, or else the answer, names a scene
by number (`Scene 3`), its span is given: the scene whose `scene_id` is that number, the first one if several have it;
it is cut at the end of the video. Others are about the whole video. Questions without a text or an answer are left out.
Both were written by a language model from the annotations: some can be answered from the words alone.
"""

[columns]
video_id = "The video."
qa_index = "The question's place in the video's list, counted from 1."
question = "The question."
answer = "The answer."
named_scene = "The number of the scene that is named; null where none is."
scene_index = "That scene, counted from 1; null where none is named or the video has none of that number."
start_seconds = "What is asked about starts here: the scene, or the video."
end_seconds = "It ends here; null where the video's length is unknown."
parent_category = "The broad category."
fine_category = "The fine category."
youtube_title = "The title of the video."
youtube_channel = "The channel; with the title it is the attribution."
watch_url = "What is asked about, on YouTube."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.only_scenes]
type = "boolean"
doc = "Whether to leave out questions that name no scene of the video."
default = false

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
SELECT
    asked.video_id,
    asked.qa_index,
    asked.question,
    asked.answer,
    asked.named_scene,
    named.scene_index,
    CASE WHEN named.scene_index IS NULL THEN 0 ELSE scene_spans.start_seconds END AS start_seconds,
    CASE WHEN named.scene_index IS NULL THEN nullif(videos.duration_seconds, 0) ELSE scene_spans.end_seconds END
        AS end_seconds,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.youtube_title,
    videos.youtube_channel,
    CASE WHEN length(asked.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || asked.video_id
        || coalesce('&t=' || CAST(CAST(floor(scene_spans.start_seconds) AS BIGINT) AS VARCHAR) || 's', '')
    END AS watch_url
FROM (
    SELECT
        qa_pairs.video_id,
        qa_pairs.qa_index,
        trim(qa_pairs.question) AS question,
        trim(qa_pairs.answer) AS answer,
        TRY_CAST(coalesce(
            nullif(regexp_extract(lower(qa_pairs.question), '\bscenes? #?([0-9]{1,4})\b', 1), ''),
            nullif(regexp_extract(lower(qa_pairs.answer), '\bscenes? #?([0-9]{1,4})\b', 1), '')
        ) AS BIGINT) AS named_scene
    FROM qa_pairs
    WHERE trim(qa_pairs.question) <> '' AND trim(qa_pairs.answer) <> ''
) AS asked
INNER JOIN videos ON videos.video_id = asked.video_id
LEFT JOIN (
    SELECT scenes.video_id, scenes.scene_id, min(scenes.scene_index) AS scene_index
    FROM scenes
    GROUP BY scenes.video_id, scenes.scene_id
) AS named ON named.video_id = asked.video_id AND named.scene_id = asked.named_scene
LEFT JOIN scene_spans ON scene_spans.video_id = named.video_id AND scene_spans.scene_index = named.scene_index
WHERE (NOT $only_scenes OR named.scene_index IS NOT NULL)
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
ORDER BY asked.video_id, asked.qa_index
LIMIT $row_limit
