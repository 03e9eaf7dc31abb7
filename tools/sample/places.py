"""The places of a record that a quirk may change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Record = dict[str, Any]
Where = Callable[[Record], Iterable[Any]]


def whole(record: Record) -> Iterable[Record]:
    """The record."""
    yield record


def metadata(record: Record) -> Iterable[Record]:
    """Its ``content_metadata``."""
    yield record["content_metadata"]


def storylines(record: Record) -> Iterable[Record]:
    """Its storylines."""
    yield record["content_metadata"]["storylines"]


def climax(record: Record) -> Iterable[Record]:
    """Its climax."""
    yield record["content_metadata"]["storylines"]["climax"]


def trimming(record: Record) -> Iterable[Record]:
    """Its trimming suggestions."""
    yield from record["content_metadata"]["trimmingSuggestions"]


def segments(record: Record) -> Iterable[Record]:
    """The segments of its timed transcript."""
    yield from record["timecoded_text_to_speech"]


def characters(record: Record) -> Iterable[Record]:
    """Its characters."""
    yield from record["content_metadata"]["characterList"]


def scenes(record: Record) -> Iterable[Record]:
    """Its scenes."""
    yield from record["content_metadata"]["scenes"]


def first_scene(record: Record) -> Iterable[Record]:
    """Its first scene."""
    yield record["content_metadata"]["scenes"][0]


def eventful_scenes(record: Record) -> Iterable[Record]:
    """Its scenes of events at more than one time."""
    return (
        scene for scene in scenes(record) if len({event["timestamp"] for event in scene["narrativeProgression"]}) > 1
    )


def within(name: str) -> Where:
    """The items of a list that every scene has."""
    return lambda record: (item for scene in scenes(record) for item in scene[name])


def mood_changes(record: Record) -> Iterable[Record]:
    """The key moments of every scene's mood."""
    return (moment for scene in scenes(record) for moment in scene["mood"]["keyMoments"])


def cast(record: Record) -> Iterable[tuple[Record, int, list[Record]]]:
    """Each cast name: its scene, its position there, and the characters of the video."""
    known = record["content_metadata"]["characterList"]
    return ((scene, position, known) for scene in scenes(record) for position in range(len(scene["cast"])))
