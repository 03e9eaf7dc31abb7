/*
title = "Moods and speech"
doc = """
How much is said in scenes of each mood. Each segment counts for all scenes that it overlaps, with the time and the
share of its words that lie in them, see `scene_speech`; scenes without a length are left out.
"""

[columns]
mood = "The main mood of the scene."
videos = "Number of videos with such a scene."
scenes = "Number of scenes."
silent_share = "Share of them without speech."
silent_share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
silent_share_high = "The high end of its 95 % interval."
words_per_minute = "Words per minute of these scenes."
speech_share = "Share of their time that is spoken."

[counts]
silent_share = "scenes"
words_per_minute = "scenes"
speech_share = "scenes"

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
mark = "bar"
x = "words_per_minute"
y = "mood"
*/
WITH counted AS (
    SELECT
        scene_moods.mood,
        count(DISTINCT scene_spans.video_id) AS videos,
        count(*) AS scenes,
        count(CASE WHEN scene_speech.speech_seconds = 0 THEN 1 END) AS silent,
        sum(scene_speech.words) AS words,
        sum(scene_speech.speech_seconds) AS speech_seconds,
        sum(scene_spans.seconds) AS seconds
    FROM scene_spans
    INNER JOIN scene_moods
        ON scene_moods.video_id = scene_spans.video_id AND scene_moods.scene_index = scene_spans.scene_index
    INNER JOIN scene_speech
        ON scene_speech.video_id = scene_spans.video_id AND scene_speech.scene_index = scene_spans.scene_index
    INNER JOIN videos ON videos.video_id = scene_spans.video_id
    WHERE scene_spans.seconds IS NOT NULL AND scene_moods.mood IS NOT NULL
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    GROUP BY scene_moods.mood
)
SELECT
    counted.mood,
    counted.videos,
    counted.scenes,
    round(counted.silent * 1.0 / counted.scenes, 4) AS silent_share,
    wilson_low(counted.silent, counted.scenes) AS silent_share_low,
    wilson_high(counted.silent, counted.scenes) AS silent_share_high,
    round(counted.words * 60.0 / counted.seconds, 2) AS words_per_minute,
    round(counted.speech_seconds / counted.seconds, 4) AS speech_share
FROM counted
WHERE counted.scenes >= $minimum_scenes AND counted.videos >= $minimum_videos
ORDER BY words_per_minute DESC, counted.mood
