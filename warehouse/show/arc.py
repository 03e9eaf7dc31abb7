"""The arc of a video as a chart to scale: moods, valence and dynamism of its scenes, speech, and what happens when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from warehouse.errors import QueryError
from warehouse.queries.charts import COLORS
from warehouse.show.facts import Scene, Video, marks
from warehouse.show.phrases import KINDS
from warehouse.text import cell

if TYPE_CHECKING:
    import altair

# of the palette that the colour-blind can tell apart; what nothing tells is no color
VALENCES = {"positive": COLORS[2], "negative": COLORS[5], "neutral": COLORS[4], "unknown": "#999999"}
LANES = ("speech", "activity", "prop", "edit", "narrative_event", "mood_change")
HEIGHT, LANE, FONT_SIZE = 140, 16, 10
_LETTER = 6.0
# seconds as people read them
_CLOCK = "floor(datum.value / 60) + ':' + format(datum.value % 60, '02')"


def arc(video: Video, subtitle: str, title: str | None = None, width: int = 480) -> altair.VConcatChart:
    """The arc of a video, ``width`` pixels for its whole length.

    Raises:
        QueryError: the length of the video is unknown.
    """
    import altair  # takes a moment to import, and few commands draw

    if not video.length:
        raise QueryError(f"{video.video_id} has no arc to draw: the length of the video is unknown.")
    scenes = [scene for scene in video.scenes if scene.start is not None and scene.end is not None]
    moods = mood_labels(scenes, video.length, width)
    told = [f"{video.video_id}; {subtitle}"]
    if missing := sum(bool(scene.moods) for scene in scenes) - len(moods):
        told.append(f"{missing} of {len(scenes)} scenes have no room for their mood")
    heading = altair.TitleParams(
        title or cell(video.title or video.youtube_title or video.video_id), subtitle=told, anchor="start"
    )
    panels = (_moods(moods, video.length), _scenes(video, scenes, width), _lanes(video, width))
    whole: altair.VConcatChart = (
        altair.vconcat(*(panel.properties(width=width) for panel in panels), spacing=6)
        .properties(title=heading)
        .configure_view(stroke=None)
        .configure_axis(titleLimit=400)
    )
    return whole


def mood_labels(scenes: list[Scene], length: float, width: int) -> list[dict[str, Any]]:
    """The moods that stand upright above the middle of their scenes, each where the one before leaves room."""
    labels: list[dict[str, Any]] = []
    free = 0.0
    for scene in sorted(scenes, key=lambda scene: scene.start or 0):
        middle = ((scene.start or 0) + min(scene.end or 0, length)) / 2
        at = middle / length * width
        if scene.moods and at - FONT_SIZE / 2 >= free - 1e-9:
            labels.append({"text": cell(scene.moods), "at": middle, "y": 0})
            free = at + FONT_SIZE / 2 + 2
    return labels


def _time(length: float, ticks: Sequence[float] = ()) -> altair.X:
    import altair

    title = "Time in the video (min:s)"
    axis = altair.Axis(title=title, values=list(ticks), labelExpr=_CLOCK, labelOverlap="parity") if ticks else None
    return altair.X("start:Q", scale=altair.Scale(domain=[0, length], nice=False, clamp=True), axis=axis)


def _moods(labels: list[dict[str, Any]], length: float) -> altair.Chart:
    import altair

    longest = max((len(label["text"]) for label in labels), default=0)
    chart = altair.Chart(altair.InlineData(values=labels or [{"text": "", "at": 0, "y": 0}]))
    upright = chart.mark_text(angle=270, align="left", baseline="middle", fontSize=FONT_SIZE)
    x = altair.X("at:Q", scale=altair.Scale(domain=[0, length], nice=False), axis=None)
    y = altair.Y("y:Q", scale=altair.Scale(domain=[0, 1]), axis=None)
    drawn: altair.Chart = upright.encode(x=x, y=y, text="text:N").properties(height=max(12, round(longest * _LETTER)))
    return drawn


def _scenes(video: Video, scenes: list[Scene], width: int) -> altair.LayerChart:
    import altair

    rows = [
        {
            "scene": scene.index,
            "title": cell(scene.title),
            "moods": cell(scene.moods),
            "valence": scene.valence or "unknown",
            "start": scene.start,
            "end": scene.end,
            "middle": ((scene.start or 0) + (scene.end or 0)) / 2,
            "dynamism": scene.dynamism or 0.0,
            "zero": 0,
            "number": str(scene.index) if _wide(scene, video.length, width) else "",
        }
        for scene in scenes
    ]
    present = [valence for valence in VALENCES if any(row["valence"] == valence for row in rows)]
    base = altair.Chart(altair.InlineData(values=rows or [{"valence": "unknown"}]))
    y = altair.Y(
        "dynamism:Q",
        scale=altair.Scale(domain=[0, 1]),
        axis=altair.Axis(title="Dynamism (0 to 1)", tickCount=3),
    )
    color = altair.Color(
        "valence:N",
        scale=altair.Scale(domain=present, range=[VALENCES[valence] for valence in present]),
        legend=altair.Legend(title="Valence of the mood", orient="top"),
    )
    bars = base.mark_rect(stroke="white").encode(
        x=_time(video.length),
        x2="end:Q",
        y=y,
        y2="zero:Q",
        color=color,
        tooltip=["scene:Q", "title:N", "moods:N", "valence:N", "dynamism:Q"],
    )
    numbers = base.mark_text(baseline="bottom", dy=-2, fontSize=FONT_SIZE).encode(
        x="middle:Q", y=altair.Y("zero:Q"), text="number:N"
    )
    layers: list[Any] = [bars, numbers]
    if video.climax and video.climax.start is not None:
        climax = altair.Chart(altair.InlineData(values=[{"start": video.climax.start, "text": "climax"}]))
        late = video.climax.start > 0.8 * video.length
        layers.append(climax.mark_rule(strokeDash=[4, 2]).encode(x="start:Q"))
        layers.append(
            climax.mark_text(align="right" if late else "left", dx=-4 if late else 4, fontWeight="bold").encode(
                x="start:Q", y=altair.value(6), text="text:N"
            )
        )
    drawn = altair.layer(*layers).properties(height=HEIGHT)
    assert isinstance(drawn, altair.LayerChart)
    return drawn


def _wide(scene: Scene, length: float, width: int) -> bool:
    """Whether a scene has room for its number."""
    return ((scene.end or 0) - (scene.start or 0)) / length * width >= _LETTER * len(str(scene.index)) + 2


def _lanes(video: Video, width: int) -> altair.LayerChart:
    import altair

    rows = [
        {
            "kind": KINDS.get(moment.kind, moment.kind),
            "start": moment.start,
            "end": moment.end,
            "text": cell(moment.text),
        }
        for moment in video.moments
        if moment.kind in LANES and moment.start is not None
    ]
    lanes = [KINDS.get(kind, kind) for kind in LANES]
    base = altair.Chart(altair.InlineData(values=rows or [{"kind": lanes[0]}]))
    x = _time(video.length, marks(video.length, max(1, width // 60)))
    y = altair.Y("kind:N", sort=lanes, scale=altair.Scale(domain=lanes), axis=altair.Axis(title=None))
    spans = base.mark_bar(height=8, color=COLORS[0], opacity=0.6).encode(
        x=x, x2="end:Q", y=y, tooltip=["kind:N", "text:N"]
    )
    ticks = base.mark_tick(color=COLORS[0], thickness=1, size=8).encode(x=x, y=y)
    drawn = altair.layer(spans, ticks).properties(height=LANE * len(lanes))
    assert isinstance(drawn, altair.LayerChart)
    return drawn
