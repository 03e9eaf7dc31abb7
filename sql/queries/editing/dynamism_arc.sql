/*
title = "How dynamism goes over a video"
doc = """
Each video is cut into parts of equal length, and the scene at the middle of a part gives its scores. Scenes without a
time and videos of unknown length do not enter; a correlation of 0 means that none was judged. A part without a scene
is there, with 0 videos.
"""

[columns]
part = "The part of the video, counted from 1."
position = "The middle of the part as a share of the length."
videos = "Videos with a scene there."
scores = "Dynamism scores there; scenes that overlap give several."
mean_dynamism = "The mean dynamism score."
correlations = "Audio-visual correlations above 0 there."
mean_correlation = "The mean audio-visual correlation, zeros left out."

[counts]
mean_dynamism = "scores"
mean_correlation = "correlations"

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
y = "mean_dynamism"
titles = { position = "Position in the video (% of its length)" }
*/
SELECT
    whole_numbers.number AS part,
    round((whole_numbers.number - 0.5) / $parts, 4) AS position,
    count(DISTINCT shown.video_id) AS videos,
    count(shown.dynamism_score) AS scores,
    round(avg(round(shown.dynamism_score * 10000)) / 10000, 4) AS mean_dynamism,
    count(nullif(shown.audio_visual_correlation, 0)) AS correlations,
    round(avg(round(nullif(shown.audio_visual_correlation, 0) * 10000)) / 10000, 4) AS mean_correlation
FROM whole_numbers
LEFT JOIN (
    SELECT scenes.*, videos.duration_seconds
    FROM scenes
    INNER JOIN videos ON videos.video_id = scenes.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS shown
    ON shown.start_seconds <= shown.duration_seconds * (whole_numbers.number - 0.5) / $parts
    AND shown.end_seconds > shown.duration_seconds * (whole_numbers.number - 0.5) / $parts
WHERE whole_numbers.number BETWEEN 1 AND $parts
GROUP BY whole_numbers.number
ORDER BY whole_numbers.number
