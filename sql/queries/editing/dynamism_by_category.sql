/*
title = "Dynamism by category"
doc = """
The dynamism scores of the scenes, a language model's on a 0.1 grid, by category. Scores outside of 0 to 1 and missing
ones do not enter; 0 is a real score here.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
scenes = "Number of scenes with a score."
mean_dynamism = "The mean score."
median_dynamism = "The median score."
high_share = "Share of the scenes with 0.8 or more."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "mean_dynamism"
y = "fine_category"
color = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    count(*) AS scenes,
    round(avg(round(scenes.dynamism_score * 10000)) / 10000, 4) AS mean_dynamism,
    round(median(scenes.dynamism_score), 4) AS median_dynamism,
    round(avg(CASE WHEN scenes.dynamism_score >= 0.8 THEN 1.0 ELSE 0.0 END), 4) AS high_share
FROM scenes
INNER JOIN videos ON videos.video_id = scenes.video_id
WHERE scenes.dynamism_score BETWEEN 0 AND 1
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY videos.content_parent_category, videos.content_fine_category
ORDER BY mean_dynamism DESC, parent_category, fine_category
