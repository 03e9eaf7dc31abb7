/*
title = "The longest silences"
doc = """
Stretches without speech between two segments of the timed transcript, before the first and after the last one. Silent
means that nothing was recognised: there may be music. Videos without any speech are left out, see the audit
`no_speech`; segments without a letter or digit are none, see `speech_segments`.
"""

[columns]
video_id = "The video."
from_seconds = "The silence begins here."
to_seconds = "It ends here."
seconds = "Its length in seconds."
place = "`start`, `between` or `end`."
watch_url = "The video on YouTube at that time."

[parameters.minimum_seconds]
type = "number"
doc = "Only silences of so many seconds or more."
default = 10.0

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
WITH silent AS (
    SELECT
        speech_segments.video_id,
        coalesce(speech_segments.spoken_until_seconds, 0) AS from_seconds,
        speech_segments.start_seconds AS to_seconds,
        CASE WHEN speech_segments.spoken_until_seconds IS NULL THEN 'start' ELSE 'between' END AS place
    FROM speech_segments
    WHERE speech_segments.end_seconds >= speech_segments.start_seconds
        AND speech_segments.start_seconds - coalesce(speech_segments.spoken_until_seconds, 0) >= $minimum_seconds
    UNION ALL
    SELECT
        videos.video_id,
        video_speech.last_end_seconds AS from_seconds,
        videos.duration_seconds AS to_seconds,
        'end' AS place
    FROM videos
    INNER JOIN video_speech ON video_speech.video_id = videos.video_id
    WHERE videos.duration_seconds - video_speech.last_end_seconds >= $minimum_seconds
)
SELECT
    silent.video_id,
    round(silent.from_seconds, 3) AS from_seconds,
    round(silent.to_seconds, 3) AS to_seconds,
    round(silent.to_seconds - silent.from_seconds, 3) AS seconds,
    silent.place,
    CASE WHEN length(silent.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || silent.video_id
        || '&t=' || CAST(CAST(floor(silent.from_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM silent
INNER JOIN videos ON videos.video_id = silent.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
ORDER BY seconds DESC, silent.video_id, from_seconds
LIMIT $row_limit
