/*
title = "Videos that their scenes do not cover"
doc = """
How much of a video lies in no scene: before the first, in gaps and after the last one. Scenes should tile the video.
Overlaps count once; inverted and untimed scenes cover nothing; videos of unknown length are left out.
"""

[columns]
video_id = "The video."
duration_seconds = "The length in seconds."
scenes = "Number of scenes with a length."
covered_seconds = "Seconds within scenes."
uncovered_seconds = "Seconds outside."
uncovered_share = "The same as a share of the length."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
WITH covered AS (
    SELECT
        videos.video_id,
        videos.duration_seconds,
        count(scene_spans.seconds) AS scenes,
        coalesce(sum(round(scene_spans.new_seconds * 1000)) / 1000, 0) AS seconds
    FROM videos
    LEFT JOIN scene_spans ON scene_spans.video_id = videos.video_id
    WHERE videos.duration_seconds > 0
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    GROUP BY videos.video_id, videos.duration_seconds
)
SELECT
    covered.video_id,
    covered.duration_seconds,
    covered.scenes,
    round(covered.seconds, 3) AS covered_seconds,
    round(covered.duration_seconds - covered.seconds, 3) AS uncovered_seconds,
    round((covered.duration_seconds - covered.seconds) / covered.duration_seconds, 4) AS uncovered_share
FROM covered
ORDER BY uncovered_share DESC, covered.video_id
LIMIT $row_limit
