/*
title = "The arc of the mood over a video"
doc = """
Each video is cut into parts of equal length, and the scene at the middle of a part gives its valence. Scenes without
a time or valence and videos of unknown length do not enter; inverted scenes have no middle.
"""

[columns]
part = "The part of the video, counted from 1."
position = "The middle of the part as a share of the length."
videos = "Videos with a valence there."
positive_share = "Share of them that are positive."
negative_share = "Share of them that are negative."
balance = "The difference, from -1 to 1."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that a video is cut into."
default = 10
allowed = [4, 5, 10, 20]

[chart]
mark = "line"
x = "position"
y = "balance"
*/
SELECT
    numbers.part,
    round((numbers.part - 0.5) / $parts, 4) AS position,
    count(DISTINCT scenes.video_id) AS videos,
    round(avg(CASE WHEN scene_moods.valence = 'positive' THEN 1.0 ELSE 0.0 END), 4) AS positive_share,
    round(avg(CASE WHEN scene_moods.valence = 'negative' THEN 1.0 ELSE 0.0 END), 4) AS negative_share,
    round(avg(CASE scene_moods.valence WHEN 'positive' THEN 1.0 WHEN 'negative' THEN -1.0 ELSE 0.0 END), 4) AS balance
FROM scenes
INNER JOIN scene_moods ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
INNER JOIN videos ON videos.video_id = scenes.video_id
INNER JOIN (VALUES
    (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20)
) AS numbers (part)
    ON numbers.part <= $parts
    AND scenes.start_seconds <= videos.duration_seconds * (numbers.part - 0.5) / $parts
    AND scenes.end_seconds > videos.duration_seconds * (numbers.part - 0.5) / $parts
WHERE scene_moods.valence IS NOT NULL
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY numbers.part
ORDER BY numbers.part
