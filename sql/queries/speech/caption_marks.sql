/*
title = "Music, applause and laughter in the captions"
doc = """
YouTube's captions mark what is heard beside speech. Shown are the videos whose captions have a mark, case apart. A
video without captions cannot have one and is left out of the share.
"""

[columns]
mark = "The mark."
videos = "Number of videos with it."
share = "Share of the videos with captions."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "mark"
*/
SELECT
    video_marks.mark,
    count(CASE WHEN video_marks.is_there THEN 1 END) AS videos,
    round(avg(CASE WHEN video_marks.is_there THEN 1.0 ELSE 0.0 END), 4) AS share
FROM video_marks
INNER JOIN videos ON videos.video_id = video_marks.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY video_marks.mark
ORDER BY videos DESC, video_marks.mark
