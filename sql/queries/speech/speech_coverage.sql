/*
title = "How much of the videos is spoken"
doc = """
Videos by the share of their length that segments of the timed transcript cover, in steps of a tenth. Videos without
segments are those with no speech; those of unknown length make a row with nulls.
"""

[columns]
from_share = "The class begins here; null for videos of unknown length."
videos = "Number of videos."
share = "Share of all these videos."
mean_words_per_minute = "The mean of words per minute of video."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[chart]
mark = "bar"
x = "from_share"
y = "videos"
*/
SELECT
    CASE WHEN video_profile.speech_coverage < 1 THEN floor(video_profile.speech_coverage * 10)
        WHEN video_profile.speech_coverage = 1 THEN 9
    END / 10 AS from_share,
    count(*) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (), 4) AS share,
    round(avg(round(video_profile.words_per_minute * 1000)) / 1000, 2) AS mean_words_per_minute
FROM video_profile
WHERE $category IS NULL OR $category IN (video_profile.parent_category, video_profile.fine_category)
GROUP BY CASE WHEN video_profile.speech_coverage < 1 THEN floor(video_profile.speech_coverage * 10)
        WHEN video_profile.speech_coverage = 1 THEN 9
    END / 10
ORDER BY from_share NULLS LAST
