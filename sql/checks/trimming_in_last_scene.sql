/*
title = "Trimming suggestions timed in the last scene"
severity = "note"
doc = """
By a fault upstream the times of trimming suggestions lie in the last scene, whatever they speak of. They say what to
cut, not where: do not use their times.
"""
*/
SELECT
    trimming_suggestions.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    trimming_suggestions.suggestion_index AS position,
    'cut at ' || CAST(trimming_suggestions.start_seconds AS VARCHAR) || ' s, in the last of '
        || CAST(last_scenes.scenes AS VARCHAR) || ' scenes' AS detail
FROM trimming_suggestions
INNER JOIN (
    SELECT scenes.video_id, count(*) AS scenes, max(scenes.start_seconds) AS start_seconds
    FROM scenes
    GROUP BY scenes.video_id
) AS last_scenes ON last_scenes.video_id = trimming_suggestions.video_id
WHERE last_scenes.scenes > 1 AND trimming_suggestions.start_seconds >= last_scenes.start_seconds - 1
