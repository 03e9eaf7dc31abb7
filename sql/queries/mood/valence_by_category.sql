/*
title = "Valence by category"
doc = """
What share of the scenes of each broad category is positive, negative or neutral. Scenes whose valence cannot be told
are counted but enter no share.
"""

[columns]
parent_category = "The broad category."
valence = "`positive`, `negative` or `neutral`."
videos = "Number of videos with such a scene."
scenes = "Number of scenes."
of_scenes = "The category's scenes with a valence."
share = "Share of the category's scenes with a valence."
share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
share_high = "The high end of its 95 % interval."
seconds = "The length of its scenes in seconds, within their videos."
time_share = "Share of the length of the category's scenes with a valence."

[counts]
share = "of_scenes"
time_share = "of_scenes"

[chart]
mark = "heatmap"
x = "valence"
y = "parent_category"
color = "share"
*/
WITH counted AS (
    SELECT
        videos.content_parent_category AS parent_category,
        scene_moods.valence,
        count(DISTINCT scene_moods.video_id) AS videos,
        count(*) AS scenes,
        CAST(sum(count(*)) OVER (PARTITION BY videos.content_parent_category) AS BIGINT) AS of_scenes,
        coalesce(sum(round(scene_profile.seconds * 1000)), 0) / 1000 AS seconds,
        sum(sum(round(scene_profile.seconds * 1000))) OVER (PARTITION BY videos.content_parent_category) / 1000
            AS of_seconds
    FROM scene_moods
    INNER JOIN scene_profile
        ON scene_profile.video_id = scene_moods.video_id AND scene_profile.scene_index = scene_moods.scene_index
    INNER JOIN videos ON videos.video_id = scene_moods.video_id
    WHERE scene_moods.valence IS NOT NULL
    GROUP BY videos.content_parent_category, scene_moods.valence
)
SELECT
    counted.parent_category,
    counted.valence,
    counted.videos,
    counted.scenes,
    counted.of_scenes,
    round(counted.scenes * 1.0 / counted.of_scenes, 4) AS share,
    wilson_low(counted.scenes, counted.of_scenes) AS share_low,
    wilson_high(counted.scenes, counted.of_scenes) AS share_high,
    counted.seconds,
    round(counted.seconds / nullif(counted.of_seconds, 0), 4) AS time_share
FROM counted
ORDER BY counted.parent_category, counted.valence
