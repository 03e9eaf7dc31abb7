/*
title = "How much and how fast people speak, by category"
doc = """
Words of the timed transcript per minute of video and per minute of speech, and how much of the video is spoken.
Videos without speech count with 0 words per minute of video, but enter no rate of speech; those of unknown length
enter none.
"""

[columns]
parent_category = "The broad category."
fine_category = "The fine category."
videos = "Number of videos."
timed_videos = "Videos of known length."
with_speech = "Videos with a timed transcript."
median_words_per_minute = "The median of words per minute of video."
median_speech_rate = "The median of words per minute of speech."
median_coverage = "The median share of the video that is spoken."

[counts]
median_words_per_minute = "timed_videos"
median_speech_rate = "with_speech"
median_coverage = "timed_videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only categories of so many videos or more."
default = 1

[chart]
mark = "bar"
x = "median_words_per_minute"
y = "fine_category"
color = "parent_category"
*/
SELECT
    video_profile.parent_category,
    video_profile.fine_category,
    count(*) AS videos,
    count(video_profile.words_per_minute) AS timed_videos,
    count(nullif(video_profile.segments, 0)) AS with_speech,
    round(median(video_profile.words_per_minute), 2) AS median_words_per_minute,
    round(median(video_profile.words_per_minute / nullif(video_profile.speech_coverage, 0)), 2) AS median_speech_rate,
    round(median(video_profile.speech_coverage), 4) AS median_coverage
FROM video_profile
WHERE $category IS NULL OR $category IN (video_profile.parent_category, video_profile.fine_category)
GROUP BY video_profile.parent_category, video_profile.fine_category
HAVING count(*) >= $minimum_videos
ORDER BY median_words_per_minute DESC NULLS LAST, video_profile.parent_category, video_profile.fine_category
