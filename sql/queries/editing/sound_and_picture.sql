/*
title = "How well sound and picture fit"
doc = """
The audio-visual correlation of the scenes, a language model's score, by category. Exactly 0 stands in one scene of
twenty and rather means that nothing was judged: such scenes are counted apart and enter no mean.
"""

[columns]
parent_category = "The broad category."
scenes = "Number of scenes with a score above 0."
zeros = "Number of scenes with a score of 0."
mean_correlation = "The mean of the scores above 0."
strong_share = "Share of them with 0.8 or more."
with_dynamism = "Their correlation with the dynamism score over the scenes, -1 to 1."

[chart]
mark = "bar"
x = "mean_correlation"
y = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    count(nullif(scenes.audio_visual_correlation, 0)) AS scenes,
    count(*) - count(nullif(scenes.audio_visual_correlation, 0)) AS zeros,
    round(avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000, 4) AS mean_correlation,
    round(avg(CASE
        WHEN scenes.audio_visual_correlation >= 0.8 THEN 1.0
        WHEN scenes.audio_visual_correlation <> 0 THEN 0.0
    END), 4) AS strong_share,
    CASE
        WHEN stddev_pop(CASE WHEN scenes.audio_visual_correlation <> 0 THEN scenes.dynamism_score END) > 0
            AND stddev_pop(nullif(scenes.audio_visual_correlation, 0)) > 0
            THEN round(corr(nullif(scenes.audio_visual_correlation, 0), scenes.dynamism_score), 4)
    END AS with_dynamism
FROM scenes
INNER JOIN videos ON videos.video_id = scenes.video_id
WHERE scenes.audio_visual_correlation IS NOT NULL
GROUP BY videos.content_parent_category
ORDER BY mean_correlation DESC NULLS LAST, parent_category
