/*
title = "How dynamism goes over a video"
doc = """
Each video is cut into parts of equal length, and the scene at the middle of a part gives its scores. Scenes without a
time and videos of unknown length do not enter; a correlation of 0 means that none was judged.
"""

[columns]
part = "The part of the video, counted from 1."
position = "The middle of the part as a share of the length."
videos = "Videos with a scene there."
mean_dynamism = "The mean dynamism score."
mean_correlation = "The mean audio-visual correlation, zeros left out."

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
y = "mean_dynamism"
*/
SELECT
    numbers.part,
    round((numbers.part - 0.5) / $parts, 4) AS position,
    count(DISTINCT scenes.video_id) AS videos,
    round(avg(round(scenes.dynamism_score * 10000)) / 10000, 4) AS mean_dynamism,
    round(avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000, 4) AS mean_correlation
FROM scenes
INNER JOIN videos ON videos.video_id = scenes.video_id
INNER JOIN (VALUES
    (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20)
) AS numbers (part)
    ON numbers.part <= $parts
    AND scenes.start_seconds <= videos.duration_seconds * (numbers.part - 0.5) / $parts
    AND scenes.end_seconds > videos.duration_seconds * (numbers.part - 0.5) / $parts
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY numbers.part
ORDER BY numbers.part
