/*
title = "Music, applause and laughter in the captions"
doc = """
YouTube's captions mark what is heard beside speech. Shown are the videos whose captions have a mark, case apart. A
video without captions cannot have one and is left out of the share.
"""

[columns]
mark = "The mark."
videos = "Number of videos with it."
with_captions = "Number of videos with captions."
share = "Share of the videos with captions."
share_low = "The low end of its 95 % interval."
share_high = "The high end of its 95 % interval."

[counts]
share = "with_captions"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "mark"
*/
WITH counted AS (
    SELECT
        video_marks.mark,
        avg(CASE WHEN video_marks.is_there THEN 1.0 ELSE 0.0 END) AS share,
        count(CASE WHEN video_marks.is_there THEN 1 END) AS videos,
        count(*) AS with_captions
    FROM video_marks
    INNER JOIN videos ON videos.video_id = video_marks.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    GROUP BY video_marks.mark
)
SELECT
    counted.mark,
    counted.videos,
    counted.with_captions,
    round(counted.share, 4) AS share,
    wilson_low(counted.videos, counted.with_captions) AS share_low,
    wilson_high(counted.videos, counted.with_captions) AS share_high
FROM counted
ORDER BY counted.videos DESC, counted.mark
