/*
title = "Which mood follows which"
doc = """
Pairs of main moods of a scene and the next one of the same video. Scenes without a readable mood make no pair;
staying in a mood is a pair of the same names. By family, all forms of a mood are one, see `mood_words`.
"""

[columns]
from_mood = "The mood of a scene, or its family."
to_mood = "The mood of the next scene, or its family."
times = "How often it happens."
videos = "In how many videos."
of_times = "How often anything follows `from_mood`."
share = "Share of all that follows `from_mood`."
share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
share_high = "The high end of its 95 % interval."

[counts]
share = "of_times"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.group_by]
type = "text"
doc = "Whether forms of a mood (Celebration, Celebratory) stand apart or are one family."
default = "mood"
allowed = ["mood", "family"]

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 100

[chart]
mark = "heatmap"
x = "to_mood"
y = "from_mood"
color = "times"
*/
WITH named AS (
    SELECT
        scene_moods.video_id,
        scene_moods.scene_index,
        CASE $group_by WHEN 'family' THEN scene_moods.family ELSE scene_moods.mood END AS mood
    FROM scene_moods
),
moods AS (
    SELECT
        named.video_id,
        named.mood,
        lead(named.mood) OVER (PARTITION BY named.video_id ORDER BY named.scene_index) AS next_mood
    FROM named
),
counted AS (
    SELECT
        moods.mood AS from_mood,
        moods.next_mood AS to_mood,
        count(*) AS times,
        count(DISTINCT moods.video_id) AS videos,
        CAST(sum(count(*)) OVER (PARTITION BY moods.mood) AS BIGINT) AS of_times
    FROM moods
    INNER JOIN videos ON videos.video_id = moods.video_id
    WHERE moods.mood IS NOT NULL AND moods.next_mood IS NOT NULL
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
    GROUP BY moods.mood, moods.next_mood
)
SELECT
    counted.from_mood,
    counted.to_mood,
    counted.times,
    counted.videos,
    counted.of_times,
    round(counted.times * 1.0 / counted.of_times, 4) AS share,
    wilson_low(counted.times, counted.of_times) AS share_low,
    wilson_high(counted.times, counted.of_times) AS share_high
FROM counted
ORDER BY counted.times DESC, counted.from_mood, counted.to_mood
LIMIT $row_limit
