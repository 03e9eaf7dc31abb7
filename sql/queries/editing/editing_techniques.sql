/*
title = "Which editing techniques are noted"
doc = """
Editing details by the technique that they name, see `edit_techniques`; a detail can name several. Whole English words
and phrases are matched, none in quotation marks and none behind `no` or `without`. How often that is right is in
`docs/quality.md`; details that name none, and those without a description, are in the last rows.
"""

[columns]
technique = "The technique; `other` where no word of the list occurs, `not given` without a description."
edits = "Number of editing details that name it."
videos = "Number of videos with such a detail."
video_share = "Share of all these videos."

[counts]
video_share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "edits"
y = "technique"
*/
SELECT
    video_techniques.technique,
    CAST(sum(video_techniques.edits) AS BIGINT) AS edits,
    count(*) AS videos,
    round(count(*) * 1.0 / max(sizes.videos), 4) AS video_share
FROM video_techniques
INNER JOIN videos ON videos.video_id = video_techniques.video_id
CROSS JOIN (
    SELECT count(*) AS videos
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
) AS sizes
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
GROUP BY video_techniques.technique
ORDER BY
    CASE WHEN video_techniques.technique IN ('other', 'not given') THEN 1 ELSE 0 END,
    edits DESC,
    video_techniques.technique
