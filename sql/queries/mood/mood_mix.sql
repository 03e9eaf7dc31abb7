/*
title = "The mix of moods"
doc = """
How often, and for how long, each mood is a scene's main one: moods of short scenes weigh less by time. The moods are
read from free text, see the view `scene_moods`; scenes without a readable mood make a row with a null. A mood can have
several valences where the annotator stated another than the taxonomy's. Scenes without a length add no time.
"""

[columns]
mood = "The mood; null where none could be read."
family = "The word that stands for all forms of the mood, see `mood_words`."
in_taxonomy = "Whether it is one of the 15 names that the annotator was told to use."
valence = "`positive`, `negative`, `neutral`, or null where nothing tells."
scenes = "Number of scenes."
videos = "Number of videos that have such a scene."
of_scenes = "All these scenes."
share = "Share of all these scenes."
share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
share_high = "The high end of its 95 % interval."
seconds = "The length of its scenes in seconds, within their videos."
time_share = "Share of the length of all these scenes."

[counts]
share = "of_scenes"
time_share = "scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "scenes"
y = "mood"
color = "valence"
*/
WITH counted AS (
    SELECT
        scene_moods.mood,
        scene_moods.family,
        scene_moods.in_taxonomy,
        scene_moods.valence,
        count(*) AS scenes,
        count(DISTINCT scene_moods.video_id) AS videos,
        CAST(sum(count(*)) OVER () AS BIGINT) AS of_scenes,
        coalesce(sum(round(scene_profile.seconds * 1000)), 0) / 1000 AS seconds,
        sum(sum(round(scene_profile.seconds * 1000))) OVER () / 1000 AS of_seconds
    FROM scene_moods
    INNER JOIN videos ON videos.video_id = scene_moods.video_id
    INNER JOIN scene_profile
        ON scene_profile.video_id = scene_moods.video_id AND scene_profile.scene_index = scene_moods.scene_index
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    GROUP BY scene_moods.mood, scene_moods.family, scene_moods.in_taxonomy, scene_moods.valence
)
SELECT
    counted.mood,
    counted.family,
    counted.in_taxonomy,
    counted.valence,
    counted.scenes,
    counted.videos,
    counted.of_scenes,
    round(counted.scenes * 1.0 / counted.of_scenes, 4) AS share,
    wilson_low(counted.scenes, counted.of_scenes) AS share_low,
    wilson_high(counted.scenes, counted.of_scenes) AS share_high,
    counted.seconds,
    round(counted.seconds / nullif(counted.of_seconds, 0), 4) AS time_share
FROM counted
ORDER BY counted.scenes DESC, counted.mood NULLS LAST, counted.valence NULLS LAST
