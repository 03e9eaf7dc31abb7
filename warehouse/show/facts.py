"""What there is to say of a video, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from warehouse.text import clock, watch_url


@dataclass(frozen=True)
class Scene:
    """A scene with its mood, its scores, its speech and its cast; ``cast`` has the characters' names where known."""

    index: int
    title: str
    start: float | None
    end: float | None
    moods: str
    valence: str | None
    dynamism: float | None
    correlation: float | None
    words: int
    speech_share: float | None
    in_storyline: bool
    cast: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimedText:
    """A timed thing: ``scene`` is None for speech and the climax."""

    kind: str
    scene: int | None
    start: float | None
    end: float | None
    text: str


@dataclass(frozen=True)
class Character:
    """A character with the number and the length of the scenes whose cast names it."""

    name: str
    description: str
    scenes: int
    seconds: float


@dataclass(frozen=True)
class Quality:
    """How the annotation is graded: the score, its parts by name, and how often each audit objects."""

    score: float | None
    parts: dict[str, float | None] = field(default_factory=dict)
    findings: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Video:
    """One video: its facts, scenes, moments in their order, characters and quality."""

    video_id: str
    youtube_title: str
    youtube_channel: str
    parent_category: str
    fine_category: str
    duration: float | None
    resolution: str
    frames_per_second: float | None
    upload_date: date | None
    views: int | None
    title: str
    description: str
    storyline: str
    climax: TimedText | None
    words: int
    words_per_minute: float | None
    speech_coverage: float | None
    scenes: tuple[Scene, ...]
    moments: tuple[TimedText, ...]
    characters: tuple[Character, ...]
    quality: Quality
    synthetic: bool
    # the address of the video's own page, where there is one: its moments lead there and not to YouTube
    page: str = ""

    @property
    def length(self) -> float:
        """The seconds that a timeline has to show: the stated length, else the last time of anything."""
        ends = [scene.end for scene in self.scenes] + [moment.end for moment in self.moments]
        return self.duration or max((end for end in ends if end is not None), default=0.0)

    def url(self, seconds: float | None = None) -> str | None:
        """The video on YouTube, or on its own page, at a second; None where there is neither."""
        if self.page:
            return self.page if seconds is None else f"{self.page}{'&' if '?' in self.page else '?'}t={int(seconds)}"
        return watch_url(self.video_id, seconds)


def span(start: float | None, end: float | None) -> str:
    """A span as people write it, ``1:05-1:10``; a point in time where it has no length."""
    return clock(start) if start == end else f"{clock(start)}-{clock(end)}"


def marks(length: float, most: int = 10) -> tuple[float, ...]:
    """Round times for the axis of a timeline, at most ``most`` beside 0."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
    step = next((step for step in steps if length <= step * most), 3600 * max(1, int(length // (3600 * most)) + 1))
    return tuple(float(step * number) for number in range(int(length // step) + 1))
