/*
title = "How the mood turns within a scene"
doc = """
Pairs of moods of which the second follows the first within one scene, as in `Tense, then excited`, by the first label
of each step. Labels side by side (`Happy, Excited`) are no turn.
"""

[columns]
from_mood = "The mood before."
to_mood = "The mood after."
from_valence = "The valence before."
to_valence = "The valence after."
scenes = "Number of scenes."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "heatmap"
x = "to_mood"
y = "from_mood"
color = "scenes"
*/
SELECT
    turns.label AS from_mood,
    turns.next_label AS to_mood,
    turns.valence AS from_valence,
    turns.next_valence AS to_valence,
    count(*) AS scenes
FROM (
    SELECT
        steps.video_id,
        steps.label,
        steps.valence,
        lead(steps.label) OVER (PARTITION BY steps.video_id, steps.scene_index ORDER BY steps.step) AS next_label,
        lead(steps.valence) OVER (PARTITION BY steps.video_id, steps.scene_index ORDER BY steps.step) AS next_valence
    FROM (
        SELECT
            scene_mood_labels.*,
            row_number() OVER (
                PARTITION BY scene_mood_labels.video_id, scene_mood_labels.scene_index, scene_mood_labels.step
                ORDER BY scene_mood_labels.label_index
            ) AS place
        FROM scene_mood_labels
        INNER JOIN scene_moods
            ON scene_moods.video_id = scene_mood_labels.video_id
            AND scene_moods.scene_index = scene_mood_labels.scene_index
        WHERE scene_moods.changes > 0
    ) AS steps
    WHERE steps.place = 1
) AS turns
INNER JOIN videos ON videos.video_id = turns.video_id
WHERE turns.next_label IS NOT NULL
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY turns.label, turns.next_label, turns.valence, turns.next_valence
ORDER BY scenes DESC, from_mood, to_mood, from_valence NULLS LAST, to_valence NULLS LAST
LIMIT $row_limit
