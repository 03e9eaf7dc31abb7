/*
title = "How long the scenes are"
doc = """
Scenes by length, in classes of equal width; empty classes are left out. Scenes with a missing, empty or inverted span
make a row with nulls.
"""

[columns]
from_seconds = "The class begins here; null for scenes without a length."
to_seconds = "It ends before this."
scenes = "Number of scenes."
share = "Share of all these scenes."
mean_dynamism = "Their mean dynamism score."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.bucket_seconds]
type = "integer"
doc = "Width of a class in seconds."
default = 10
allowed = [5, 10, 20, 30, 60]

[chart]
mark = "bar"
x = "from_seconds"
y = "scenes"
*/
SELECT
    lengths.from_seconds,
    lengths.from_seconds + $bucket_seconds AS to_seconds,
    count(*) AS scenes,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share,
    round(avg(round(lengths.dynamism_score * 10000)) / 10000, 4) AS mean_dynamism
FROM (
    SELECT
        CAST(floor(scene_profile.seconds / $bucket_seconds) AS BIGINT) * $bucket_seconds AS from_seconds,
        scene_profile.dynamism AS dynamism_score
    FROM scene_profile
    INNER JOIN videos ON videos.video_id = scene_profile.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS lengths
GROUP BY lengths.from_seconds
ORDER BY lengths.from_seconds NULLS LAST
