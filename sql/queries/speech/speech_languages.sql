/*
title = "The languages that are spoken"
doc = """
Videos with speech by the language that the detector tells, see `video_language`: null where the extract is too short
or the language too uncertain. The share is of all videos with speech. Without the stored rows there is no answer: an
ingest with `--tables-only` computes none.
"""

[columns]
language = "The ISO 639-1 code, such as `en`, or three letters; null where none can be told."
videos = "Number of videos."
of_videos = "All videos with speech."
share = "Their share of those."
share_low = "The low end of its 95 % interval."
share_high = "The high end of its 95 % interval."
hours = "Their length in hours, those of unknown length left out."
speech_hours = "Hours of them in which somebody speaks."
mean_probability = "The mean probability of the language, 0 to 1."

[counts]
share = "of_videos"
mean_probability = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "videos"
y = "language"
*/
WITH counted AS (
    SELECT
        video_language.language,
        count(*) AS videos,
        CAST(sum(count(*)) OVER () AS BIGINT) AS of_videos,
        sum(round(videos.duration_seconds * 1000)) / 3600000.0 AS hours,
        sum(round(video_speech.speech_seconds * 1000)) / 3600000.0 AS speech_hours,
        avg(round(video_language.probability * 10000)) / 10000 AS mean_probability
    FROM video_language
    INNER JOIN videos ON videos.video_id = video_language.video_id
    LEFT JOIN video_speech ON video_speech.video_id = video_language.video_id
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
    GROUP BY video_language.language
)
SELECT
    counted.language,
    counted.videos,
    counted.of_videos,
    round(counted.videos * 1.0 / counted.of_videos, 4) AS share,
    wilson_low(counted.videos, counted.of_videos) AS share_low,
    wilson_high(counted.videos, counted.of_videos) AS share_high,
    round(counted.hours, 2) AS hours,
    round(counted.speech_hours, 2) AS speech_hours,
    round(counted.mean_probability, 4) AS mean_probability
FROM counted
ORDER BY counted.videos DESC, counted.language NULLS LAST
