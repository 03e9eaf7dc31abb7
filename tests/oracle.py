# ruff: noqa: E501 - SQL is read best a clause a line
"""Every table once more, as DuckDB SQL written by hand: it shares nothing with the model but the names."""

from __future__ import annotations


def _seconds(text: str) -> str:
    form = r"regexp_full_match(" + text + r", '\d{2}:[0-5]\d:[0-5]\d\.\d{3}')"
    parts = f"(substr({text}, 1, 2)::BIGINT * 3600 + substr({text}, 4, 2)::BIGINT * 60 + substr({text}, 7, 2)::BIGINT) * 1000"
    return f"CASE WHEN {form} THEN ({parts} + substr({text}, 10, 3)::BIGINT) / 1000.0::DOUBLE END"


def _span(value: str) -> str:
    return f"{_seconds(value + '.start_timestamp')}, {_seconds(value + '.end_timestamp')}"


def _of_video(path: str, columns: str) -> str:
    return f"SELECT id, i, {columns} FROM (SELECT id, unnest(r.{path}) AS e, generate_subscripts(r.{path}, 1) AS i FROM source)"


def _of_scene(path: str, columns: str) -> str:
    return (
        f"SELECT id, s, i, {columns} FROM (SELECT id, s, unnest(e.{path}) AS x, generate_subscripts(e.{path}, 1) AS i "
        "FROM (SELECT id, unnest(r.content_metadata.scenes) AS e, generate_subscripts(r.content_metadata.scenes, 1) AS s "
        "FROM source))"
    )


SOURCE = """
CREATE TABLE source AS
SELECT regexp_replace(json.original_video_filename, '\\.mp4$', '') AS id, json AS r,
       parse_filename(filename) AS source_file, file_row_number + 1 AS source_row
FROM read_parquet('{files}', filename = true, file_row_number = true)
"""

_DATE = "CASE WHEN regexp_full_match(r.youtube_upload_date, '\\d{8}') THEN strptime(r.youtube_upload_date, '%Y%m%d')::DATE END"
_SIZE = "regexp_extract(r.resolution, '^([0-9]+)x([0-9]+)$', {})"

TABLES: dict[str, str] = {
    "videos": f"""
        SELECT id, r.youtube_title, r.youtube_channel, r.content_parent_category, r.content_fine_category,
               r.duration_seconds, r.resolution, nullif({_SIZE.format(1)}, '')::BIGINT, nullif({_SIZE.format(2)}, '')::BIGINT,
               r.content_metadata.fps, {_DATE}, r.youtube_view_count, r.youtube_like_count, r.youtube_comment_count,
               r.youtube_channel_follower_count, r.youtube_age_limit, r.youtube_description, r.content_metadata.title,
               r.content_metadata.description, r.content_metadata.storylines.description,
               r.content_metadata.storylines.climax.description,
               {_seconds("r.content_metadata.storylines.climax.timestamp")},
               r.text_to_speech, r.text_to_speech_word_count, r.original_video_filename, r.original_json_filename,
               source_file, source_row
        FROM source""",
    "youtube_categories": _of_video("youtube_categories", "e"),
    "youtube_tags": _of_video("youtube_tags", "e"),
    "transcript_segments": _of_video(
        "timecoded_text_to_speech", f"{_seconds('e.start')}, {_seconds('e.end')}, e.text"
    ).replace("e.end", 'e."end"'),
    "characters": _of_video("content_metadata.characterList", "e.characterId, e.name, e.description"),
    "qa_pairs": _of_video("content_metadata.qAndA", "e.question, e.answer"),
    "trimming_suggestions": _of_video(
        "content_metadata.trimmingSuggestions", f"e.description, {_span('e.timestamps')}"
    ),
    "storyline_scenes": _of_video("content_metadata.storylines.scenes", "e"),
    "scenes": _of_video(
        "content_metadata.scenes",
        f"e.sceneId, e.title, {_span('e.timestamps')}, e.mood.description, e.dynamismScore, e.audioVisualCorrelation, "
        "e.thematicElements, e.contextualRelevance",
    ),
    "activities": _of_scene("activities", f"x.description, {_span('x.timestamp')}"),
    "props": _of_scene("props", f"x.name, {_span('x.timestamp')}"),
    "editing_details": _of_scene("videoEditingDetails", f"x.description, {_span('x.timestamps')}"),
    "mood_changes": _of_scene("mood.keyMoments", f"x.changeDescription, {_seconds('x.timestamp')}"),
    "narrative_events": _of_scene("narrativeProgression", f"x.description, {_seconds('x.timestamp')}"),
    "scene_cast": _of_scene('"cast"', "x"),
    "character_interactions": _of_scene("characterInteraction", "x.description"),
    "interaction_characters": f"""
        SELECT id, s, i, k, name FROM (
            SELECT id, s, i, unnest(c) AS name, generate_subscripts(c, 1) AS k
            FROM ({_of_scene("characterInteraction", "x.characters AS c")}))""",
}
