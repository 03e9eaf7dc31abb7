/*
title = "The arc of the mood over a video"
doc = """
Each video is cut into parts of equal length, and the scene at the middle of a part gives its valence. Scenes without
a time or valence and videos of unknown length do not enter; inverted scenes have no middle. A part without a valence
is there, with 0 videos.
"""

[columns]
part = "The part of the video, counted from 1."
position = "The middle of the part as a share of the length."
videos = "Videos with a valence there."
scenes = "Scenes with a valence there; scenes that overlap give several to a video."
positive_share = "Share of them that are positive."
positive_share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
positive_share_high = "The high end of its 95 % interval."
negative_share = "Share of them that are negative."
negative_share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
negative_share_high = "The high end of its 95 % interval."
balance = "The difference, from -1 to 1."

[counts]
positive_share = "scenes"
negative_share = "scenes"
balance = "scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that a video is cut into."
default = 10
allowed = [4, 5, 10, 20]

[bins]
column = "part"
step = 1

[chart]
mark = "line"
x = "position"
y = "balance"

[chart.titles]
position = "Position in the video (% of its length)"
balance = "Positive less negative scenes (share, -1 to 1)"
*/
WITH counted AS (
    SELECT
        whole_numbers.number AS part,
        count(DISTINCT shown.video_id) AS videos,
        count(shown.valence) AS scenes,
        nullif(count(shown.valence), 0) AS known,
        count(CASE WHEN shown.valence = 'positive' THEN 1 END) AS positive,
        count(CASE WHEN shown.valence = 'negative' THEN 1 END) AS negative
    FROM whole_numbers
    LEFT JOIN (
        SELECT
            scenes.video_id, scenes.start_seconds, scenes.end_seconds, videos.duration_seconds, scene_moods.valence
        FROM scenes
        INNER JOIN scene_moods
            ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
        INNER JOIN videos ON videos.video_id = scenes.video_id
        WHERE scene_moods.valence IS NOT NULL
            AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    ) AS shown
        ON shown.start_seconds <= shown.duration_seconds * (whole_numbers.number - 0.5) / $parts
        AND shown.end_seconds > shown.duration_seconds * (whole_numbers.number - 0.5) / $parts
    WHERE whole_numbers.number BETWEEN 1 AND $parts
    GROUP BY whole_numbers.number
)
SELECT
    counted.part,
    round((counted.part - 0.5) / $parts, 4) AS position,
    counted.videos,
    counted.scenes,
    round(counted.positive * 1.0 / counted.known, 4) AS positive_share,
    wilson_low(counted.positive, counted.known) AS positive_share_low,
    wilson_high(counted.positive, counted.known) AS positive_share_high,
    round(counted.negative * 1.0 / counted.known, 4) AS negative_share,
    wilson_low(counted.negative, counted.known) AS negative_share_low,
    wilson_high(counted.negative, counted.known) AS negative_share_high,
    round((counted.positive - counted.negative) * 1.0 / counted.known, 4) AS balance
FROM counted
ORDER BY counted.part
