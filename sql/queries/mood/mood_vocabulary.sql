/*
title = "The words used for moods"
doc = """
Every label that scenes name, the main one or not, and who says which valence it has. Labels with a null tell none, or
are outside of the taxonomy and of common use: they are kept as they were written.
"""

[columns]
label = "The label."
family = "The word that stands for all forms of the label, see `mood_words`."
in_taxonomy = "Whether it is one of the 15 names that the annotator was told to use."
valence_from = "`stated` by the annotator, `taxonomy`, `common` use of the word, or null."
scenes = "Number of scenes that name it."
as_main = "Number of scenes whose first label it is."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100

[chart]
mark = "bar"
x = "scenes"
y = "label"
color = "valence_from"
*/
SELECT
    scene_mood_labels.label,
    scene_mood_labels.family,
    scene_mood_labels.in_taxonomy,
    scene_mood_labels.valence_from,
    count(*) AS scenes,
    CAST(sum(CASE WHEN scene_mood_labels.label_index = 1 THEN 1 ELSE 0 END) AS BIGINT) AS as_main
FROM scene_mood_labels
GROUP BY
    scene_mood_labels.label, scene_mood_labels.family, scene_mood_labels.in_taxonomy, scene_mood_labels.valence_from
ORDER BY scenes DESC, scene_mood_labels.label, scene_mood_labels.valence_from NULLS LAST
LIMIT $row_limit
