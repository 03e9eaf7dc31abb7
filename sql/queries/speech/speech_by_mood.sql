/*
title = "Moods and speech"
doc = """
How much is said in scenes of each mood. Each segment counts for all scenes that it overlaps, with the time and the
share of its words that lie in them, see `scene_speech`; scenes without a length are left out.
"""

[columns]
mood = "The main mood of the scene."
scenes = "Number of scenes."
silent_share = "Share of them without speech."
words_per_minute = "Words per minute of these scenes."
speech_share = "Share of their time that is spoken."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_scenes]
type = "integer"
doc = "Only moods of so many scenes or more."
default = 2

[chart]
mark = "bar"
x = "words_per_minute"
y = "mood"
*/
SELECT
    scene_moods.mood,
    count(*) AS scenes,
    round(avg(CASE WHEN scene_speech.speech_seconds = 0 THEN 1.0 ELSE 0.0 END), 4) AS silent_share,
    round(sum(scene_speech.words) * 60.0 / sum(scene_spans.seconds), 2) AS words_per_minute,
    round(sum(scene_speech.speech_seconds) / sum(scene_spans.seconds), 4) AS speech_share
FROM scene_spans
INNER JOIN scene_moods
    ON scene_moods.video_id = scene_spans.video_id AND scene_moods.scene_index = scene_spans.scene_index
INNER JOIN scene_speech
    ON scene_speech.video_id = scene_spans.video_id AND scene_speech.scene_index = scene_spans.scene_index
INNER JOIN videos ON videos.video_id = scene_spans.video_id
WHERE scene_spans.seconds IS NOT NULL AND scene_moods.mood IS NOT NULL
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY scene_moods.mood
HAVING count(*) >= $minimum_scenes
ORDER BY words_per_minute DESC, scene_moods.mood
