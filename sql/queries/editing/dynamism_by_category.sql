/*
title = "Dynamism by category"
doc = """
The dynamism scores of the scenes, a language model's on a 0.1 grid, by category. Scores outside of 0 to 1 and missing
ones do not enter; 0 is a real score here.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos with such a scene."
scenes = "Number of scenes with a score."
mean_dynamism = "The mean score."
median_dynamism = "The median score."
high_share = "Share of the scenes with 0.8 or more."
high_share_low = "The low end of its 95 % interval; the true one is wider, as scenes of one video are alike."
high_share_high = "The high end of its 95 % interval."

[counts]
mean_dynamism = "scenes"
median_dynamism = "scenes"
high_share = "scenes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only categories of so many videos or more."
default = 1

[chart]
mark = "bar"
x = "mean_dynamism"
y = "fine_category"
color = "parent_category"
*/
WITH counted AS (
    SELECT
        videos.content_parent_category AS parent_category,
        videos.content_fine_category AS fine_category,
        count(DISTINCT scenes.video_id) AS videos,
        count(*) AS scenes,
        avg(round(scenes.dynamism_score * 10000)) / 10000 AS mean_dynamism,
        median(scenes.dynamism_score) AS median_dynamism,
        count(CASE WHEN scenes.dynamism_score >= 0.8 THEN 1 END) AS high
    FROM scenes
    INNER JOIN videos ON videos.video_id = scenes.video_id
    WHERE scenes.dynamism_score BETWEEN 0 AND 1
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    GROUP BY videos.content_parent_category, videos.content_fine_category
)
SELECT
    counted.parent_category,
    counted.fine_category,
    counted.videos,
    counted.scenes,
    round(counted.mean_dynamism, 4) AS mean_dynamism,
    round(counted.median_dynamism, 4) AS median_dynamism,
    round(counted.high * 1.0 / counted.scenes, 4) AS high_share,
    wilson_low(counted.high, counted.scenes) AS high_share_low,
    wilson_high(counted.high, counted.scenes) AS high_share_high
FROM counted
WHERE counted.videos >= $minimum_videos
ORDER BY mean_dynamism DESC, counted.parent_category, counted.fine_category
