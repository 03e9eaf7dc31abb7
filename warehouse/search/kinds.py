"""What can be searched: the kinds of moments, the columns that hold their text, and their weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.errors import QueryError


@dataclass(frozen=True)
class TextSource:
    """Where moments of a kind come from: ``position`` is null where the scene or the video as a whole is meant.

    The rows of a video that are ``joined`` are one moment, with commas between their texts.
    """

    table: str
    text: tuple[str, ...]
    scene: str | None = None
    position: str | None = None
    start: str | None = None
    end: str | None = None
    joined: bool = False


@dataclass(frozen=True)
class MomentKind:
    """A kind of moment; ``weight`` multiplies its scores.

    How rare a word is, only kinds that are ``telling`` say: what is written under many videos, or about how a video is
    cut, would make the words for what happens in it common.
    """

    name: str
    doc: str
    sources: tuple[TextSource, ...]
    weight: float = 1.0
    telling: bool = True


def _in_scene(table: str, text: str, position: str, *times: str) -> TextSource:
    start, end = times if len(times) == 2 else (times[0], None)
    return TextSource(table, (text,), "scene_index", position, start, end)


# of what is said about a video rather than in it: found, but behind the moments
ASIDE = 0.3
_SPAN = ("start_seconds", "end_seconds")

KINDS: tuple[MomentKind, ...] = (
    MomentKind(
        "titles",
        "Titles of videos, YouTube's and the annotator's",
        (TextSource("videos", ("youtube_title", "title")),),
        2,
    ),
    MomentKind("scenes", "Titles of scenes", (TextSource("scenes", ("title",), "scene_index", None, *_SPAN),), 1.5),
    MomentKind("activities", "What is done", (_in_scene("activities", "description", "activity_index", *_SPAN),)),
    MomentKind("props", "Things that are seen", (_in_scene("props", "name", "prop_index", *_SPAN),)),
    MomentKind(
        "moods",
        "Moods of scenes, and how they change",
        (
            TextSource("scenes", ("mood_description",), "scene_index", None, *_SPAN),
            _in_scene("mood_changes", "change_description", "change_index", "at_seconds"),
        ),
    ),
    MomentKind(
        "events", "Narrative events", (_in_scene("narrative_events", "description", "event_index", "at_seconds"),)
    ),
    MomentKind(
        "questions", "Questions with their answers", (TextSource("qa_pairs", ("question", "answer"), None, "qa_index"),)
    ),
    MomentKind(
        "speech", "What is said", (TextSource("transcript_segments", ("text",), None, "segment_index", *_SPAN),)
    ),
    MomentKind(
        "characters",
        "Who is seen, and how they look",
        (TextSource("characters", ("name", "description"), None, "character_index"),),
        ASIDE,
        telling=False,
    ),
    MomentKind(
        "interactions",
        "How characters deal with each other",
        (TextSource("character_interactions", ("description",), "scene_index", "interaction_index"),),
        ASIDE,
        telling=False,
    ),
    MomentKind(
        "edits",
        "How it is cut and shown",
        (_in_scene("editing_details", "description", "edit_index", *_SPAN),),
        ASIDE,
        telling=False,
    ),
    MomentKind(
        "themes",
        "Themes of scenes, and why they matter",
        (TextSource("scenes", ("thematic_elements", "contextual_relevance"), "scene_index", None, *_SPAN),),
        ASIDE,
        telling=False,
    ),
    MomentKind(
        "stories",
        "Storylines and their climax",
        (
            TextSource("videos", ("storyline_description",)),
            TextSource("videos", ("climax_description",), None, None, "climax_at_seconds"),
        ),
        ASIDE,
        telling=False,
    ),
    MomentKind(
        "descriptions",
        "Descriptions of videos, YouTube's and the annotator's",
        (TextSource("videos", ("description",)), TextSource("videos", ("youtube_description",))),
        ASIDE,
        telling=False,
    ),
    MomentKind("tags", "Tags on YouTube", (TextSource("youtube_tags", ("tag",), joined=True),), ASIDE, telling=False),
    MomentKind("channels", "Channels", (TextSource("videos", ("youtube_channel",)),), ASIDE, telling=False),
)
NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)
SPEECH = NAMES.index("speech")


def require_kinds(names: Iterable[str]) -> None:
    """Refuse the name of a kind that there is not.

    Raises:
        QueryError: there is no such kind.
    """
    for name in names:
        if name not in NAMES:
            raise QueryError(f"There is no kind {name} to search in: there are {', '.join(NAMES)}.")
