/*
title = "Missing values by column"
stored = ["table_name", "column_name"]
merge = "sum"
doc = """
For columns that people select by: how many values are null, how many texts are empty, and how many numbers are 0. In
counts and the audio-visual correlation a 0 often means unknown; in the dynamism score it is a value.
"""

[columns]
table_name = "The table."
column_name = "The column."
in_all = "Number of rows."
nulls = "Rows with a null: absent or unreadable."
empty = "Rows with an empty text."
zeros = "Rows with a 0."
*/
SELECT
    'videos' AS table_name, 'youtube_title' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_title) AS nulls,
    count(CASE WHEN videos.youtube_title = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_channel' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_channel) AS nulls,
    count(CASE WHEN videos.youtube_channel = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'content_parent_category' AS column_name, count(*) AS in_all,
    count(*) - count(videos.content_parent_category) AS nulls,
    count(CASE WHEN videos.content_parent_category = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'content_fine_category' AS column_name, count(*) AS in_all,
    count(*) - count(videos.content_fine_category) AS nulls,
    count(CASE WHEN videos.content_fine_category = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'duration_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(videos.duration_seconds) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.duration_seconds = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'resolution' AS column_name, count(*) AS in_all,
    count(*) - count(videos.resolution) AS nulls,
    count(CASE WHEN videos.resolution = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'fps' AS column_name, count(*) AS in_all,
    count(*) - count(videos.fps) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.fps = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'upload_date' AS column_name, count(*) AS in_all,
    count(*) - count(videos.upload_date) AS nulls,
    0 AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_view_count' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_view_count) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.youtube_view_count = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_like_count' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_like_count) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.youtube_like_count = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_comment_count' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_comment_count) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.youtube_comment_count = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_channel_follower_count' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_channel_follower_count) AS nulls,
    0 AS empty,
    count(CASE WHEN videos.youtube_channel_follower_count = 0 THEN 1 END) AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'youtube_description' AS column_name, count(*) AS in_all,
    count(*) - count(videos.youtube_description) AS nulls,
    count(CASE WHEN videos.youtube_description = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'climax_at_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(videos.climax_at_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'storyline_description' AS column_name, count(*) AS in_all,
    count(*) - count(videos.storyline_description) AS nulls,
    count(CASE WHEN videos.storyline_description = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'videos' AS table_name, 'text_to_speech' AS column_name, count(*) AS in_all,
    count(*) - count(videos.text_to_speech) AS nulls,
    count(CASE WHEN videos.text_to_speech = '' THEN 1 END) AS empty,
    0 AS zeros
FROM videos
UNION ALL
SELECT
    'scenes' AS table_name, 'title' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.title) AS nulls,
    count(CASE WHEN scenes.title = '' THEN 1 END) AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'end_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.end_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'mood_description' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.mood_description) AS nulls,
    count(CASE WHEN scenes.mood_description = '' THEN 1 END) AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'dynamism_score' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.dynamism_score) AS nulls,
    0 AS empty,
    count(CASE WHEN scenes.dynamism_score = 0 THEN 1 END) AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'audio_visual_correlation' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.audio_visual_correlation) AS nulls,
    0 AS empty,
    count(CASE WHEN scenes.audio_visual_correlation = 0 THEN 1 END) AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'thematic_elements' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.thematic_elements) AS nulls,
    count(CASE WHEN scenes.thematic_elements = '' THEN 1 END) AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'scenes' AS table_name, 'contextual_relevance' AS column_name, count(*) AS in_all,
    count(*) - count(scenes.contextual_relevance) AS nulls,
    count(CASE WHEN scenes.contextual_relevance = '' THEN 1 END) AS empty,
    0 AS zeros
FROM scenes
UNION ALL
SELECT
    'activities' AS table_name, 'description' AS column_name, count(*) AS in_all,
    count(*) - count(activities.description) AS nulls,
    count(CASE WHEN activities.description = '' THEN 1 END) AS empty,
    0 AS zeros
FROM activities
UNION ALL
SELECT
    'activities' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(activities.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM activities
UNION ALL
SELECT
    'props' AS table_name, 'name' AS column_name, count(*) AS in_all,
    count(*) - count(props.name) AS nulls,
    count(CASE WHEN props.name = '' THEN 1 END) AS empty,
    0 AS zeros
FROM props
UNION ALL
SELECT
    'props' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(props.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM props
UNION ALL
SELECT
    'editing_details' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(editing_details.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM editing_details
UNION ALL
SELECT
    'narrative_events' AS table_name, 'at_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(narrative_events.at_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM narrative_events
UNION ALL
SELECT
    'mood_changes' AS table_name, 'at_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(mood_changes.at_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM mood_changes
UNION ALL
SELECT
    'trimming_suggestions' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(trimming_suggestions.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM trimming_suggestions
UNION ALL
SELECT
    'transcript_segments' AS table_name, 'text' AS column_name, count(*) AS in_all,
    count(*) - count(transcript_segments.text) AS nulls,
    count(CASE WHEN transcript_segments.text = '' THEN 1 END) AS empty,
    0 AS zeros
FROM transcript_segments
UNION ALL
SELECT
    'transcript_segments' AS table_name, 'start_seconds' AS column_name, count(*) AS in_all,
    count(*) - count(transcript_segments.start_seconds) AS nulls,
    0 AS empty,
    0 AS zeros
FROM transcript_segments
