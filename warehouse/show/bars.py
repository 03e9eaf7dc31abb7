"""The timeline of a video as bars of text: an axis, the scenes with their mood, dynamism, speech, the climax."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from warehouse.show.facts import Scene, Video, marks
from warehouse.text import cell, clock

LABEL = 10
LEVELS = " ▁▂▃▄▅▆▇█"
STYLES = {"positive": "black on green", "negative": "white on red", "neutral": "white on blue"}


def bars(video: Video, width: int) -> Iterator[Text]:
    """The lines of the timeline, to scale; nothing can be drawn where the length is unknown."""
    columns = width - LABEL
    if not video.length or columns < LABEL:
        yield Text("No timeline: the length of the video is unknown.")
        return
    yield _labelled("", Text(_axis(video, columns)))
    yield _labelled("scenes", _moods(video, columns))
    yield _labelled("dynamism", Text(_dynamism(video, columns), style="cyan"))
    yield _labelled("speech", Text(_speech(video, columns), style="magenta"))
    if video.climax and video.climax.start is not None:
        yield _labelled("climax", Text(_climax(video.climax.start, video.length, columns), style="bold yellow"))


def _labelled(label: str, line: Text) -> Text:
    return Text.assemble((f"{label:<{LABEL}}", "bold"), line, no_wrap=True)


def _column(seconds: float, length: float, columns: int) -> int:
    return min(columns, max(0, int(seconds / length * columns)))


def _axis(video: Video, columns: int) -> str:
    line = " " * columns
    for mark in marks(video.length, columns // 10):
        text = clock(mark)
        at = _column(mark, video.length, columns)
        line = line[:at] + text + line[at + len(text) :] if at + len(text) <= columns else line
    return line


def _drawn(video: Video, columns: int) -> Iterator[tuple[Scene, int, int]]:
    """The scenes that have a length, in the order of their starts, with their columns, none over another."""
    free = 0
    timed = [scene for scene in video.scenes if scene.start is not None and scene.end is not None]
    for scene in sorted(timed, key=lambda scene: scene.start or 0):
        first = max(free, _column(scene.start or 0, video.length, columns))
        free = max(first, _column(scene.end or 0, video.length, columns))
        if free > first:
            yield scene, first, free


def _moods(video: Video, columns: int) -> Text:
    line = Text()
    for scene, first, last in _drawn(video, columns):
        line.append(" " * (first - len(line.plain)))
        label = Text(cell(f"{scene.index} {scene.moods}"), no_wrap=True)
        label.truncate(last - first - 1, pad=True)
        line.append("▏")
        line.append(label.plain, STYLES.get(scene.valence or "", "reverse"))
    return line


def _dynamism(video: Video, columns: int) -> str:
    line = [" "] * columns
    for scene, first, last in _drawn(video, columns):
        line[first:last] = _level(scene.dynamism) * (last - first)
    return "".join(line)


def _speech(video: Video, columns: int) -> str:
    covered = [0.0] * columns
    for moment in video.moments:
        if moment.kind == "speech" and moment.start is not None and moment.end is not None:
            first, last = (at / video.length * columns for at in (moment.start, moment.end))
            for column in range(int(first), min(columns, int(last) + 1)):
                covered[column] += max(0, min(last, column + 1) - max(first, column))
    return "".join(map(_level, covered))


def _climax(seconds: float, length: float, columns: int) -> str:
    text = f"▲ {clock(seconds)}"
    at = _column(seconds, length, columns - 1)
    return " " * at + text if at + len(text) <= columns else " " * (at + 1 - len(text)) + f"{clock(seconds)} ▲"


def _level(share: float | None) -> str:
    return LEVELS[round(max(0.0, min(1.0, share or 0)) * (len(LEVELS) - 1))]
