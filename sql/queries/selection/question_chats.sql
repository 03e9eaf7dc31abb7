/*
title = "Questions and answers as chat messages, for fine-tuning"
doc = """
Each question as a message of the user and its answer as one of the assistant: `warehouse query question_chats -o
chats.jsonl` writes one chat a line, as trainers of chat models read it. Questions without a text or an answer are
left out. `visual_questions` has the same with the span that each question is about.
"""

[columns]
messages = "The messages in order, each with `role` and `content`."
video_id = "The video that is asked about."
qa_index = "The question's place in the video's list, counted from 1."
parent_category = "The broad category."
fine_category = "The fine category."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
SELECT
    [
        {'role': 'user', 'content': trim(qa_pairs.question)},
        {'role': 'assistant', 'content': trim(qa_pairs.answer)}
    ] AS messages,
    qa_pairs.video_id,
    qa_pairs.qa_index,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category
FROM qa_pairs
INNER JOIN videos ON videos.video_id = qa_pairs.video_id
WHERE trim(qa_pairs.question) <> '' AND trim(qa_pairs.answer) <> ''
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
ORDER BY qa_pairs.video_id, qa_pairs.qa_index
LIMIT $row_limit
