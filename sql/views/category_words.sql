/*
title = "The words of the activities in every category"
stored = ["word", "parent_category"]
merge = "sum"
doc = """
In how many videos and activities of a broad category a word stands. Words of four letters or more, in lower case; what
is no letter from a to z parts them.
"""

[columns]
parent_category = "The broad category; null for the videos without one."
word = "The word."
videos = "Videos of the category with an activity that has the word."
activities = "How often it stands in their activities."
*/
SELECT
    in_videos.parent_category,
    in_videos.word,
    count(*) AS videos,
    CAST(sum(in_videos.activities) AS BIGINT) AS activities
FROM (
    SELECT words.video_id, words.parent_category, words.word, count(*) AS activities
    FROM (
        SELECT
            activities.video_id,
            videos.content_parent_category AS parent_category,
            unnest(string_split(regexp_replace(lower(activities.description), '[^a-z]+', ' ', 'g'), ' ')) AS word
        FROM activities
        INNER JOIN videos ON videos.video_id = activities.video_id
    ) AS words
    WHERE length(words.word) >= 4
    GROUP BY words.video_id, words.parent_category, words.word
) AS in_videos
GROUP BY in_videos.parent_category, in_videos.word
