/*
title = "One row a video: counts, rates and coverage"
stored = ["video_id"]
doc = """
What a video holds, for selections and for a first look. Rates are null where the length is unknown or 0; means are
null where there is nothing to average. A correlation of exactly 0 means that none was judged and does not enter its
mean. Speech is measured on the timed transcript.
"""

[columns]
video_id = "The video."
youtube_title = "The title on YouTube."
youtube_channel = "The channel."
parent_category = "The broad category."
fine_category = "The fine category."
duration_seconds = "The length in seconds."
scenes = "Number of scenes."
activities = "Number of activities."
props = "Number of props."
edits = "Number of editing details."
narrative_events = "Number of narrative events."
mood_changes = "Number of changes of mood."
characters = "Number of characters."
segments = "Number of segments of the timed transcript in which something is said."
words = "Words in them."
mean_scene_seconds = "The mean length of the scenes that have one, in seconds."
edits_per_minute = "Editing details per minute of the video."
events_per_minute = "Narrative events per minute of the video."
words_per_minute = "Words per minute of the video."
speech_coverage = "The share of the video during which somebody speaks, 0 to 1."
scene_coverage = "The share of the video that scenes cover, 0 to 1; overlaps count once."
mean_dynamism = "The mean of the scenes' dynamism scores."
mean_correlation = "The mean of the scenes' audio-visual correlation, zeros left out."
climax_position = "When the climax falls, as a share of the length; null where unknown or outside the video."
watch_url = "The video on YouTube; null where the id is none of YouTube's."
*/
SELECT
    videos.video_id,
    videos.youtube_title,
    videos.youtube_channel,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.duration_seconds,
    coalesce(scenes.scenes, 0) AS scenes,
    coalesce(counts.activities, 0) AS activities,
    coalesce(counts.props, 0) AS props,
    coalesce(counts.edits, 0) AS edits,
    coalesce(counts.narrative_events, 0) AS narrative_events,
    coalesce(counts.mood_changes, 0) AS mood_changes,
    coalesce(characters.characters, 0) AS characters,
    coalesce(speech.segments, 0) AS segments,
    coalesce(speech.words, 0) AS words,
    round(scenes.mean_scene_seconds, 3) AS mean_scene_seconds,
    round(coalesce(counts.edits, 0) * 60.0 / nullif(videos.duration_seconds, 0), 3) AS edits_per_minute,
    round(coalesce(counts.narrative_events, 0) * 60.0 / nullif(videos.duration_seconds, 0), 3)
        AS events_per_minute,
    round(coalesce(speech.words, 0) * 60.0 / nullif(videos.duration_seconds, 0), 3) AS words_per_minute,
    CASE WHEN videos.duration_seconds > 0
        THEN round(least(coalesce(speech.speech_seconds, 0) / videos.duration_seconds, 1), 4)
    END AS speech_coverage,
    CASE WHEN videos.duration_seconds > 0
        THEN round(least(coalesce(scenes.scene_seconds, 0) / videos.duration_seconds, 1), 4)
    END AS scene_coverage,
    round(scenes.mean_dynamism, 4) AS mean_dynamism,
    round(scenes.mean_correlation, 4) AS mean_correlation,
    CASE WHEN videos.climax_at_seconds <= videos.duration_seconds
        THEN round(videos.climax_at_seconds / nullif(videos.duration_seconds, 0), 4)
    END AS climax_position,
    CASE WHEN length(videos.video_id) = 11 THEN 'https://www.youtube.com/watch?v=' || videos.video_id END AS watch_url
FROM videos
LEFT JOIN (
    SELECT
        scenes.video_id,
        count(*) AS scenes,
        -- whole milliseconds add up exactly, in any order; so do whole ten-thousandths of a score
        avg(round(scene_spans.seconds * 1000)) / 1000 AS mean_scene_seconds,
        sum(round(scene_spans.new_seconds * 1000)) / 1000 AS scene_seconds,
        avg(round(scenes.dynamism_score * 10000)) / 10000 AS mean_dynamism,
        avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000 AS mean_correlation
    FROM scenes
    INNER JOIN scene_spans ON scene_spans.video_id = scenes.video_id AND scene_spans.scene_index = scenes.scene_index
    GROUP BY scenes.video_id
) AS scenes ON scenes.video_id = videos.video_id
LEFT JOIN (
    SELECT
        scene_profile.video_id,
        CAST(sum(scene_profile.activities) AS BIGINT) AS activities,
        CAST(sum(scene_profile.props) AS BIGINT) AS props,
        CAST(sum(scene_profile.edits) AS BIGINT) AS edits,
        CAST(sum(scene_profile.narrative_events) AS BIGINT) AS narrative_events,
        CAST(sum(scene_profile.mood_changes) AS BIGINT) AS mood_changes
    FROM scene_profile
    GROUP BY scene_profile.video_id
) AS counts ON counts.video_id = videos.video_id
LEFT JOIN (
    SELECT characters.video_id, count(*) AS characters FROM characters GROUP BY characters.video_id
) AS characters ON characters.video_id = videos.video_id
LEFT JOIN video_speech AS speech ON speech.video_id = videos.video_id
