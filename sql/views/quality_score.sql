/*
title = "How complete and consistent each video's annotation is"
stored = ["video_id"]
doc = """
A score from 0 to 1, the plain mean of six parts, each a share of what is in order. A part that a video has nothing for
is null and does not enter. It grades the annotation, not the video; `quality_issues` lists the single findings.
"""

[columns]
video_id = "The video."
quality_score = "The mean of the parts, 0 to 1; null where no part applies."
times_in_order = "Share of scenes, activities, props and edits with both times, not inverted and within the video."
scene_coverage = "Share of the video that scenes cover."
texts_present = "Share of the scenes' titles, moods, themes and relevances that are not empty."
scores_present = "Share of scenes with a dynamism score and a correlation, both in range, the latter not 0."
cast_resolved = "Share of the names in the scenes' casts that match a character."
transcripts_agree = "The shorter transcript's words as a share of the longer one's; null without any speech."
*/
SELECT
    parts.video_id,
    round(
        (coalesce(parts.times_in_order, 0) + coalesce(parts.scene_coverage, 0) + coalesce(parts.texts_present, 0)
            + coalesce(parts.scores_present, 0) + coalesce(parts.cast_resolved, 0)
            + coalesce(parts.transcripts_agree, 0))
        / nullif(
            CASE WHEN parts.times_in_order IS NULL THEN 0 ELSE 1 END
            + CASE WHEN parts.scene_coverage IS NULL THEN 0 ELSE 1 END
            + CASE WHEN parts.texts_present IS NULL THEN 0 ELSE 1 END
            + CASE WHEN parts.scores_present IS NULL THEN 0 ELSE 1 END
            + CASE WHEN parts.cast_resolved IS NULL THEN 0 ELSE 1 END
            + CASE WHEN parts.transcripts_agree IS NULL THEN 0 ELSE 1 END, 0
        ), 4
    ) AS quality_score,
    round(parts.times_in_order, 4) AS times_in_order,
    round(parts.scene_coverage, 4) AS scene_coverage,
    round(parts.texts_present, 4) AS texts_present,
    round(parts.scores_present, 4) AS scores_present,
    round(parts.cast_resolved, 4) AS cast_resolved,
    round(parts.transcripts_agree, 4) AS transcripts_agree
FROM (
    SELECT
        videos.video_id,
        spans.in_order * 1.0 / spans.spans AS times_in_order,
        CASE WHEN videos.duration_seconds > 0
            THEN least(coalesce(scenes.scene_seconds, 0) / videos.duration_seconds, 1)
        END AS scene_coverage,
        scenes.texts / (4.0 * scenes.scenes) AS texts_present,
        scenes.scored * 1.0 / scenes.scenes AS scores_present,
        scene_names.resolved * 1.0 / scene_names.names AS cast_resolved,
        CASE WHEN coalesce(speech.words, 0) + coalesce(videos.text_to_speech_word_count, 0) > 0 THEN
            least(coalesce(speech.words, 0), coalesce(videos.text_to_speech_word_count, 0)) * 1.0
            / greatest(coalesce(speech.words, 0), coalesce(videos.text_to_speech_word_count, 0))
        END AS transcripts_agree
    FROM videos
    LEFT JOIN (
        SELECT
            scenes.video_id,
            count(*) AS scenes,
            sum(round(scene_spans.new_seconds * 1000)) / 1000 AS scene_seconds,
            sum(CASE WHEN scenes.title <> '' THEN 1 ELSE 0 END
                + CASE WHEN scenes.mood_description <> '' THEN 1 ELSE 0 END
                + CASE WHEN scenes.thematic_elements <> '' THEN 1 ELSE 0 END
                + CASE WHEN scenes.contextual_relevance <> '' THEN 1 ELSE 0 END) AS texts,
            sum(CASE WHEN scenes.dynamism_score BETWEEN 0 AND 1 AND scenes.audio_visual_correlation <= 1
                AND scenes.audio_visual_correlation > 0 THEN 1 ELSE 0 END) AS scored
        FROM scenes
        INNER JOIN scene_spans
            ON scene_spans.video_id = scenes.video_id AND scene_spans.scene_index = scenes.scene_index
        GROUP BY scenes.video_id
    ) AS scenes ON scenes.video_id = videos.video_id
    LEFT JOIN (
        SELECT
            timed.video_id,
            count(*) AS spans,
            sum(CASE WHEN timed.start_seconds <= timed.end_seconds
                AND timed.end_seconds <= coalesce(lengths.duration_seconds + 1, timed.end_seconds)
                THEN 1 ELSE 0 END) AS in_order
        FROM (
            SELECT scenes.video_id, scenes.start_seconds, scenes.end_seconds FROM scenes
            UNION ALL
            SELECT activities.video_id, activities.start_seconds, activities.end_seconds FROM activities
            UNION ALL
            SELECT props.video_id, props.start_seconds, props.end_seconds FROM props
            UNION ALL
            SELECT editing_details.video_id, editing_details.start_seconds, editing_details.end_seconds
            FROM editing_details
        ) AS timed
        INNER JOIN videos AS lengths ON lengths.video_id = timed.video_id
        GROUP BY timed.video_id
    ) AS spans ON spans.video_id = videos.video_id
    LEFT JOIN (
        SELECT
            resolved_cast.video_id,
            count(*) AS names,
            sum(CASE WHEN resolved_cast.how <> 'none' THEN 1 ELSE 0 END) AS resolved
        FROM resolved_cast
        GROUP BY resolved_cast.video_id
    ) AS scene_names ON scene_names.video_id = videos.video_id
    LEFT JOIN video_speech AS speech ON speech.video_id = videos.video_id
) AS parts
