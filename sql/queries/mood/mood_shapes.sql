/*
title = "How the mood of videos develops: its shapes"
doc = """
Videos by the shape of their mood from the beginning over the middle to the end, see `video_shapes`. Videos of which a
third has no known valence have a row without a shape; those of unknown length do not enter.
"""

[columns]
shape = "`flat`, `rise`, `fall`, `hill` or `valley`; null where a third is unknown."
videos = "Number of videos."
of_videos = "All these videos."
share = "Share of all these videos."
share_low = "The low end of its 95 % interval."
share_high = "The high end of its 95 % interval."
mean_beginning = "The mean balance of their first thirds, from -1 to 1."
mean_middle = "That of their second thirds."
mean_ending = "That of their last thirds."

[counts]
share = "of_videos"
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
WITH counted AS (
    SELECT
        video_shapes.shape,
        count(*) AS videos,
        CAST(sum(count(*)) OVER () AS BIGINT) AS of_videos,
        round(avg(round(video_shapes.beginning * 10000)) / 10000, 4) AS mean_beginning,
        round(avg(round(video_shapes.middle * 10000)) / 10000, 4) AS mean_middle,
        round(avg(round(video_shapes.ending * 10000)) / 10000, 4) AS mean_ending
    FROM video_shapes
    INNER JOIN videos ON videos.video_id = video_shapes.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    GROUP BY video_shapes.shape
)
SELECT
    counted.shape,
    counted.videos,
    counted.of_videos,
    round(counted.videos * 1.0 / counted.of_videos, 4) AS share,
    wilson_low(counted.videos, counted.of_videos) AS share_low,
    wilson_high(counted.videos, counted.of_videos) AS share_high,
    counted.mean_beginning,
    counted.mean_middle,
    counted.mean_ending
FROM counted
ORDER BY counted.videos DESC, counted.shape NULLS LAST
