/*
title = "Transcripts that differ much in length"
severity = "note"
doc = """
A video whose captions and timed transcript differ in words by more than half of the longer one. Videos with fewer than
20 words in both are left out.
"""
*/
SELECT
    videos.video_id,
    CAST(NULL AS BIGINT) AS scene_index,
    CAST(NULL AS BIGINT) AS position,
    CAST(videos.text_to_speech_word_count AS VARCHAR) || ' words in the captions, '
        || CAST(coalesce(speech.words, 0) AS VARCHAR) || ' in the timed transcript' AS detail
FROM videos
LEFT JOIN video_speech AS speech ON speech.video_id = videos.video_id
WHERE greatest(videos.text_to_speech_word_count, coalesce(speech.words, 0)) >= 20
    AND least(videos.text_to_speech_word_count, coalesce(speech.words, 0))
        < 0.5 * greatest(videos.text_to_speech_word_count, coalesce(speech.words, 0))
