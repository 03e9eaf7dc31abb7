/*
title = "Source files that are out of line"
doc = """
Means of each source file as a multiple of the mean of all, to see whether a part of the dataset was made or read
differently. Files with few videos vary by chance: mind the number. A correlation of 0 does not enter.
"""

[columns]
source_file = "The source file."
videos = "Number of videos."
seconds_ratio = "Mean length, against that of all videos."
scenes_ratio = "Mean number of scenes, against that of all videos."
words_ratio = "Mean number of words in the captions, against that of all videos."
dynamism_ratio = "Mean dynamism score of a video, against that of all videos."
correlation_ratio = "Mean audio-visual correlation of a video, against that of all videos."
largest_deviation = "The largest distance of a ratio from 1."

[parameters.minimum_videos]
type = "integer"
doc = "Only files with so many videos or more."
default = 1

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50
*/
WITH described AS (
    SELECT
        videos.source_file,
        videos.duration_seconds,
        videos.text_to_speech_word_count AS words,
        video_profile.scenes,
        video_profile.mean_dynamism AS dynamism,
        video_profile.mean_correlation AS correlation
    FROM videos
    INNER JOIN video_profile ON video_profile.video_id = videos.video_id
),
ratios AS (
    SELECT
        described.source_file,
        count(*) AS videos,
        round(avg(described.duration_seconds) / nullif(max(means.duration_seconds), 0), 3) AS seconds_ratio,
        round(avg(described.scenes) / nullif(max(means.scenes), 0), 3) AS scenes_ratio,
        round(avg(described.words) / nullif(max(means.words), 0), 3) AS words_ratio,
        round(avg(described.dynamism) / nullif(max(means.dynamism), 0), 3) AS dynamism_ratio,
        round(avg(described.correlation) / nullif(max(means.correlation), 0), 3) AS correlation_ratio
    FROM described
    CROSS JOIN (
        SELECT
            avg(described.duration_seconds) AS duration_seconds,
            avg(described.scenes) AS scenes,
            avg(described.words) AS words,
            avg(described.dynamism) AS dynamism,
            avg(described.correlation) AS correlation
        FROM described
    ) AS means
    GROUP BY described.source_file
)
SELECT
    ratios.source_file,
    ratios.videos,
    ratios.seconds_ratio,
    ratios.scenes_ratio,
    ratios.words_ratio,
    ratios.dynamism_ratio,
    ratios.correlation_ratio,
    round(greatest(
        coalesce(abs(ratios.seconds_ratio - 1), 0),
        coalesce(abs(ratios.scenes_ratio - 1), 0),
        coalesce(abs(ratios.words_ratio - 1), 0),
        coalesce(abs(ratios.dynamism_ratio - 1), 0),
        coalesce(abs(ratios.correlation_ratio - 1), 0)
    ), 3) AS largest_deviation
FROM ratios
WHERE ratios.videos >= $minimum_videos
ORDER BY largest_deviation DESC, ratios.source_file
LIMIT $row_limit
