"""What a quirk does to one place of a record; ``Change`` takes the place and a writer for new text and choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.sample.clock_times import clock
from tools.sample.grammar import Writer
from tools.sample.places import Record

Change = Callable[[Any, Writer], None]

FEEDS = ("24.0", "30.002", "29.952", "29.765", "30.001")
PORTRAITS = ("360x640", "270x480", "202x360")


def put(*keys: str, value: Any) -> Change:
    """Set these keys to a value; lists are made anew each time."""

    def change(item: Record, _: Writer) -> None:
        item.update({key: [] if value == [] else value for key in keys})

    return change


def put_one_of(key: str, values: tuple[Any, ...]) -> Change:
    """Set a key to one of the values."""

    def change(item: Record, writer: Writer) -> None:
        item[key] = writer.chance.pick(values)

    return change


def null_times(key: str, *names: str) -> Change:
    """Set these timestamps of a span to null, or both if none is named."""

    def change(item: Record, _: Writer) -> None:
        item[key].update(dict.fromkeys(names or item[key]))

    return change


def instant(key: str) -> Change:
    """End a span where it starts."""

    def change(item: Record, _: Writer) -> None:
        item[key]["end_timestamp"] = item[key]["start_timestamp"]

    return change


def inverted(scene: Record, _: Writer) -> None:
    """Swap the start and the end of a scene."""
    times = scene["timestamps"]
    times.update(end_timestamp=times["start_timestamp"], start_timestamp=times["end_timestamp"])


def starts_late(scene: Record, writer: Writer) -> None:
    """Let the first scene start a few hundred milliseconds into the video."""
    scene["timestamps"]["start_timestamp"] = clock(120 + writer.chance.below(700))


def ends_far_after(record: Record, writer: Writer) -> None:
    """Let the last scene end minutes after the video."""
    end = (record["duration_seconds"] + 120 + writer.chance.below(600)) * 1000
    record["content_metadata"]["scenes"][-1]["timestamps"]["end_timestamp"] = clock(end)


def counts_from_zero(metadata: Record, _: Writer) -> None:
    """Number the scenes from 0."""
    for scene in metadata["scenes"]:
        scene["sceneId"] -= 1
    metadata["storylines"]["scenes"] = [number - 1 for number in metadata["storylines"]["scenes"]]


def events_shuffled(scene: Record, _: Writer) -> None:
    """Tell the events of a scene out of order."""
    scene["narrativeProgression"].reverse()


def cast_by_id(place: tuple[Record, int, list[Record]], writer: Writer) -> None:
    """Name a member of the cast by a character's id."""
    scene, position, known = place
    scene["cast"][position] = writer.chance.pick(known)["characterId"] if known else "1"


def cast_unknown(place: tuple[Record, int, list[Record]], writer: Writer) -> None:
    """Name a member of the cast who is not in the list of characters."""
    scene, position, _ = place
    scene["cast"][position] = writer.chance.pick(("Crowd", "Narrator (voice)", "Passers-by", "Off-screen voice"))


def dropped_question(metadata: Record, _: Writer) -> None:
    """Drop a question."""
    metadata["qAndA"].pop()


def many_suggestions(metadata: Record, _: Writer) -> None:
    """Repeat the trimming suggestions up to twenty."""
    given = metadata["trimmingSuggestions"]
    copies = [{**item, "timestamps": dict(item["timestamps"])} for item in given * 20]
    metadata["trimmingSuggestions"] = copies[:20]


def feed_rate(metadata: Record, writer: Writer) -> None:
    """Give a frame rate as a variable-rate video reports it."""
    metadata["fps"] = float(writer.chance.pick(FEEDS))


def old_upload(record: Record, writer: Writer) -> None:
    """Date the upload to YouTube's first years."""
    record["youtube_upload_date"] = "200" + str(6 + writer.chance.below(3)) + record["youtube_upload_date"][4:]
