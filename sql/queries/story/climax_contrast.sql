/*
title = "The climax against the rest of its video"
doc = """
What is different in the seconds around the climax: each measure within the window and in the rest of the same video,
then the mean over the videos that have both. Dynamism and valence are weighted by time, speech is the share of time in
which somebody speaks, edits are counted where they start. The window is cut at the ends of the video. Left out are
videos of unknown length, without a climax in them, and those that the window covers whole. The annotator who placed the
climax wrote the scenes, too.
"""

[columns]
measure = "`dynamism` (0 to 1), `valence` (-1 to 1), `edits_per_minute` or `speech_share` (0 to 1)."
videos = "Videos that have the measure in the window and in the rest."
at_climax = "Its mean over these videos in the window."
elsewhere = "Its mean over these videos in the rest."
difference = "The mean of the differences."
higher_videos = "Videos in which it is higher in the window."
higher_share = "Their share of the videos."
higher_share_low = "The low end of its 95 % interval."
higher_share_high = "The high end of its 95 % interval."

[counts]
at_climax = "videos"
elsewhere = "videos"
difference = "videos"
higher_share = "videos"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.seconds_around]
type = "number"
doc = "The window begins so many seconds before the climax, and ends as many behind it."
default = 10.0

[chart]
mark = "bar"
x = "higher_share"
y = "measure"
*/
WITH windows AS (
    SELECT
        videos.video_id,
        videos.duration_seconds,
        greatest(videos.climax_at_seconds - $seconds_around, 0) AS from_seconds,
        least(videos.climax_at_seconds + $seconds_around, videos.duration_seconds) AS to_seconds
    FROM videos
    WHERE videos.duration_seconds > 0
        AND videos.climax_at_seconds <= videos.duration_seconds
        AND greatest(videos.climax_at_seconds - $seconds_around, 0)
            < least(videos.climax_at_seconds + $seconds_around, videos.duration_seconds)
        AND (videos.climax_at_seconds > $seconds_around
            OR videos.climax_at_seconds + $seconds_around < videos.duration_seconds)
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
),
scene_parts AS (
    SELECT
        windows.video_id,
        scenes.dynamism_score,
        CASE scene_moods.valence WHEN 'positive' THEN 1 WHEN 'negative' THEN -1 WHEN 'neutral' THEN 0 END AS sign,
        round(1000 * scene_spans.new_seconds) AS milliseconds,
        round(1000 * greatest(
            least(scene_spans.end_seconds, windows.to_seconds)
            - greatest(scene_spans.end_seconds - scene_spans.new_seconds, windows.from_seconds), 0
        )) AS within
    FROM windows
    INNER JOIN scene_spans ON scene_spans.video_id = windows.video_id AND scene_spans.new_seconds > 0
    INNER JOIN scenes
        ON scenes.video_id = scene_spans.video_id AND scenes.scene_index = scene_spans.scene_index
    INNER JOIN scene_moods
        ON scene_moods.video_id = scene_spans.video_id AND scene_moods.scene_index = scene_spans.scene_index
),
scored AS (
    SELECT
        scene_parts.video_id,
        sum(round(scene_parts.dynamism_score * 10000) * scene_parts.within) / 10000
            / nullif(sum(CASE WHEN scene_parts.dynamism_score IS NOT NULL THEN scene_parts.within END), 0)
            AS dynamism_within,
        sum(round(scene_parts.dynamism_score * 10000) * (scene_parts.milliseconds - scene_parts.within)) / 10000
            / nullif(sum(CASE WHEN scene_parts.dynamism_score IS NOT NULL
                THEN scene_parts.milliseconds - scene_parts.within END), 0) AS dynamism_elsewhere,
        sum(scene_parts.sign * scene_parts.within)
            / nullif(sum(CASE WHEN scene_parts.sign IS NOT NULL THEN scene_parts.within END), 0) AS valence_within,
        sum(scene_parts.sign * (scene_parts.milliseconds - scene_parts.within))
            / nullif(sum(CASE WHEN scene_parts.sign IS NOT NULL
                THEN scene_parts.milliseconds - scene_parts.within END), 0) AS valence_elsewhere
    FROM scene_parts
    GROUP BY scene_parts.video_id
),
edited AS (
    SELECT
        windows.video_id,
        count(*) AS edits,
        sum(CASE WHEN editing_details.start_seconds >= windows.from_seconds
            AND editing_details.start_seconds < windows.to_seconds THEN 1 ELSE 0 END) AS within
    FROM windows
    INNER JOIN editing_details ON editing_details.video_id = windows.video_id
    WHERE editing_details.start_seconds < windows.duration_seconds
    GROUP BY windows.video_id
),
spoken AS (
    SELECT
        windows.video_id,
        sum(round(1000 * (speech_segments.end_seconds - speech_segments.new_from_seconds))) AS milliseconds,
        sum(round(1000 * greatest(
            least(speech_segments.end_seconds, windows.to_seconds)
            - greatest(speech_segments.new_from_seconds, windows.from_seconds), 0
        ))) AS within
    FROM windows
    INNER JOIN speech_segments ON speech_segments.video_id = windows.video_id
    WHERE speech_segments.new_from_seconds IS NOT NULL
    GROUP BY windows.video_id
),
measured AS (
    SELECT
        'dynamism' AS measure,
        scored.dynamism_within AS at_climax,
        scored.dynamism_elsewhere AS elsewhere
    FROM scored
    UNION ALL
    SELECT 'valence' AS measure, scored.valence_within AS at_climax, scored.valence_elsewhere AS elsewhere
    FROM scored
    UNION ALL
    SELECT
        'edits_per_minute' AS measure,
        coalesce(edited.within, 0) * 60.0 / (windows.to_seconds - windows.from_seconds) AS at_climax,
        (coalesce(edited.edits, 0) - coalesce(edited.within, 0)) * 60.0
            / (windows.duration_seconds - (windows.to_seconds - windows.from_seconds)) AS elsewhere
    FROM windows
    LEFT JOIN edited ON edited.video_id = windows.video_id
    UNION ALL
    SELECT
        'speech_share' AS measure,
        coalesce(spoken.within, 0) / 1000.0 / (windows.to_seconds - windows.from_seconds) AS at_climax,
        (coalesce(spoken.milliseconds, 0) - coalesce(spoken.within, 0)) / 1000.0
            / (windows.duration_seconds - (windows.to_seconds - windows.from_seconds)) AS elsewhere
    FROM windows
    LEFT JOIN spoken ON spoken.video_id = windows.video_id
),
rounded AS (
    -- whole millionths add up exactly, in any order
    SELECT
        measured.measure,
        round(measured.at_climax * 1000000) AS at_climax,
        round(measured.elsewhere * 1000000) AS elsewhere
    FROM measured
    WHERE measured.at_climax IS NOT NULL AND measured.elsewhere IS NOT NULL
),
counted AS (
    SELECT
        rounded.measure,
        count(*) AS videos,
        avg(rounded.at_climax) / 1000000 AS at_climax,
        avg(rounded.elsewhere) / 1000000 AS elsewhere,
        avg(rounded.at_climax - rounded.elsewhere) / 1000000 AS difference,
        CAST(sum(CASE WHEN rounded.at_climax > rounded.elsewhere THEN 1 ELSE 0 END) AS BIGINT) AS higher_videos
    FROM rounded
    GROUP BY rounded.measure
)
SELECT
    counted.measure,
    counted.videos,
    round(counted.at_climax, 4) AS at_climax,
    round(counted.elsewhere, 4) AS elsewhere,
    round(counted.difference, 4) AS difference,
    counted.higher_videos,
    round(counted.higher_videos * 1.0 / counted.videos, 4) AS higher_share,
    wilson_low(counted.higher_videos, counted.videos) AS higher_share_low,
    wilson_high(counted.higher_videos, counted.videos) AS higher_share_high
FROM counted
ORDER BY counted.measure
