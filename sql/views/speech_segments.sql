/*
title = "The segments of the timed transcript in which something is said"
stored = ["video_id", "segment_index"]
doc = """
Segments with a letter or a digit, their times cut at the end of the video, see `scene_spans`. A text such as ` .` is no
speech, nor is what starts a second or more behind the end. The column `new_from_seconds` leaves out what earlier
segments have covered, so that the lengths from there add up to the time that is spoken.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
start_seconds = "It starts here; null where unknown."
end_seconds = "It ends here; null where unknown."
spoken_until_seconds = "Where the last of the segments that start earlier ends; null for the first."
new_from_seconds = "Where it begins to add to them: its start, or their end; null where it adds no time."
words = "Its words."
text = "What is said, without blanks at the ends."
*/
SELECT
    timed.video_id,
    timed.segment_index,
    timed.start_seconds,
    timed.end_seconds,
    timed.spoken_until_seconds,
    CASE WHEN timed.end_seconds > timed.start_seconds
            AND timed.end_seconds > coalesce(timed.spoken_until_seconds, timed.start_seconds)
        THEN greatest(timed.start_seconds, coalesce(timed.spoken_until_seconds, timed.start_seconds))
    END AS new_from_seconds,
    CASE
        -- most texts begin with one blank: then nothing need be trimmed, which would take long
        WHEN timed.text LIKE ' _%' AND timed.text NOT LIKE '  %' AND timed.text NOT LIKE '% '
            THEN length(timed.text) - length(replace(timed.text, ' ', ''))
        ELSE length(trim(timed.text)) - length(replace(trim(timed.text), ' ', '')) + 1
    END AS words,
    trim(timed.text) AS text
FROM (
    SELECT
        cut.video_id,
        cut.segment_index,
        cut.start_seconds,
        cut.end_seconds,
        cut.text,
        max(CASE WHEN cut.end_seconds >= cut.start_seconds THEN cut.end_seconds END) OVER (
            PARTITION BY cut.video_id
            ORDER BY cut.start_seconds, cut.end_seconds, cut.segment_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS spoken_until_seconds
    FROM (
        SELECT
            transcript_segments.video_id,
            transcript_segments.segment_index,
            transcript_segments.text,
            CASE WHEN transcript_segments.start_seconds > nullif(videos.duration_seconds, 0)
                THEN videos.duration_seconds
                ELSE transcript_segments.start_seconds
            END AS start_seconds,
            CASE WHEN transcript_segments.end_seconds > nullif(videos.duration_seconds, 0)
                THEN videos.duration_seconds
                ELSE transcript_segments.end_seconds
            END AS end_seconds
        FROM transcript_segments
        INNER JOIN videos ON videos.video_id = transcript_segments.video_id
        WHERE coalesce(transcript_segments.start_seconds < nullif(videos.duration_seconds, 0) + 1, TRUE)
            AND regexp_extract(transcript_segments.text, '[\p{L}\p{N}]') <> ''
    ) AS cut
) AS timed
