"""Cut the videos of a part of the tables into what gets a vector: scenes, and windows of what is said in long ones."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

# changes what is embedded: raise it with any change below that gives other texts
VERSION = 1
# words of speech that stand in the text of a scene; of a scene with more of them, all speech gets windows
SCENE_WORDS = 60
WINDOW_WORDS = 128
# a last window that is shorter joins the one before
LEAST_WORDS = 32

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]

# the lists of a scene, in the order in which they stand in its text
_LISTS = {"activities": "description", "narrative_events": "description", "props": "name"}
_COLUMNS = {
    "scenes": ("scene_index", "title", "start_seconds", "end_seconds", "mood_description", "thematic_elements"),
    "activities": ("scene_index", "activity_index", "description"),
    "narrative_events": ("scene_index", "event_index", "description"),
    "props": ("scene_index", "prop_index", "name"),
    "transcript_segments": ("segment_index", "start_seconds", "end_seconds", "text"),
}


@dataclass(frozen=True)
class Unit:
    """What gets one vector: a scene (window 0), or a window of speech in it, counted from 1.

    Times are in seconds. ``first_segment`` and ``last_segment`` are those of ``transcript_segments`` that a window
    covers, both None for a scene.
    """

    video_id: str
    scene_index: int
    window_index: int
    start_seconds: float | None
    end_seconds: float | None
    first_segment: int | None
    last_segment: int | None
    text: str

    @property
    def digest(self) -> int:
        """What identifies the unit and its text, in 64 bits: one with another digest needs another vector."""
        content = json.dumps([self.video_id, self.scene_index, self.window_index, self.start_seconds, self.text])
        return int.from_bytes(hashlib.blake2b(content.encode(), digest_size=8).digest(), "little", signed=True)


def read_units(snapshot: Path, part: str) -> list[Unit]:
    """The units of one part of a snapshot's tables, by video, scene and window; the text of a scene may be empty."""
    rows = {table: _by_video(snapshot / table / part, columns) for table, columns in _COLUMNS.items()}
    return [
        unit
        for video_id in sorted(rows["scenes"])
        for unit in units_of(video_id, {table: found.get(video_id, []) for table, found in rows.items()})
    ]


def units_of(video_id: str, rows: Rows) -> Iterator[Unit]:
    """The units of a video, from its rows in each of the tables that they are made from, in the order of their keys."""
    speech = _speech_by_scene(rows["scenes"], rows["transcript_segments"])
    for scene in rows["scenes"]:
        number = scene["scene_index"]
        segments = speech.get(number, [])
        said = " ".join(_text(segment["text"]) for segment in segments)
        text = "\n".join(filter(None, (*_described(number, scene, rows), _first_words(said, SCENE_WORDS))))
        yield Unit(video_id, number, 0, scene["start_seconds"], scene["end_seconds"], None, None, text)
        if len(said.split()) > SCENE_WORDS:
            yield from _windows(video_id, number, segments)


def _described(number: int, scene: Row, rows: Rows) -> Iterator[str]:
    """What was written about a scene, piece by piece."""
    yield _text(scene["title"])
    for table, column in _LISTS.items():
        yield "; ".join(filter(None, (_text(row[column]) for row in rows[table] if row["scene_index"] == number)))
    yield _text(scene["thematic_elements"])
    yield _text(scene["mood_description"])


def _windows(video_id: str, scene: int, segments: Sequence[Row]) -> Iterator[Unit]:
    """Windows of neighbouring segments; a segment stands in one of them."""
    windows: list[list[Row]] = [[]]
    words = 0
    for segment in segments:
        if words >= WINDOW_WORDS:
            windows.append([])
            words = 0
        windows[-1].append(segment)
        words += len(_text(segment["text"]).split())
    if words < LEAST_WORDS and len(windows) > 1:
        last = windows.pop()
        windows[-1] += last
    for number, window in enumerate(windows, 1):
        text = " ".join(filter(None, (_text(segment["text"]) for segment in window)))
        first, last_one = window[0], window[-1]
        yield Unit(
            video_id,
            scene,
            number,
            first["start_seconds"],
            last_one["end_seconds"],
            first["segment_index"],
            last_one["segment_index"],
            text,
        )


def _speech_by_scene(scenes: Sequence[Row], segments: Sequence[Row]) -> dict[int, list[Row]]:
    """The segments of each scene: those that begin in it, or behind it and before the next one."""
    timed = sorted((row["start_seconds"], row["scene_index"]) for row in scenes if row["start_seconds"] is not None)
    begins = [begin for begin, _ in timed]
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for segment in segments:
        if timed and segment["start_seconds"] is not None and _text(segment["text"]):
            at = max(0, bisect_right(begins, segment["start_seconds"]) - 1)
            found[timed[at][1]].append(segment)
    return found


def _by_video(path: Path, columns: Sequence[str]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in pq.read_table(path, columns=["video_id", *columns]).to_pylist():  # parts are sorted by key
        found[row["video_id"]].append(row)
    return found


def _text(value: str | None) -> str:
    return " ".join((value or "").split())


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split(None, count)[:count])
