/*
title = "The arc of the mood of one video"
doc = """
The video cut into parts of equal length, each with the balance of its valence by time: the seconds of positive scenes
less those of negative ones, by the seconds whose valence is known. Where scenes overlap, the earlier one counts.
Without a video it takes the one with the most scenes. A video of unknown length has no parts.
"""

[columns]
video_id = "The video."
part = "The part, counted from 1."
from_seconds = "It begins here."
to_seconds = "It ends here."
middle_seconds = "Its middle."
scenes = "Scenes of known valence that it shows."
positive_seconds = "Seconds of positive scenes in it."
neutral_seconds = "Seconds of neutral scenes in it."
negative_seconds = "Seconds of negative scenes in it."
balance = "The balance, from -1 to 1; null where no valence is known."
shape = "The shape of the whole video, see `video_shapes`."

[parameters.video]
type = "text"
doc = "This video, by its YouTube id."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that the video is cut into."
default = 20
allowed = [4, 5, 10, 20]

[bins]
column = "part"
step = 1

[chart]
mark = "line"
x = "middle_seconds"
y = "balance"
*/
WITH chosen AS (
    SELECT videos.video_id, videos.duration_seconds
    FROM videos
    LEFT JOIN (
        SELECT scenes.video_id, count(*) AS scenes FROM scenes GROUP BY scenes.video_id
    ) AS counted ON counted.video_id = videos.video_id
    WHERE videos.duration_seconds > 0 AND ($video IS NULL OR videos.video_id = $video)
    ORDER BY coalesce(counted.scenes, 0) DESC, videos.video_id
    LIMIT 1
),
parts AS (
    SELECT
        chosen.video_id,
        numbers.part,
        chosen.duration_seconds * (numbers.part - 1.0) / $parts AS from_seconds,
        chosen.duration_seconds * (numbers.part * 1.0) / $parts AS to_seconds
    FROM chosen
    INNER JOIN (VALUES
        (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20)
    ) AS numbers (part) ON numbers.part <= $parts
),
shown AS (
    SELECT
        parts.part,
        scene_moods.valence,
        round(1000 * greatest(
            least(scene_spans.end_seconds, parts.to_seconds)
            - greatest(scene_spans.end_seconds - scene_spans.new_seconds, parts.from_seconds), 0
        )) AS milliseconds
    FROM parts
    INNER JOIN scene_spans ON scene_spans.video_id = parts.video_id AND scene_spans.new_seconds > 0
    INNER JOIN scene_moods
        ON scene_moods.video_id = scene_spans.video_id AND scene_moods.scene_index = scene_spans.scene_index
),
summed AS (
    SELECT
        shown.part,
        sum(CASE WHEN shown.valence IS NOT NULL AND shown.milliseconds > 0 THEN 1 ELSE 0 END) AS scenes,
        sum(CASE WHEN shown.valence = 'positive' THEN shown.milliseconds ELSE 0 END) AS positive,
        sum(CASE WHEN shown.valence = 'neutral' THEN shown.milliseconds ELSE 0 END) AS neutral,
        sum(CASE WHEN shown.valence = 'negative' THEN shown.milliseconds ELSE 0 END) AS negative
    FROM shown
    GROUP BY shown.part
)
SELECT
    parts.video_id,
    parts.part,
    round(parts.from_seconds, 3) AS from_seconds,
    round(parts.to_seconds, 3) AS to_seconds,
    round((parts.from_seconds + parts.to_seconds) / 2, 3) AS middle_seconds,
    CAST(coalesce(summed.scenes, 0) AS BIGINT) AS scenes,
    round(coalesce(summed.positive, 0) / 1000, 3) AS positive_seconds,
    round(coalesce(summed.neutral, 0) / 1000, 3) AS neutral_seconds,
    round(coalesce(summed.negative, 0) / 1000, 3) AS negative_seconds,
    round(
        (summed.positive - summed.negative) / nullif(summed.positive + summed.neutral + summed.negative, 0), 4
    ) AS balance,
    video_shapes.shape
FROM parts
LEFT JOIN summed ON summed.part = parts.part
LEFT JOIN video_shapes ON video_shapes.video_id = parts.video_id
ORDER BY parts.part
