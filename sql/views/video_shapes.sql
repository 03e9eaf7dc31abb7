/*
title = "The shape of the mood of every video"
doc = """
The balance of the valence in the beginning, middle and end of a video, thirds of equal length, weighted by time: the
seconds of positive scenes less those of negative ones, by the seconds of scenes whose valence is known. Where scenes
overlap, the earlier one counts. A step of 0.2 or more between two thirds is a rise or a fall.
"""

[columns]
video_id = "The video; one of unknown length has no row."
beginning = "The balance of the first third, from -1 to 1; null where no valence is known."
middle = "That of the second third."
ending = "That of the last third."
shape = "`flat`, `rise`, `fall`, `hill` (up, then down), `valley` (down, then up); null where a third is unknown."
*/
SELECT
    thirds.video_id,
    thirds.beginning,
    thirds.middle,
    thirds.ending,
    CASE
        WHEN thirds.beginning IS NULL OR thirds.middle IS NULL OR thirds.ending IS NULL THEN NULL
        WHEN round(thirds.middle - thirds.beginning, 4) >= 0.2 AND round(thirds.ending - thirds.middle, 4) <= -0.2
            THEN 'hill'
        WHEN round(thirds.middle - thirds.beginning, 4) <= -0.2 AND round(thirds.ending - thirds.middle, 4) >= 0.2
            THEN 'valley'
        WHEN round(thirds.middle - thirds.beginning, 4) >= 0.2 OR round(thirds.ending - thirds.middle, 4) >= 0.2
            THEN 'rise'
        WHEN round(thirds.middle - thirds.beginning, 4) <= -0.2 OR round(thirds.ending - thirds.middle, 4) <= -0.2
            THEN 'fall'
        ELSE 'flat'
    END AS shape
FROM (
    SELECT
        balances.video_id,
        max(CASE WHEN balances.third = 1 THEN balances.balance END) AS beginning,
        max(CASE WHEN balances.third = 2 THEN balances.balance END) AS middle,
        max(CASE WHEN balances.third = 3 THEN balances.balance END) AS ending
    FROM (
        SELECT
            parts.video_id,
            parts.third,
            round(
                sum(CASE parts.valence WHEN 'positive' THEN parts.milliseconds WHEN 'negative' THEN -parts.milliseconds
                    ELSE 0 END)
                / nullif(sum(CASE WHEN parts.valence IS NOT NULL THEN parts.milliseconds ELSE 0 END), 0), 4
            ) AS balance
        FROM (
            SELECT
                videos.video_id,
                thirds.third,
                scene_moods.valence,
                -- whole milliseconds add up exactly, in any order
                round(1000 * greatest(
                    least(scene_spans.end_seconds, videos.duration_seconds * thirds.third / 3.0)
                    - greatest(
                        scene_spans.end_seconds - scene_spans.new_seconds,
                        videos.duration_seconds * (thirds.third - 1) / 3.0
                    ), 0
                )) AS milliseconds
            FROM videos
            CROSS JOIN (SELECT thirds.third FROM (VALUES (1), (2), (3)) AS thirds (third)) AS thirds
            LEFT JOIN scene_spans ON scene_spans.video_id = videos.video_id AND scene_spans.new_seconds > 0
            LEFT JOIN scene_moods
                ON scene_moods.video_id = scene_spans.video_id AND scene_moods.scene_index = scene_spans.scene_index
            WHERE videos.duration_seconds > 0
        ) AS parts
        GROUP BY parts.video_id, parts.third
    ) AS balances
    GROUP BY balances.video_id
) AS thirds
