/*
title = "When in a scene the mood changes"
doc = """
Where in their scene the annotated changes of mood fall. Changes without a time or outside of their scene, and scenes
without a length, do not enter. Parts without a change are there, with 0.
"""

[columns]
part = "The part of the scene, counted from 1."
from_share = "The part begins here, as a share of the scene's length."
changes = "Number of changes."
share = "Share of all of them."

[counts]
share = "changes"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.parts]
type = "integer"
doc = "Parts of equal length that a scene is cut into."
default = 10
allowed = [4, 5, 10, 20]

[bins]
column = "part"
step = 1

[chart]
mark = "bar"
x = "from_share"
y = "changes"
titles = { from_share = "Position in the scene (% of its length, from)" }
*/
SELECT
    whole_numbers.number AS part,
    round((whole_numbers.number - 1.0) / $parts, 4) AS from_share,
    count(placed.part) AS changes,
    round(count(placed.part) * 1.0 / nullif(sum(count(placed.part)) OVER (), 0), 4) AS share
FROM whole_numbers
LEFT JOIN (
    SELECT least(CAST(floor(
        (mood_changes.at_seconds - scenes.start_seconds) / (scenes.end_seconds - scenes.start_seconds) * $parts
    ) AS BIGINT) + 1, $parts) AS part
    FROM mood_changes
    INNER JOIN scenes
        ON scenes.video_id = mood_changes.video_id AND scenes.scene_index = mood_changes.scene_index
    INNER JOIN videos ON videos.video_id = mood_changes.video_id
    WHERE scenes.end_seconds > scenes.start_seconds
        AND mood_changes.at_seconds >= scenes.start_seconds
        AND mood_changes.at_seconds <= scenes.end_seconds
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
) AS placed ON placed.part = whole_numbers.number
WHERE whole_numbers.number BETWEEN 1 AND $parts
GROUP BY whole_numbers.number
ORDER BY whole_numbers.number
