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
of_videos = "All these videos."
video_share = "Share of all these videos."
video_share_low = "The low end of its 95 % interval."
video_share_high = "The high end of its 95 % interval."

[counts]
video_share = "of_videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "edits"
y = "technique"
*/
WITH counted AS (
    SELECT
        video_techniques.technique,
        CAST(sum(video_techniques.edits) AS BIGINT) AS edits,
        count(*) AS videos,
        max(sizes.videos) AS of_videos
    FROM video_techniques
    INNER JOIN videos ON videos.video_id = video_techniques.video_id
    CROSS JOIN (
        SELECT count(*) AS videos
        FROM videos
        WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    ) AS sizes
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    GROUP BY video_techniques.technique
)
SELECT
    counted.technique,
    counted.edits,
    counted.videos,
    counted.of_videos,
    round(counted.videos * 1.0 / counted.of_videos, 4) AS video_share,
    wilson_low(counted.videos, counted.of_videos) AS video_share_low,
    wilson_high(counted.videos, counted.of_videos) AS video_share_high
FROM counted
ORDER BY
    CASE WHEN counted.technique IN ('other', 'not given') THEN 1 ELSE 0 END,
    counted.edits DESC,
    counted.technique
