"""What can be searched: the kinds of moments, the columns that hold their text, and their weight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where moments of a kind come from: ``position`` is null where the scene or the video as a whole is meant."""

    table: str
    text: tuple[str, ...]
    scene: str | None = None
    position: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of moment; ``weight`` multiplies its scores."""

    name: str
    doc: str
    sources: tuple[Source, ...]
    weight: float = 1.0


def _in_scene(table: str, text: str, position: str, *times: str) -> Source:
    start, end = times if len(times) == 2 else (times[0], None)
    return Source(table, (text,), "scene_index", position, start, end)


_SPAN = ("start_seconds", "end_seconds")

KINDS: tuple[Kind, ...] = (
    Kind(
        "titles", "Titles of videos, YouTube's and the annotator's", (Source("videos", ("youtube_title", "title")),), 2
    ),
    Kind("scenes", "Titles of scenes", (Source("scenes", ("title",), "scene_index", None, *_SPAN),), 1.5),
    Kind("activities", "What is done", (_in_scene("activities", "description", "activity_index", *_SPAN),)),
    Kind("props", "Things that are seen", (_in_scene("props", "name", "prop_index", *_SPAN),)),
    Kind(
        "moods",
        "Moods of scenes, and how they change",
        (
            Source("scenes", ("mood_description",), "scene_index", None, *_SPAN),
            _in_scene("mood_changes", "change_description", "change_index", "at_seconds"),
        ),
    ),
    Kind("events", "Narrative events", (_in_scene("narrative_events", "description", "event_index", "at_seconds"),)),
    Kind("questions", "Questions with their answers", (Source("qa_pairs", ("question", "answer"), None, "qa_index"),)),
    Kind("speech", "What is said", (Source("transcript_segments", ("text",), None, "segment_index", *_SPAN),)),
)
NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)
SPEECH = NAMES.index("speech")
