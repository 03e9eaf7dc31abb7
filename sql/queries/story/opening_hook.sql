/*
title = "The opening hook: the first seconds against the rest of the video"
doc = """
How videos of a category begin: speech, edits and dynamism in the first seconds and behind them, as means over videos,
and whether and when somebody speaks. Dynamism is weighted by time, where scenes overlap by the earlier one. Only videos
longer than the opening enter.
"""

[columns]
parent_category = "The broad category; null for the videos without one."
videos = "Number of videos."
spoken_videos = "Videos in which somebody speaks in the opening."
spoken_share = "Their share of the videos."
spoken_share_low = "The low end of its 95 % interval."
spoken_share_high = "The high end of its 95 % interval."
median_first_word_seconds = "Median over the videos with speech: when its first segment starts."
speech_share = "Mean share of the opening in which somebody speaks."
speech_share_behind = "The same of the rest of the video."
edits_per_minute = "Mean number of edits that start in the opening, per minute."
edits_per_minute_behind = "The same of the rest."
scored_videos = "Videos with a dynamism score in the opening and behind it."
mean_dynamism = "Mean over these of the dynamism of the opening."
mean_dynamism_behind = "The same of the rest."

[counts]
spoken_share = "videos"
median_first_word_seconds = "spoken_videos"
speech_share = "videos"
speech_share_behind = "videos"
edits_per_minute = "videos"
edits_per_minute_behind = "videos"
mean_dynamism = "scored_videos"
mean_dynamism_behind = "scored_videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.opening_seconds]
type = "number"
doc = "The opening's length, in seconds."
default = 10.0

[chart]
mark = "bar"
x = "edits_per_minute"
y = "parent_category"
*/
WITH chosen AS (
    SELECT videos.video_id, videos.content_parent_category AS parent_category, videos.duration_seconds
    FROM videos
    WHERE videos.duration_seconds > $opening_seconds
        AND $opening_seconds > 0
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
),
spoken AS (
    SELECT
        chosen.video_id,
        min(speech_segments.start_seconds) AS first_seconds,
        sum(round(1000 * (speech_segments.end_seconds - speech_segments.new_from_seconds))) AS milliseconds,
        sum(round(1000 * greatest(
            least(speech_segments.end_seconds, $opening_seconds) - speech_segments.new_from_seconds, 0
        ))) AS within
    FROM chosen
    INNER JOIN speech_segments ON speech_segments.video_id = chosen.video_id
    WHERE speech_segments.new_from_seconds IS NOT NULL
    GROUP BY chosen.video_id
),
edited AS (
    SELECT
        chosen.video_id,
        count(*) AS edits,
        sum(CASE WHEN editing_details.start_seconds < $opening_seconds THEN 1 ELSE 0 END) AS within
    FROM chosen
    INNER JOIN editing_details ON editing_details.video_id = chosen.video_id
    WHERE editing_details.start_seconds < chosen.duration_seconds
    GROUP BY chosen.video_id
),
parts AS (
    SELECT
        chosen.video_id,
        round(scenes.dynamism_score * 10000) AS score,
        round(1000 * scene_spans.new_seconds) AS milliseconds,
        round(1000 * greatest(
            least(scene_spans.end_seconds, $opening_seconds)
            - (scene_spans.end_seconds - scene_spans.new_seconds), 0
        )) AS within
    FROM chosen
    INNER JOIN scene_spans ON scene_spans.video_id = chosen.video_id AND scene_spans.new_seconds > 0
    INNER JOIN scenes
        ON scenes.video_id = scene_spans.video_id AND scenes.scene_index = scene_spans.scene_index
    WHERE scenes.dynamism_score IS NOT NULL
),
scored AS (
    SELECT
        parts.video_id,
        sum(parts.score * parts.within) / nullif(sum(parts.within), 0) AS dynamism,
        sum(parts.score * (parts.milliseconds - parts.within)) / nullif(sum(parts.milliseconds - parts.within), 0)
            AS dynamism_behind
    FROM parts
    GROUP BY parts.video_id
),
measured AS (
    -- whole millionths add up exactly, in any order
    SELECT
        chosen.parent_category,
        spoken.first_seconds,
        coalesce(spoken.within, 0) > 0 AS is_spoken,
        round(1000 * coalesce(spoken.within, 0) / $opening_seconds) AS speech,
        round(1000 * (coalesce(spoken.milliseconds, 0) - coalesce(spoken.within, 0))
            / (chosen.duration_seconds - $opening_seconds)) AS speech_behind,
        round(1000000 * coalesce(edited.within, 0) * 60.0 / $opening_seconds) AS edits,
        round(1000000 * (coalesce(edited.edits, 0) - coalesce(edited.within, 0)) * 60.0
            / (chosen.duration_seconds - $opening_seconds)) AS edits_behind,
        CASE WHEN scored.dynamism_behind IS NOT NULL THEN round(100 * scored.dynamism) END AS dynamism,
        CASE WHEN scored.dynamism IS NOT NULL THEN round(100 * scored.dynamism_behind) END AS dynamism_behind
    FROM chosen
    LEFT JOIN spoken ON spoken.video_id = chosen.video_id
    LEFT JOIN edited ON edited.video_id = chosen.video_id
    LEFT JOIN scored ON scored.video_id = chosen.video_id
),
counted AS (
    SELECT
        measured.parent_category,
        count(*) AS videos,
        CAST(sum(CASE WHEN measured.is_spoken THEN 1 ELSE 0 END) AS BIGINT) AS spoken_videos,
        round(median(measured.first_seconds), 3) AS median_first_word_seconds,
        round(avg(measured.speech) / 1000000, 4) AS speech_share,
        round(avg(measured.speech_behind) / 1000000, 4) AS speech_share_behind,
        round(avg(measured.edits) / 1000000, 3) AS edits_per_minute,
        round(avg(measured.edits_behind) / 1000000, 3) AS edits_per_minute_behind,
        count(measured.dynamism) AS scored_videos,
        round(avg(measured.dynamism) / 1000000, 4) AS mean_dynamism,
        round(avg(measured.dynamism_behind) / 1000000, 4) AS mean_dynamism_behind
    FROM measured
    GROUP BY measured.parent_category
)
SELECT
    counted.parent_category,
    counted.videos,
    counted.spoken_videos,
    round(counted.spoken_videos * 1.0 / counted.videos, 4) AS spoken_share,
    wilson_low(counted.spoken_videos, counted.videos) AS spoken_share_low,
    wilson_high(counted.spoken_videos, counted.videos) AS spoken_share_high,
    counted.median_first_word_seconds,
    counted.speech_share,
    counted.speech_share_behind,
    counted.edits_per_minute,
    counted.edits_per_minute_behind,
    counted.scored_videos,
    counted.mean_dynamism,
    counted.mean_dynamism_behind
FROM counted
ORDER BY counted.videos DESC, counted.parent_category NULLS LAST
