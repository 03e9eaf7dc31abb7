/*
title = "Word counts that differ from the text"
severity = "warning"
doc = """
A video whose stated count of words is not that of its captions, split at white space. Blanks are counted first, which
is fast; only where that differs from the stated count are runs of white space taken into account.
"""
*/
SELECT
    counted.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    CAST(counted.stated AS VARCHAR) || ' stated, ' || CAST(counted.words AS VARCHAR) || ' counted' AS detail
FROM (
    SELECT
        differing.video_id,
        differing.stated,
        CASE WHEN trim(differing.tidy) = '' THEN 0 ELSE
            length(trim(differing.tidy)) - length(replace(trim(differing.tidy), ' ', '')) + 1
        END AS words
    FROM (
        SELECT
            videos.video_id,
            videos.text_to_speech_word_count AS stated,
            regexp_replace(videos.text_to_speech, '\s+', ' ', 'g') AS tidy
        FROM videos
        WHERE videos.text_to_speech_word_count
            <> length(videos.text_to_speech) - length(replace(videos.text_to_speech, ' ', '')) + 1
    ) AS differing
) AS counted
WHERE counted.words <> counted.stated
