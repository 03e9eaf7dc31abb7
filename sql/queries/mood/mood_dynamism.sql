/*
title = "Moods, dynamism and cutting"
doc = """
How dynamic the scenes of each mood are, how long, and how much they are edited. Scenes without a length (missing,
empty or inverted times) count but enter no length and no rate.
"""

[columns]
mood = "The main mood."
valence = "Its valence in the vocabulary's or the annotator's words."
scenes = "Number of scenes."
mean_dynamism = "The mean dynamism score."
mean_seconds = "The mean length in seconds."
edits_per_minute = "Editing details per minute of these scenes."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_scenes]
type = "integer"
doc = "Only moods of so many scenes or more."
default = 2

[chart]
mark = "point"
x = "mean_dynamism"
y = "edits_per_minute"
color = "mood"
*/
SELECT
    scene_moods.mood,
    scene_moods.valence,
    count(*) AS scenes,
    round(avg(round(scene_profile.dynamism * 10000)) / 10000, 4) AS mean_dynamism,
    round(avg(round(scene_profile.seconds * 1000)) / 1000, 2) AS mean_seconds,
    round(
        sum(CASE WHEN scene_profile.seconds IS NOT NULL THEN scene_profile.edits END) * 60.0
        / sum(scene_profile.seconds),
        3
    ) AS edits_per_minute
FROM scene_moods
INNER JOIN scene_profile
    ON scene_profile.video_id = scene_moods.video_id AND scene_profile.scene_index = scene_moods.scene_index
WHERE scene_moods.mood IS NOT NULL
    AND (
        $category IS NULL
        OR scene_moods.video_id IN (
            SELECT videos.video_id FROM videos
            WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
        )
    )
GROUP BY scene_moods.mood, scene_moods.valence
HAVING count(*) >= $minimum_scenes
ORDER BY mean_dynamism DESC NULLS LAST, scene_moods.mood, scene_moods.valence NULLS LAST
