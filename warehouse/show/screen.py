"""A video on one screen of a terminal: drawn with rich, and as readable without colour."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from warehouse.show.bars import bars
from warehouse.show.facts import Quality, Scene, Video, span
from warehouse.show.phrases import counted, facts_line, percent, quality_parts, speech
from warehouse.text import cell, clock

SIGNS = {"positive": "+", "negative": "-", "neutral": "="}
COLOURS = {"positive": "green", "negative": "red", "neutral": "blue"}
OTHER_LINES = 21


def screen(video: Video, width: int = 100, height: int | None = None) -> RenderableType:
    """A video in ``width`` columns; with a height, only what fits: as many scenes, and one line for each other fact."""
    listed = len(video.scenes) if height is None else max(4, height - OTHER_LINES)
    return Group(
        *_head(video),
        Text(),
        *bars(video, width),
        Text(),
        _scenes(video.scenes[:listed]),
        *_left_out(video, listed),
        Text(),
        _below(video, wrapped=height is None),
    )


def _head(video: Video) -> Iterator[Text]:
    if video.synthetic:
        yield Text("Synthetic sample: there is no such video.", style="yellow")
    yield _line(video.youtube_title or "(no title)", "bold")
    yield _line(video.youtube_channel or "(no channel)", "bold")
    yield _line(facts_line(video))
    yield _line(video.url() or video.video_id, "underline")


def _scenes(scenes: tuple[Scene, ...]) -> Table:
    table = Table(box=None, pad_edge=False, expand=True, header_style="bold")
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("time", no_wrap=True)
    for name, ratio in (("scene", 5), ("mood", 4)):
        table.add_column(name, ratio=ratio, no_wrap=True, overflow="ellipsis")
    table.add_column("dynamism", justify="right", no_wrap=True)
    table.add_column("speech", justify="right", no_wrap=True)
    table.add_column("cast", ratio=4, no_wrap=True, overflow="ellipsis")
    for scene in scenes:
        table.add_row(*_cells(scene))
    return table


def _cells(scene: Scene) -> Iterator[Text]:
    yield Text(str(scene.index))
    yield Text(span(scene.start, scene.end))
    yield _line(scene.title or "(no title)")
    sign = SIGNS.get(scene.valence or "", "?")
    yield _line(f"{sign} {scene.moods or 'unknown'}", COLOURS.get(scene.valence or "", ""))
    yield Text("" if scene.dynamism is None else f"{scene.dynamism:.1f}")
    yield Text(percent(scene.speech_share))
    yield _line(", ".join(scene.cast))


def _left_out(video: Video, listed: int) -> Iterator[Text]:
    more = len(video.scenes) - listed
    if more > 0:
        yield Text(f"... and {more} more scenes: --all lists them", style="dim")


def _below(video: Video, *, wrapped: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True, min_width=len("Quality"))
    grid.add_column(no_wrap=not wrapped, overflow="fold" if wrapped else "ellipsis")
    for name, text in _facts(video):
        grid.add_row(name, Text(cell(text)))
    return grid


def _facts(video: Video) -> Iterator[tuple[str, str]]:
    if video.climax:
        yield "Climax", f"{clock(video.climax.start)} {video.climax.text}"
    people = (f"{who.name} ({counted(who.scenes, 'scene')}, {clock(who.seconds)})" for who in video.characters)
    yield "Cast", ", ".join(people) or "nobody is named"
    yield "Speech", speech(video)
    yield "Quality", quality_parts(video.quality)
    yield "Audits", _findings(video.quality)


def _findings(quality: Quality) -> str:
    found = (f"{name} {count} ({severity})" for (severity, name), count in quality.findings.items())
    return ", ".join(found) or "nothing found"


def _line(text: str, style: str = "") -> Text:
    return Text(cell(text), style=style, no_wrap=True, overflow="ellipsis")
