/*
title = "Search by scanning"
doc = """
Moments whose text has every word of a query, or words that begin so: for a shell, which has no search index. Phrases
stand in double quotes, and -word must not be there. Short texts come first, titles before others. `warehouse search`
knows stems, finds phrases across segments of speech, and ranks by rarity.
"""

[columns]
video_id = "The video."
title = "Its title on YouTube."
channel = "Its channel."
kind = "What was found: titles, scenes, activities, props, moods, events, questions or speech."
scene_index = "The scene; null where the video as a whole is meant."
position = "The position within the scene or the video; null where the scene or the video is meant."
start_seconds = "When it begins."
end_seconds = "When it ends."
snippet = "The text."
score = "Higher for titles and for short texts."
watch_url = "Opens the video at that second; null if the id is not one of YouTube's."

[parameters.query]
type = "text"
doc = "What is looked for."
default = ""

[parameters.kind]
type = "text"
doc = "Only moments of this kind."
allowed = ["titles", "scenes", "activities", "props", "moods", "events", "questions", "speech"]
*/
WITH asked AS (
    SELECT
        list_transform(
            regexp_extract_all(regexp_replace($query, '(?:^|\s)-("[^"]*"|\S+)', ' ', 'g'), '"[^"]*"|[^\s"]+'),
            lambda piece: trim(regexp_replace(lower(piece), '[^\pL\pN]+', ' ', 'g'))
        ) AS wanted,
        list_transform(
            regexp_extract_all($query, '(?:^|\s)-("[^"]*"|\S+)', 1),
            lambda piece: trim(regexp_replace(lower(piece), '[^\pL\pN]+', ' ', 'g'))
        ) AS excluded
),
needles AS (
    SELECT
        list_filter(wanted, lambda piece: piece <> '') AS wanted,
        list_filter(excluded, lambda piece: piece <> '') AS excluded,
        split_part(list_filter(wanted, lambda piece: piece <> '')[1], ' ', 1) AS first_word
    FROM asked
),
moments AS (
    SELECT video_id, 'titles' AS kind, NULL AS scene_index, NULL AS position, NULL AS start_seconds, NULL AS end_seconds,
        concat_ws(' / ', youtube_title, title) AS snippet, 2.0 AS weight
    FROM videos
    UNION ALL
    SELECT video_id, 'scenes', scene_index, NULL, start_seconds, end_seconds, title, 1.5 FROM scenes
    UNION ALL
    SELECT video_id, 'activities', scene_index, activity_index, start_seconds, end_seconds, description, 1 FROM activities
    UNION ALL
    SELECT video_id, 'props', scene_index, prop_index, start_seconds, end_seconds, name, 1 FROM props
    UNION ALL
    SELECT video_id, 'moods', scene_index, NULL, start_seconds, end_seconds, mood_description, 1 FROM scenes
    UNION ALL
    SELECT video_id, 'moods', scene_index, change_index, at_seconds, NULL, change_description, 1 FROM mood_changes
    UNION ALL
    SELECT video_id, 'events', scene_index, event_index, at_seconds, NULL, description, 1 FROM narrative_events
    UNION ALL
    SELECT video_id, 'questions', NULL, qa_index, NULL, NULL, concat_ws(' / ', question, answer), 1 FROM qa_pairs
    UNION ALL
    SELECT video_id, 'speech', NULL, segment_index, start_seconds, end_seconds, trim(text), 1 FROM transcript_segments
),
near AS (
    SELECT moments.*, ' ' || regexp_replace(lower(moments.snippet), '[^\pL\pN]+', ' ', 'g') AS words
    FROM moments, needles
    WHERE ($kind IS NULL OR moments.kind = $kind) AND contains(lower(moments.snippet), needles.first_word)
),
found AS (
    SELECT near.*
    FROM near, needles
    WHERE len(list_filter(needles.wanted, lambda piece: NOT contains(near.words, ' ' || piece))) = 0
        AND len(list_filter(needles.excluded, lambda piece: contains(near.words, ' ' || piece))) = 0
)
SELECT
    found.video_id,
    videos.youtube_title AS title,
    videos.youtube_channel AS channel,
    found.kind,
    found.scene_index,
    found.position,
    found.start_seconds,
    found.end_seconds,
    found.snippet,
    found.weight / sqrt(1 + len(string_split(found.snippet, ' '))) AS score,
    CASE
        WHEN regexp_full_match(found.video_id, '[A-Za-z0-9_-]{11}')
            THEN 'https://www.youtube.com/watch?v=' || found.video_id
                || coalesce('&t=' || floor(found.start_seconds)::BIGINT || 's', '')
    END AS watch_url
FROM found
JOIN videos USING (video_id)
ORDER BY score DESC, found.video_id, found.kind, found.scene_index NULLS FIRST, found.position NULLS FIRST
