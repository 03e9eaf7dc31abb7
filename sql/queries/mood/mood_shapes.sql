/*
title = "How the mood of videos develops: its shapes"
doc = """
Videos by the shape of their mood from the beginning over the middle to the end, see `video_shapes`. Videos of which a
third has no known valence have a row without a shape; those of unknown length do not enter.
"""

[columns]
shape = "`flat`, `rise`, `fall`, `hill` or `valley`; null where a third is unknown."
videos = "Number of videos."
share = "Share of all these videos."
mean_beginning = "The mean balance of their first thirds, from -1 to 1."
mean_middle = "That of their second thirds."
mean_ending = "That of their last thirds."

[counts]
share = "videos"
mean_beginning = "videos"
mean_middle = "videos"
mean_ending = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "shape"
*/
SELECT
    video_shapes.shape,
    count(*) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share,
    round(avg(round(video_shapes.beginning * 10000)) / 10000, 4) AS mean_beginning,
    round(avg(round(video_shapes.middle * 10000)) / 10000, 4) AS mean_middle,
    round(avg(round(video_shapes.ending * 10000)) / 10000, 4) AS mean_ending
FROM video_shapes
INNER JOIN videos ON videos.video_id = video_shapes.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY video_shapes.shape
ORDER BY videos DESC, video_shapes.shape NULLS LAST
