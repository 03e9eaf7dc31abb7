/*
title = "Every mood label of every scene"
stored = ["video_id", "scene_index", "label_index"]
doc = """
One row a label that the scene's mood text names, see `mood_labels` for how it is read. Scenes without a readable text
have no row; `scene_moods` has one row for each scene.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
label_index = "The label's place in the text, counted from 1; the first is the main one."
step = "The place in a change of mood, counted from 1; labels of one step stand side by side."
label = "The label, in the taxonomy's spelling where it has it."
family = "The word that stands for all forms of the label, see `mood_words`; an unknown label itself."
in_taxonomy = "Whether the label is one of the 15 names that the annotator was told to use."
valence = "`positive`, `negative`, `neutral`, or null where nothing tells."
valence_from = "Who tells: `stated` by the annotator, `taxonomy`, `common` use of the word, or null."
*/
SELECT
    scene_mood_texts.video_id,
    scene_mood_texts.scene_index,
    mood_labels.label_index,
    mood_labels.step,
    mood_labels.label,
    mood_labels.family,
    mood_labels.in_taxonomy,
    mood_labels.valence,
    mood_labels.valence_from
FROM scene_mood_texts
INNER JOIN mood_labels ON mood_labels.mood_text = scene_mood_texts.mood_text
