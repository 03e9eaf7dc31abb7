"""Facts of a video in words, as the terminal and the page have them."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.show.facts import Quality, Video
from warehouse.text import clock

KINDS = {
    "activity": "activity",
    "prop": "prop",
    "edit": "edit",
    "narrative_event": "story",
    "mood_change": "mood change",
    "speech": "speech",
    "climax": "climax",
}


def facts_line(video: Video) -> str:
    """The facts of a video on one line; what is unknown is left out."""
    return " · ".join(facts(video))


def facts(video: Video) -> Iterator[str]:
    """The known facts of a video, each in a few words."""
    category = " / ".join(name for name in (video.parent_category, video.fine_category) if name)
    if category:
        yield category
    yield clock(video.duration) if video.duration else "length unknown"
    if video.resolution:
        yield video.resolution
    if video.frames_per_second:
        yield f"{video.frames_per_second:.4g} frames a second"
    if video.upload_date:
        yield f"uploaded {video.upload_date.isoformat()}"
    yield f"{video.views:,} views" if video.views else "views unknown"


def percent(share: float | None) -> str:
    """A share in percent; empty where it is unknown."""
    return "" if share is None else f"{share:.0%}"


def named(column: str) -> str:
    """A column's name as words."""
    return column.replace("_", " ")


def quality_parts(quality: Quality) -> str:
    """The score and its parts on one line."""
    score = "no score" if quality.score is None else f"{quality.score:.2f}"
    parts = (f"{named(name)} {percent(share)}" for name, share in quality.parts.items() if share is not None)
    return f"{score}: {', '.join(parts)}"


def counted(number: int, thing: str) -> str:
    """A number with what it counts."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def speech(video: Video) -> str:
    """How much of a video is spoken."""
    coverage = "" if video.speech_coverage is None else f"{percent(video.speech_coverage)} of the video, "
    rate = "" if video.words_per_minute is None else f", {video.words_per_minute:.0f} a minute"
    return f"{coverage}{counted(video.words, 'word')}{rate}"
