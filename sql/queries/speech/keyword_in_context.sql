/*
title = "A keyword in its context"
doc = """
Where a word or phrase is said, with what stands around it in the segment; the first occurrence in each segment. Case
is ignored, and parts of words are found, too. The text is a recogniser's and may be wrong.
"""

[columns]
video_id = "The video."
segment_index = "The segment, counted from 1."
start_seconds = "When the segment starts."
before = "What is said before."
found = "The keyword as it stands there."
after = "What is said after."
watch_url = "The video on YouTube at that time."

[parameters.keyword]
type = "text"
doc = "The word or phrase to look for."
default = "because"

[parameters.width]
type = "integer"
doc = "Letters of context on each side."
default = 40

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100
*/
SELECT
    found.video_id,
    found.segment_index,
    found.start_seconds,
    substr(found.text, greatest(found.place - $width, 1), least(found.place - 1, $width)) AS before,
    substr(found.text, found.place, length($keyword)) AS found,
    substr(found.text, found.place + length($keyword), $width) AS after,
    CASE WHEN length(found.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || found.video_id
        || coalesce('&t=' || CAST(CAST(floor(found.start_seconds) AS BIGINT) AS VARCHAR) || 's', '')
    END AS watch_url
FROM (
    SELECT
        transcript_segments.video_id,
        transcript_segments.segment_index,
        transcript_segments.start_seconds,
        transcript_segments.text,
        strpos(lower(transcript_segments.text), lower($keyword)) AS place
    FROM transcript_segments
    WHERE strpos(lower(transcript_segments.text), lower($keyword)) > 0
        AND (
            $category IS NULL
            OR transcript_segments.video_id IN (
                SELECT videos.video_id FROM videos
                WHERE $category IN (videos.content_parent_category, videos.content_fine_category)
            )
        )
) AS found
ORDER BY found.video_id, found.segment_index
LIMIT $row_limit
