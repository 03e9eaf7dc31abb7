/*
title = "How long the scenes are"
doc = """
Scenes by length, in classes of equal width, empty ones between the first and the last included. Scenes with a missing,
empty or inverted span make a row with nulls.
"""

[columns]
from_seconds = "The class begins here; null for scenes without a length."
to_seconds = "It ends before this."
scenes = "Number of scenes."
videos = "Number of videos with one."
share = "Share of all these scenes."
scores = "Scenes with a dynamism score."
mean_dynamism = "Their mean dynamism score."

[counts]
share = "scenes"
mean_dynamism = "scores"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.bucket_seconds]
type = "integer"
doc = "Width of a class in seconds."
default = 10
allowed = [5, 10, 20, 30, 60]

[bins]
column = "from_seconds"
step = "bucket_seconds"

[chart]
mark = "bar"
x = "from_seconds"
y = "scenes"
titles = { from_seconds = "Length of the scene (s, from)" }
*/
WITH lengths AS (
    SELECT
        CAST(floor(scene_profile.seconds / $bucket_seconds) AS BIGINT) AS class,
        scene_profile.scene_index,
        scene_profile.video_id,
        scene_profile.dynamism
    FROM scene_profile
    INNER JOIN videos ON videos.video_id = scene_profile.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
complete AS (
    SELECT lengths.class, lengths.scene_index, lengths.video_id, lengths.dynamism
    FROM lengths
    UNION ALL
    SELECT whole_numbers.number AS class, NULL AS scene_index, NULL AS video_id, NULL AS dynamism
    FROM whole_numbers
    WHERE whole_numbers.number BETWEEN (SELECT min(lengths.class) FROM lengths)
        AND (SELECT max(lengths.class) FROM lengths)
)
SELECT
    complete.class * $bucket_seconds AS from_seconds,
    (complete.class + 1) * $bucket_seconds AS to_seconds,
    count(complete.scene_index) AS scenes,
    count(DISTINCT complete.video_id) AS videos,
    round(count(complete.scene_index) * 1.0 / sum(count(complete.scene_index)) OVER (), 4) AS share,
    count(complete.dynamism) AS scores,
    round(avg(round(complete.dynamism * 10000)) / 10000, 4) AS mean_dynamism
FROM complete
GROUP BY complete.class
ORDER BY from_seconds NULLS LAST
