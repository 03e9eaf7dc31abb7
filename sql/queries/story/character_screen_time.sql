/*
title = "How long each character is there"
doc = """
The length of the scenes whose cast has the character: an upper bound of the time on screen, as the dataset times no
character. Cast names are matched as in `resolved_cast`; scenes without a length count as scenes only, and what of a
scene lies behind the end of the video does not count.
"""

[columns]
video_id = "The video."
character_index = "The character, counted from 1."
character_name = "The character's name."
scenes = "Scenes with the character."
seconds = "The length of these scenes in seconds."
share = "The same as a share of the video's length; null where that is unknown."

[parameters.video]
type = "text"
doc = "Only this video, by its YouTube id."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100

[chart]
mark = "bar"
x = "seconds"
y = "character_name"
*/
SELECT
    present.video_id,
    present.character_index,
    present.character_name,
    count(*) AS scenes,
    coalesce(round(sum(round(scene_spans.seconds * 1000)) / 1000, 3), 0) AS seconds,
    CASE WHEN max(videos.duration_seconds) > 0 THEN round(least(
        coalesce(sum(round(scene_spans.seconds * 1000)) / 1000, 0) / max(videos.duration_seconds), 1
    ), 4) END AS share
FROM (
    SELECT DISTINCT
        resolved_cast.video_id, resolved_cast.scene_index, resolved_cast.character_index, resolved_cast.character_name
    FROM resolved_cast
    WHERE resolved_cast.character_index IS NOT NULL AND ($video IS NULL OR resolved_cast.video_id = $video)
) AS present
INNER JOIN scene_spans ON scene_spans.video_id = present.video_id AND scene_spans.scene_index = present.scene_index
INNER JOIN videos ON videos.video_id = present.video_id
GROUP BY present.video_id, present.character_index, present.character_name
ORDER BY seconds DESC NULLS LAST, present.video_id, present.character_index
LIMIT $row_limit
