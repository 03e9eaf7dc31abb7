/*
title = "Which mood follows which"
doc = """
Pairs of main moods of a scene and the next one of the same video. Scenes without a readable mood make no pair;
staying in a mood is a pair of the same names.
"""

[columns]
from_mood = "The mood of a scene."
to_mood = "The mood of the next scene."
times = "How often it happens."
videos = "In how many videos."
share = "Share of all that follows `from_mood`."

[counts]
share = "times"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

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
SELECT
    moods.mood AS from_mood,
    moods.next_mood AS to_mood,
    count(*) AS times,
    count(DISTINCT moods.video_id) AS videos,
    round(count(*) * 1.0 / sum(count(*)) OVER (PARTITION BY moods.mood), 4) AS share
FROM (
    SELECT
        scene_moods.video_id,
        scene_moods.mood,
        lead(scene_moods.mood) OVER (PARTITION BY scene_moods.video_id ORDER BY scene_moods.scene_index) AS next_mood
    FROM scene_moods
) AS moods
INNER JOIN videos ON videos.video_id = moods.video_id
WHERE moods.mood IS NOT NULL AND moods.next_mood IS NOT NULL
    AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
GROUP BY moods.mood, moods.next_mood
ORDER BY times DESC, from_mood, to_mood
LIMIT $row_limit
