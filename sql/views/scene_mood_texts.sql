/*
title = "The part of a scene's mood text that names the mood"
doc = """
What `mood_labels` reads: the text up to its first full stop, semicolon or colon, or the whole text where that is a
sentence rather than a label. Many scenes share a text in this form, so each is read only once.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
mood_text = "The text to read labels from; null where the scene has no mood text."
*/
SELECT
    scenes.video_id,
    scenes.scene_index,
    CASE
        WHEN scenes.mood_description = '' THEN NULL
        WHEN length(regexp_extract(scenes.mood_description, '^[^.;:]*')) BETWEEN 1 AND 40
            AND scenes.mood_description NOT LIKE 'The %'
            THEN regexp_extract(scenes.mood_description, '^[^.;:]*')
        ELSE scenes.mood_description
    END AS mood_text
FROM scenes
