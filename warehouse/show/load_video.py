"""Read what there is to say of a video from a warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from warehouse.session import Warehouse
from warehouse.show.extract import Extract, Row
from warehouse.show.facts import Character, Quality, Scene, TimedText, Video

_SCENES = """
SELECT
    scenes.*, scene_moods.moods, scene_moods.valence, scene_speech.words, scene_speech.speech_share,
    EXISTS (SELECT 1 FROM storyline_scenes WHERE storyline_scenes.scene_id = scenes.scene_id) AS in_storyline
FROM scenes
LEFT JOIN scene_moods USING (scene_index)
LEFT JOIN scene_speech USING (scene_index)
ORDER BY scenes.scene_index
"""
_CAST = "SELECT scene_index, coalesce(character_name, name) AS name FROM resolved_cast ORDER BY scene_index, cast_index"
_CHARACTERS = """
SELECT
    characters.name, characters.description, count(scene_spans.scene_index) AS scenes,
    coalesce(sum(scene_spans.seconds), 0) AS seconds
FROM characters
LEFT JOIN (SELECT DISTINCT scene_index, character_index FROM resolved_cast) AS present USING (character_index)
LEFT JOIN scene_spans ON scene_spans.scene_index = present.scene_index
GROUP BY characters.character_index, characters.name, characters.description
ORDER BY seconds DESC, characters.character_index
"""
_MOMENTS = "SELECT * FROM moments ORDER BY start_seconds NULLS LAST, end_seconds, kind, scene_index, position"
_FINDINGS = """
SELECT severity, check_name, count(*) AS findings FROM quality_issues GROUP BY severity, check_name
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, check_name
"""
_FACTS, _PROFILE = "SELECT * FROM videos", "SELECT * FROM video_profile"
_SCORE = "SELECT * EXCLUDE (video_id) FROM quality_score"
_STATEMENTS = (_SCENES, _CAST, _CHARACTERS, _MOMENTS, _FINDINGS, _FACTS, _PROFILE, _SCORE)


def look(warehouse: Warehouse, video_id: str) -> Video:
    """What there is to say of a video.

    Raises:
        QueryError: the snapshot has no such video.
    """
    return look_and_ask(warehouse, video_id, ())[0]


def look_and_ask(
    warehouse: Warehouse, video_id: str, statements: Sequence[str]
) -> tuple[Video, tuple[pl.DataFrame, ...]]:
    """What there is to say of a video, and the results of SELECTs that see its rows only.

    Raises:
        QueryError: the snapshot has no such video.
    """
    extract = Extract(warehouse, video_id, (*_STATEMENTS, *statements))
    if not extract.rows(_FACTS):
        warehouse.record(video_id)  # raises, and says what was rejected
    return _video(extract, video_id, synthetic=warehouse.manifest.synthetic), tuple(map(extract.frame, statements))


def _video(extract: Extract, video_id: str, *, synthetic: bool) -> Video:
    (facts,) = extract.rows(_FACTS)
    (profile,) = extract.rows(_PROFILE)
    moments = tuple(_moment(row) for row in extract.rows(_MOMENTS))
    return Video(
        video_id=video_id,
        youtube_title=facts["youtube_title"] or "",
        youtube_channel=facts["youtube_channel"] or "",
        parent_category=facts["content_parent_category"] or "",
        fine_category=facts["content_fine_category"] or "",
        duration=facts["duration_seconds"],
        resolution=facts["resolution"] or "",
        frames_per_second=facts["fps"],
        upload_date=facts["upload_date"],
        views=facts["youtube_view_count"] or None,
        title=facts["title"] or "",
        description=facts["description"] or "",
        storyline=facts["storyline_description"] or "",
        climax=next((moment for moment in moments if moment.kind == "climax"), None),
        words=profile["words"],
        words_per_minute=profile["words_per_minute"],
        speech_coverage=profile["speech_coverage"],
        scenes=_scenes(extract),
        moments=moments,
        characters=tuple(_character(row) for row in extract.rows(_CHARACTERS)),
        quality=_quality(extract),
        synthetic=synthetic,
    )


def _scenes(extract: Extract) -> tuple[Scene, ...]:
    cast: dict[int, dict[str, None]] = defaultdict(dict)
    for row in extract.rows(_CAST):
        cast[row["scene_index"]][row["name"] or ""] = None
    return tuple(_scene(row, tuple(cast[row["scene_index"]])) for row in extract.rows(_SCENES))


def _scene(row: Row, cast: tuple[str, ...]) -> Scene:
    return Scene(
        index=row["scene_index"],
        title=row["title"] or "",
        start=row["start_seconds"],
        end=row["end_seconds"],
        moods=row["moods"] or "",
        valence=row["valence"],
        dynamism=row["dynamism_score"],
        correlation=row["audio_visual_correlation"],
        # of a segment in two scenes each has a share, which is no whole number of words
        words=round(row["words"]),
        speech_share=row["speech_share"],
        in_storyline=row["in_storyline"],
        cast=cast,
    )


def _moment(row: Row) -> TimedText:
    return TimedText(row["kind"], row["scene_index"], row["start_seconds"], row["end_seconds"], row["text"] or "")


def _character(row: Row) -> Character:
    return Character(row["name"] or "", row["description"] or "", row["scenes"], row["seconds"])


def _quality(extract: Extract) -> Quality:
    parts = extract.rows(_SCORE)[0]
    findings = {(row["severity"], row["check_name"]): row["findings"] for row in extract.rows(_FINDINGS)}
    return Quality(parts.pop("quality_score"), parts, findings)
