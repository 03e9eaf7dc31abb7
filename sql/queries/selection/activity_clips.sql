/*
title = "Clips of one activity each, for training"
doc = """
Activities with a length within bounds, a description and a scene whose sound and picture fit. Empty, missing and
inverted spans are no clips; a correlation of 0 means unknown and fails any minimum above 0. What lies behind the end
of the video is cut off; videos of unknown length are left out.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
activity_index = "The activity, counted from 1."
start_seconds = "The clip starts here."
end_seconds = "It ends here."
seconds = "Its length in seconds."
caption = "What is done."
correlation = "The audio-visual correlation of its scene."
parent_category = "The broad category."
watch_url = "The clip on YouTube."

[parameters.minimum_seconds]
type = "number"
doc = "The shortest clip, in seconds."
default = 3.0

[parameters.maximum_seconds]
type = "number"
doc = "The longest clip, in seconds."
default = 30.0

[parameters.minimum_letters]
type = "integer"
doc = "Descriptions longer than this."
default = 10

[parameters.minimum_correlation]
type = "number"
doc = "The smallest audio-visual correlation of the scene."
default = 0.5

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 1000
*/
SELECT
    timed.video_id,
    timed.scene_index,
    timed.activity_index,
    timed.start_seconds,
    timed.end_seconds,
    round(timed.end_seconds - timed.start_seconds, 3) AS seconds,
    timed.description AS caption,
    scenes.audio_visual_correlation AS correlation,
    videos.content_parent_category AS parent_category,
    CASE WHEN length(timed.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || timed.video_id
        || '&t=' || CAST(CAST(floor(timed.start_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM activity_spans AS timed
INNER JOIN scenes ON scenes.video_id = timed.video_id AND scenes.scene_index = timed.scene_index
INNER JOIN videos ON videos.video_id = timed.video_id
-- the text is looked at last: it costs most
WHERE CASE
        WHEN round(timed.end_seconds - timed.start_seconds, 3) >= $minimum_seconds
            AND round(timed.end_seconds - timed.start_seconds, 3) <= $maximum_seconds
            AND timed.end_seconds > timed.start_seconds
            THEN length(trim(timed.description)) > $minimum_letters
        ELSE FALSE
    END
    AND videos.duration_seconds > 0
    AND scenes.audio_visual_correlation >= $minimum_correlation
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
ORDER BY timed.video_id, timed.scene_index, timed.activity_index
LIMIT $row_limit
