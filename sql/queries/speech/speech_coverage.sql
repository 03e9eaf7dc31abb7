/*
title = "How much of the videos is spoken"
doc = """
Videos by the share of their length that segments of the timed transcript cover, in steps of a tenth, all
of which are there. Videos without segments are those with no speech; those of unknown length make a row with nulls.
"""

[columns]
from_share = "The class begins here; null for videos of unknown length."
videos = "Number of videos."
share = "Share of all these videos."
timed_videos = "Videos of known length."
mean_words_per_minute = "The mean of words per minute of video."

[counts]
share = "videos"
mean_words_per_minute = "timed_videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[bins]
column = "from_share"
step = 0.1

[chart]
mark = "bar"
x = "from_share"
y = "videos"
titles = { from_share = "Part of the video with speech (%, from)" }
*/
WITH classes AS (
    SELECT
        CASE WHEN video_profile.speech_coverage < 1 THEN CAST(floor(video_profile.speech_coverage * 10) AS BIGINT)
            WHEN video_profile.speech_coverage = 1 THEN 9
        END AS class,
        video_profile.video_id,
        video_profile.words_per_minute
    FROM video_profile
    WHERE $category IS NULL OR $category IN (video_profile.parent_category, video_profile.fine_category)
    UNION ALL
    SELECT whole_numbers.number AS class, NULL AS video_id, NULL AS words_per_minute
    FROM whole_numbers
    WHERE whole_numbers.number < 10
)
SELECT
    classes.class / 10.0 AS from_share,
    count(classes.video_id) AS videos,
    round(count(classes.video_id) * 1.0 / nullif(sum(count(classes.video_id)) OVER (), 0), 4) AS share,
    count(classes.words_per_minute) AS timed_videos,
    round(avg(round(classes.words_per_minute * 1000)) / 1000, 2) AS mean_words_per_minute
FROM classes
GROUP BY classes.class
ORDER BY from_share NULLS LAST
