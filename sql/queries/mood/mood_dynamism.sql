/*
title = "Moods, dynamism and cutting"
doc = """
How dynamic the scenes of each mood are, how long, and how much they are edited. Scenes without a length (missing,
empty or inverted times) count but enter no length and no rate.
"""

[columns]
mood = "The main mood."
valence = "Its valence in the vocabulary's or the annotator's words."
videos = "Number of videos with such a scene."
scenes = "Number of scenes."
scores = "Scenes with a dynamism score."
mean_dynamism = "The mean dynamism score."
timed_scenes = "Scenes with a length."
mean_seconds = "The mean length in seconds."
edits_per_minute = "Editing details per minute of these scenes."

[counts]
mean_dynamism = "scores"
mean_seconds = "timed_scenes"
edits_per_minute = "timed_scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_scenes]
type = "integer"
doc = "Only moods of so many scenes or more."
default = 2

[parameters.minimum_videos]
type = "integer"
doc = "Only moods of so many videos or more."
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
    count(DISTINCT scene_moods.video_id) AS videos,
    count(*) AS scenes,
    count(scene_profile.dynamism) AS scores,
    round(avg(round(scene_profile.dynamism * 10000)) / 10000, 4) AS mean_dynamism,
    count(scene_profile.seconds) AS timed_scenes,
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
HAVING count(*) >= $minimum_scenes AND count(DISTINCT scene_moods.video_id) >= $minimum_videos
ORDER BY mean_dynamism DESC NULLS LAST, scene_moods.mood, scene_moods.valence NULLS LAST
