/*
title = "Which valence follows which, observed against expected"
doc = """
Pairs of a scene's valence and that of the next scene of the same video, beside how often they would come if the next
scene did not depend on the one before: the share of pairs that begin so, times the share that end so. Scenes whose
valence is unknown make no pair. A pair is not one of independent draws: long videos give many.
"""

[columns]
from_valence = "The valence of a scene."
to_valence = "The valence of the next one."
times = "How often it happens."
videos = "In how many videos."
pairs = "Pairs of all valences."
from_times = "How often anything follows `from_valence`."
share = "Share of all that follows `from_valence`; null where nothing does."
share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
share_high = "The high end of its 95 % interval."
expected = "How often it would happen by chance."
ratio = "Observed to expected: above 1 it happens more often than by chance; null where nothing is expected."

[counts]
share = "from_times"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "heatmap"
x = "to_valence"
y = "from_valence"
color = "ratio"
*/
WITH following AS (
    SELECT
        scene_moods.video_id,
        scene_moods.valence AS from_valence,
        lead(scene_moods.valence) OVER (PARTITION BY scene_moods.video_id ORDER BY scene_moods.scene_index)
            AS to_valence
    FROM scene_moods
    INNER JOIN videos ON videos.video_id = scene_moods.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
kinds AS (
    SELECT kinds.valence FROM (VALUES ('positive'), ('neutral'), ('negative')) AS kinds (valence)
),
counted AS (
    SELECT
        before.valence AS from_valence,
        behind.valence AS to_valence,
        count(following.video_id) AS times,
        count(DISTINCT following.video_id) AS videos
    FROM kinds AS before
    CROSS JOIN kinds AS behind
    LEFT JOIN following ON following.from_valence = before.valence AND following.to_valence = behind.valence
    GROUP BY before.valence, behind.valence
),
summed AS (
    SELECT
        counted.from_valence,
        counted.to_valence,
        counted.times,
        counted.videos,
        sum(counted.times) OVER () AS pairs,
        sum(counted.times) OVER (PARTITION BY counted.from_valence) AS from_times,
        sum(counted.times) OVER (PARTITION BY counted.to_valence) AS to_times
    FROM counted
)
SELECT
    summed.from_valence,
    summed.to_valence,
    summed.times,
    summed.videos,
    CAST(summed.pairs AS BIGINT) AS pairs,
    CAST(summed.from_times AS BIGINT) AS from_times,
    round(summed.times * 1.0 / nullif(summed.from_times, 0), 4) AS share,
    CASE WHEN summed.from_times > 0 THEN wilson_low(summed.times, summed.from_times) END AS share_low,
    CASE WHEN summed.from_times > 0 THEN wilson_high(summed.times, summed.from_times) END AS share_high,
    round(summed.from_times * 1.0 * summed.to_times / nullif(summed.pairs, 0), 2) AS expected,
    round(summed.times * 1.0 * summed.pairs / nullif(summed.from_times * 1.0 * summed.to_times, 0), 4) AS ratio
FROM summed
ORDER BY summed.from_valence DESC, summed.to_valence DESC
