/*
title = "How well sound and picture fit"
doc = """
The audio-visual correlation of the scenes, a language model's score, by category. Exactly 0 stands in one scene of
twenty and rather means that nothing was judged: such scenes are counted apart and enter no mean.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos with a scored scene."
scenes = "Number of scenes with a score above 0."
zeros = "Number of scenes with a score of 0."
mean_correlation = "The mean of the scores above 0."
strong_share = "Share of them with 0.8 or more."
strong_share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
strong_share_high = "The high end of its 95 % interval."
with_dynamism = "Their correlation with the dynamism score over the scenes, -1 to 1."

[counts]
mean_correlation = "scenes"
strong_share = "scenes"
with_dynamism = "scenes"

[chart]
mark = "bar"
x = "mean_correlation"
y = "parent_category"
*/
WITH counted AS (
    SELECT
        videos.content_parent_category AS parent_category,
        count(DISTINCT CASE WHEN scenes.audio_visual_correlation <> 0 THEN scenes.video_id END) AS videos,
        count(nullif(scenes.audio_visual_correlation, 0)) AS scenes,
        count(*) - count(nullif(scenes.audio_visual_correlation, 0)) AS zeros,
        avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000 AS mean_correlation,
        nullif(count(nullif(scenes.audio_visual_correlation, 0)), 0) AS known,
        count(CASE WHEN scenes.audio_visual_correlation >= 0.8 THEN 1 END) AS strong,
        CASE
            WHEN stddev_pop(CASE WHEN scenes.audio_visual_correlation <> 0 THEN scenes.dynamism_score END) > 0
                AND stddev_pop(nullif(scenes.audio_visual_correlation, 0)) > 0
                THEN corr(nullif(scenes.audio_visual_correlation, 0), scenes.dynamism_score)
        END AS with_dynamism
    FROM scenes
    INNER JOIN videos ON videos.video_id = scenes.video_id
    WHERE scenes.audio_visual_correlation IS NOT NULL
    GROUP BY videos.content_parent_category
)
SELECT
    counted.parent_category,
    counted.videos,
    counted.scenes,
    counted.zeros,
    round(counted.mean_correlation, 4) AS mean_correlation,
    round(counted.strong * 1.0 / counted.known, 4) AS strong_share,
    wilson_low(counted.strong, counted.known) AS strong_share_low,
    wilson_high(counted.strong, counted.known) AS strong_share_high,
    round(counted.with_dynamism, 4) AS with_dynamism
FROM counted
ORDER BY mean_correlation DESC NULLS LAST, counted.parent_category
