/*
title = "The mood of every scene"
stored = ["video_id", "scene_index"]
doc = """
Label and valence as read from the free text `scenes.mood_description`, one row a scene. The first label is the main
one. Where the mood changes, the labels stand in their order: `Tense > Excited`; labels side by side are joined by a
comma. See `mood_labels` for how a text is read. The labels are a language model's.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
mood = "The main label; null where there is no text or no label in it."
family = "The word that stands for all forms of it, such as `Celebratory` for Celebration; see `mood_words`."
in_taxonomy = "Whether it is one of the 15 names that the annotator was told to use; null where there is no label."
valence = "Its valence: `positive`, `negative`, `neutral`, or null where nothing tells."
valence_from = "Who tells: `stated` by the annotator, `taxonomy`, `common` use of the word, or null."
moods = "All labels in order, such as `Tense > Excited, Proud`."
last_mood = "The first label of the last step; the main label where nothing changes."
last_valence = "The valence of `last_mood`."
labels = "Number of labels."
changes = "Changes of mood that the text tells of; 0 where there is none."
*/
WITH texts AS (
    SELECT
        mood_labels.mood_text,
        max(CASE WHEN mood_labels.label_index = 1 THEN mood_labels.label END) AS mood,
        max(CASE WHEN mood_labels.label_index = 1 THEN mood_labels.family END) AS family,
        max(CASE WHEN mood_labels.label_index = 1 AND mood_labels.in_taxonomy THEN 1 ELSE 0 END) = 1 AS in_taxonomy,
        max(CASE WHEN mood_labels.label_index = 1 THEN mood_labels.valence END) AS valence,
        max(CASE WHEN mood_labels.label_index = 1 THEN mood_labels.valence_from END) AS valence_from,
        concat(
            max(CASE WHEN mood_labels.label_index = 1 THEN mood_labels.label END),
            max(CASE WHEN mood_labels.label_index = 2 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 3 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 4 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 5 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 6 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 7 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 8 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 9 THEN mood_labels.joined END),
            max(CASE WHEN mood_labels.label_index = 10 THEN mood_labels.joined END)
        ) AS moods,
        max(CASE WHEN mood_labels.starts_last THEN mood_labels.label END) AS last_mood,
        max(CASE WHEN mood_labels.starts_last THEN mood_labels.valence END) AS last_valence,
        count(*) AS labels,
        max(mood_labels.step) - 1 AS changes
    FROM (
        SELECT
            mood_labels.*,
            CASE
                WHEN mood_labels.step
                    > lag(mood_labels.step) OVER (PARTITION BY mood_labels.mood_text ORDER BY mood_labels.label_index)
                    THEN ' > '
                ELSE ', '
            END || mood_labels.label AS joined,
            row_number() OVER (
                PARTITION BY mood_labels.mood_text ORDER BY mood_labels.step DESC, mood_labels.label_index
            ) = 1 AS starts_last
        FROM mood_labels
    ) AS mood_labels
    GROUP BY mood_labels.mood_text
)
SELECT
    scene_mood_texts.video_id,
    scene_mood_texts.scene_index,
    texts.mood,
    texts.family,
    texts.in_taxonomy,
    texts.valence,
    texts.valence_from,
    texts.moods,
    texts.last_mood,
    texts.last_valence,
    coalesce(texts.labels, 0) AS labels,
    coalesce(texts.changes, 0) AS changes
FROM scene_mood_texts
LEFT JOIN texts ON texts.mood_text = scene_mood_texts.mood_text
