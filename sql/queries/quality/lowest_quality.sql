/*
title = "Videos with the poorest annotation"
doc = """
The videos with the lowest quality score, with its parts; see the view `quality_score`. It grades the annotation, not
the video.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
quality_score = "The score, 0 to 1."
times_in_order = "Share of spans in order."
scene_coverage = "Share of the video that scenes cover."
texts_present = "Share of scene texts that are there."
scores_present = "Share of scenes with both scores."
cast_resolved = "Share of cast names that match a character; null without cast."
transcripts_agree = "Agreement of the transcripts in length; null without speech."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
SELECT
    quality_score.video_id,
    videos.content_parent_category AS parent_category,
    quality_score.quality_score,
    quality_score.times_in_order,
    quality_score.scene_coverage,
    quality_score.texts_present,
    quality_score.scores_present,
    quality_score.cast_resolved,
    quality_score.transcripts_agree
FROM quality_score
INNER JOIN videos ON videos.video_id = quality_score.video_id
WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
ORDER BY quality_score.quality_score NULLS FIRST, quality_score.video_id
LIMIT $row_limit
