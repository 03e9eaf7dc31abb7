/*
title = "Annotation quality by category"
doc = """
The mean quality score and its parts, see the view `quality_score`. A part that a video has nothing for does not enter
its mean.
"""

[columns]
parent_category = "The broad category."
videos = "Number of videos."
quality_score = "The mean score, 0 to 1."
times_in_order = "The mean share of spans in order."
scene_coverage = "The mean share of the video that scenes cover."
texts_present = "The mean share of scene texts that are there."
scores_present = "The mean share of scenes with both scores."
cast_resolved = "The mean share of cast names that match a character."
transcripts_agree = "The mean agreement of the transcripts in length."

[counts]
quality_score = "videos"
times_in_order = "videos"
scene_coverage = "videos"
texts_present = "videos"
scores_present = "videos"
cast_resolved = "videos"
transcripts_agree = "videos"

[chart]
mark = "bar"
x = "quality_score"
y = "parent_category"
*/
SELECT
    videos.content_parent_category AS parent_category,
    count(*) AS videos,
    round(avg(round(quality_score.quality_score * 10000)) / 10000, 4) AS quality_score,
    round(avg(round(quality_score.times_in_order * 10000)) / 10000, 4) AS times_in_order,
    round(avg(round(quality_score.scene_coverage * 10000)) / 10000, 4) AS scene_coverage,
    round(avg(round(quality_score.texts_present * 10000)) / 10000, 4) AS texts_present,
    round(avg(round(quality_score.scores_present * 10000)) / 10000, 4) AS scores_present,
    round(avg(round(quality_score.cast_resolved * 10000)) / 10000, 4) AS cast_resolved,
    round(avg(round(quality_score.transcripts_agree * 10000)) / 10000, 4) AS transcripts_agree
FROM quality_score
INNER JOIN videos ON videos.video_id = quality_score.video_id
GROUP BY videos.content_parent_category
ORDER BY avg(round(quality_score.quality_score * 10000)) / 10000 DESC NULLS LAST, parent_category
