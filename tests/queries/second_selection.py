"""Selections, computed a second time in plain Python from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

import polars as pl

from tests.queries.second import (
    Rows,
    by_scene,
    by_video,
    clipped,
    hashed,
    resolved_cast,
    scene_speech,
    second,
    segment_scenes,
    span,
    speech,
    table,
    videos,
    watch_url,
)
from warehouse.session import Warehouse

CLIP_COLUMNS = [
    "place", "balanced_by", "video_id", "first_scene", "last_scene", "start_seconds", "end_seconds", "seconds", "moods",
    "valence", "mean_dynamism", "mean_correlation", "words", "said", "caption", "activities", "people", "edits",
    "parent_category", "fine_category", "youtube_title", "youtube_channel", "source_file", "source_row", "watch_url",
]  # fmt: skip


def mean(values: list[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def joined(texts: Iterable[str | None], mark: str) -> str | None:
    return mark.join(text for text in texts if text and text.strip(" ")) or None


def labels(wh: Warehouse) -> defaultdict[tuple[str, int], set[str]]:
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in wh.sql("SELECT video_id, scene_index, label FROM scene_mood_labels").to_dicts():
        found[row["video_id"], row["scene_index"]].add(row["label"])
    return found


def group_value(by: str | None, video: dict[str, Any], mood: dict[str, Any]) -> str | None:
    if by in ("mood", "valence"):
        value: str | None = mood[by]
        return value
    if by == "upload_year":
        return str(video["upload_date"].year) if video["upload_date"] else None
    return video[by] if by else None


def first_ones(rows: Rows, key: Callable[[dict[str, Any]], object], number: int) -> Rows:
    """The first so many rows of each key, in the order in which they stand."""
    seen: defaultdict[object, int] = defaultdict(int)
    kept = []
    for row in rows:
        seen[key(row)] += 1
        if seen[key(row)] <= number:
            kept.append(row)
    return kept


def unit(row: dict[str, Any]) -> tuple[str, str]:
    return ("channel", row["youtube_channel"]) if row["youtube_channel"] else ("video", row["video_id"])


def matching_scenes(wh: Warehouse, mood: Collection[str], category: Collection[str], minimum_dynamism: float) -> Rows:
    named = labels(wh)
    of_video = {row["video_id"]: {row["parent_category"], row["fine_category"]} for row in videos(wh).to_dicts()}
    return [
        scene
        for scene in clipped(wh, "scenes").sort("video_id", "scene_index").to_dicts()
        if span(scene)
        and (not mood or named[scene["video_id"], scene["scene_index"]] & set(mood))
        and (not category or of_video[scene["video_id"]] & set(category))
        and (scene["dynamism_score"] or 0) >= minimum_dynamism
    ]


def with_neighbours(scenes: Rows) -> list[Rows]:
    clips: list[Rows] = []
    for scene in scenes:
        before = clips[-1][-1] if clips else None
        if (
            before is not None
            and (before["video_id"], before["scene_index"] + 1) == (scene["video_id"], scene["scene_index"])
            and abs(scene["start_seconds"] - before["end_seconds"]) <= 1
        ):
            clips[-1].append(scene)
        else:
            clips.append([scene])
    return clips


def chosen_clips(
    wh: Warehouse,
    *,
    mood: Collection[str] = (),
    category: Collection[str] = (),
    join_adjacent: bool = False,
    minimum_distance: float = 0,
    minimum_seconds: float = 1,
    maximum_seconds: float = 600,
    minimum_dynamism: float = 0,
    one_per: str | None = None,
    balance_by: str | None = None,
    clips_per_group: int = 10,
) -> Rows:
    said_words = {(row[0], row[1]): row[3] for row in scene_speech(wh).rows()}
    moods = {(row["video_id"], row["scene_index"]): row for row in table(wh, "scene_moods").to_dicts()}
    of_video = {row["video_id"]: row for row in videos(wh).to_dicts()}
    matching, rows = matching_scenes(wh, mood, category, minimum_dynamism), []
    for scenes in with_neighbours(matching) if join_adjacent else [[scene] for scene in matching]:
        video = of_video[scenes[0]["video_id"]]
        start, end = min(row["start_seconds"] for row in scenes), max(row["end_seconds"] for row in scenes)
        keys = [(row["video_id"], row["scene_index"]) for row in scenes]
        rows.append({
            **{name: video.get(name) for name in CLIP_COLUMNS},
            "balanced_by": group_value(balance_by, video, moods[keys[0]]),
            "scenes": scenes, "keys": keys, "first_scene": keys[0][1], "last_scene": keys[-1][1],
            "start_seconds": start, "end_seconds": end, "seconds": end - start,
            "words": sum(said_words[key] for key in keys),
            "moods": joined([moods[key]["mood"] for key in keys], ", "), "valence": moods[keys[0]]["valence"],
            "watch_url": watch_url(video["video_id"], start),
        })  # fmt: skip
    rows = [row for row in rows if minimum_seconds <= round(row["seconds"], 3) <= maximum_seconds]
    rows.sort(key=lambda row: hashed("select_clips", 1, row["video_id"], row["first_scene"]))
    if minimum_distance:
        rows = [row for place, row in enumerate(rows) if not any(near(row, e, minimum_distance) for e in rows[:place])]
    if one_per:
        rows = first_ones(rows, unit if one_per == "channel" else lambda row: row["video_id"], 1)
    return first_ones(rows, lambda row: row["balanced_by"], clips_per_group) if balance_by else rows


def near(row: dict[str, Any], other: dict[str, Any], distance: float) -> bool:
    return bool(
        row["video_id"] == other["video_id"]
        and row["start_seconds"] < other["end_seconds"] + distance
        and other["start_seconds"] < row["end_seconds"] + distance
    )


@second
def select_clips(wh: Warehouse) -> pl.DataFrame:
    said, places = speech(wh), {(row[0], row[1]): row[2] for row in segment_scenes(wh).rows()}
    activities, edits = by_scene(wh, "activities"), by_scene(wh, "editing_details")
    cast: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in resolved_cast(wh).to_dicts():
        if row["name"].strip(" "):
            cast[row["video_id"], row["scene_index"]].add(row["character_name"] or row["name"].strip(" "))
    found = []
    for place, row in enumerate(chosen_clips(wh), 1):
        scenes: Rows = row["scenes"]
        keys: list[tuple[str, int]] = row["keys"]
        heard = sorted(
            (segment["segment_index"], segment["text"].strip(" "))
            for segment in said[row["video_id"]]
            if row["first_scene"] <= places.get((row["video_id"], segment["segment_index"]), 0) <= row["last_scene"]
        )
        row |= {
            "place": place,
            "mean_dynamism": mean([scene["dynamism_score"] for scene in scenes]),
            "mean_correlation": mean([scene["audio_visual_correlation"] or None for scene in scenes]),
            "said": joined([text for _, text in heard], " "),
            "caption": joined([(scene["title"] or "").strip(" ") for scene in scenes], "; "),
            "activities": joined([each["description"].strip(" ") for key in keys for each in activities[key]], "; "),
            "people": joined(sorted({name for key in keys for name in cast[key]}), ", "),
            "edits": joined([(each["description"] or "").strip(" ") for key in keys for each in edits[key]], "; "),
        }
        found.append({name: row[name] for name in CLIP_COLUMNS})
    schema = {"balanced_by": pl.String}
    return pl.DataFrame(found, infer_schema_length=None, schema_overrides=schema).select(CLIP_COLUMNS)


def chosen_videos(
    wh: Warehouse,
    *,
    mood: Collection[str] = (),
    minimum_words: int = 500,
    minimum_speech: float = 0,
    one_per_channel: bool = False,
    balance_by: str | None = None,
    videos_per_group: int = 10,
) -> Rows:
    named: defaultdict[str, set[str]] = defaultdict(set)
    for (video_id, _), found in labels(wh).items():
        named[video_id] |= found
    coverage = {row["video_id"]: row["speech_coverage"] or 0 for row in table(wh, "video_profile").to_dicts()}
    scenes, rows = by_video(wh, "scenes"), []
    for row in videos(wh).to_dicts():
        of_video = scenes[row["video_id"]]
        if (
            60 <= (row["duration_seconds"] or 0) <= 600
            and len(of_video) >= 3
            and (row["text_to_speech_word_count"] or 0) >= minimum_words
            and coverage[row["video_id"]] >= minimum_speech
            and (not mood or named[row["video_id"]] & set(mood))
        ):
            rows.append({
                **row, "scenes": len(of_video), "words": row["text_to_speech_word_count"] or 0,
                "mean_dynamism": mean([scene["dynamism_score"] for scene in of_video]),
                "mean_correlation": mean([scene["audio_visual_correlation"] or None for scene in of_video]),
                "watch_url": watch_url(row["video_id"], None), "speech_coverage": coverage[row["video_id"]],
                "balanced_by": group_value(balance_by, row, {}),
            })  # fmt: skip
    rows.sort(key=lambda row: hashed("select_videos", 1, row["video_id"]))
    if one_per_channel:
        rows = first_ones(rows, unit, 1)
    if balance_by:
        rows = first_ones(rows, lambda row: row["balanced_by"], videos_per_group)
    seen: defaultdict[str | None, int] = defaultdict(int)
    for row in rows:
        seen[row["balanced_by"]] += 1
        row["place"] = seen[row["balanced_by"]]
    return rows


@second
def select_videos(wh: Warehouse) -> pl.DataFrame:
    columns = [
        "video_id", "parent_category", "fine_category", "duration_seconds", "scenes", "words", "mean_dynamism",
        "mean_correlation", "watch_url", "speech_coverage", "upload_date", "youtube_title", "youtube_channel",
        "source_file", "source_row", "balanced_by", "place",
    ]  # fmt: skip
    rows = [{name: row[name] for name in columns} for row in chosen_videos(wh)]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"balanced_by": pl.String})
