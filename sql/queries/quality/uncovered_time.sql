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
doc = "Only this broad category, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
WITH ordered AS (
    SELECT
        scenes.video_id,
        greatest(scenes.start_seconds, coalesce(max(scenes.end_seconds) OVER (
            PARTITION BY scenes.video_id ORDER BY scenes.start_seconds, scenes.end_seconds, scenes.scene_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0)) AS new_from_seconds,
        scenes.end_seconds
    FROM scenes
    WHERE scenes.end_seconds > scenes.start_seconds
),
covered AS (
    SELECT
        videos.video_id,
        videos.duration_seconds,
        count(ordered.video_id) AS scenes,
        coalesce(sum(greatest(
            least(ordered.end_seconds, videos.duration_seconds) - ordered.new_from_seconds, 0
        )), 0) AS seconds
    FROM videos
    LEFT JOIN ordered ON ordered.video_id = videos.video_id
    WHERE videos.duration_seconds > 0 AND ($category IS NULL OR videos.content_parent_category = $category)
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
