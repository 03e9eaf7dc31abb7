/*
title = "Moments that a phrase describes"
doc = """
Looks for a phrase in everything timed: activities, props, edits, events, changes of mood, speech and climaxes, case
apart. Each has a link to watch it; moments without a time come last.
"""

[columns]
video_id = "The video."
kind = "What it is, see the view `moments`."
scene_index = "The scene; null for speech and the climax."
start_seconds = "When it starts."
end_seconds = "When it ends."
text = "What it is."
watch_url = "The video on YouTube at that time."

[parameters.phrase]
type = "text"
doc = "The phrase to look for."

[parameters.only_kind]
type = "text"
doc = "Only this kind of moment."
allowed = ["activity", "prop", "edit", "narrative_event", "mood_change", "speech", "climax"]

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
WITH found AS (
    SELECT moments.video_id, moments.kind, moments.scene_index, moments.position, moments.start_seconds
    FROM moments
    WHERE ($phrase IS NULL OR strpos(lower(moments.text), lower($phrase)) > 0)
        AND ($only_kind IS NULL OR moments.kind = $only_kind)
        AND (
            $category IS NULL
            OR moments.video_id IN (
                SELECT videos.video_id FROM videos
                WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
            )
        )
    ORDER BY
        CASE WHEN moments.start_seconds IS NULL THEN 1 ELSE 0 END,
        moments.video_id, moments.start_seconds, moments.kind, moments.scene_index NULLS FIRST, moments.position
    LIMIT $row_limit
)
-- texts and links of the first ones only: they are most of what would have to be sorted
SELECT
    moments.video_id,
    moments.kind,
    moments.scene_index,
    moments.start_seconds,
    moments.end_seconds,
    moments.text,
    moments.watch_url
FROM found
INNER JOIN moments
    ON moments.video_id = found.video_id
    AND moments.kind = found.kind
    AND moments.position = found.position
    AND coalesce(moments.scene_index, 0) = coalesce(found.scene_index, 0)
ORDER BY
    CASE WHEN moments.start_seconds IS NULL THEN 1 ELSE 0 END,
    moments.video_id, moments.start_seconds, moments.kind, moments.scene_index NULLS FIRST, moments.position
