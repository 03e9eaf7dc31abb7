/*
title = "Marks of sounds in the captions of every video"
stored = ["video_id", "mark"]
doc = """
Whether a video's captions have one of YouTube's marks of sounds, case apart: one row a video and mark. Videos without
captions have no rows.
"""

[columns]
video_id = "The video."
mark = "The mark, such as `[Music]`."
is_there = "Whether the captions have it."
*/
SELECT
    captions.video_id,
    marks.mark,
    strpos(captions.text, lower(marks.mark)) > 0 AS is_there
FROM (
    SELECT
        videos.video_id,
        -- without a bracket there is no mark, and the text is spared
        CASE WHEN strpos(videos.text_to_speech, '[') > 0 THEN lower(videos.text_to_speech) ELSE '' END AS text
    FROM videos
    WHERE videos.text_to_speech <> ''
) AS captions
CROSS JOIN (
    VALUES ('[Music]'), ('[Applause]'), ('[Laughter]'), ('[Cheering]')
) AS marks (mark)
