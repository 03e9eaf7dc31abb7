"""The timeline of a video as SVG, drawn to scale: each thing leads to its second on YouTube."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from warehouse.show.facts import Scene, TimedText, Video, marks, span
from warehouse.show.markup import node
from warehouse.show.phrases import KINDS, percent
from warehouse.text import clock

LEFT, WIDTH, RIGHT = 110.0, 1000.0, 30.0
SCENES, DYNAMISM, SPEECH, LANES = 34.0, 84.0, 142.0, 172.0
SCENE_HEIGHT, DYNAMISM_HEIGHT, SPEECH_HEIGHT, LANE_HEIGHT = 44.0, 50.0, 18.0, 24.0
LETTER = 7.2
LANE_KINDS = ("activity", "prop", "edit", "narrative_event", "mood_change")


def timeline(video: Video) -> Element:
    """The timeline; it has only an axis where nothing is timed."""
    height = LANES + LANE_HEIGHT * len(LANE_KINDS) + 26
    drawn = node("svg", viewbox=f"0 0 {LEFT + WIDTH + RIGHT:.0f} {height:.0f}", role="group", class_="timeline")
    # what a script needs to show a second in it
    drawn.attrib.update({"data-left": f"{LEFT:g}", "data-width": f"{WIDTH:g}", "data-length": f"{video.length:g}"})
    drawn.append(node("title", "Timeline of the video: scenes, dynamism, speech and moments"))
    if not video.length:
        drawn.append(_text(LEFT, SCENES + 20, "The length of the video is unknown.", "label"))
        return drawn
    for part in (
        _axis(video, height),
        _labels(),
        _scenes(video),
        _speech(video),
        _lanes(video),
        _climax(video, height),
    ):
        drawn.extend(part)
    return drawn


def _x(seconds: float, video: Video) -> float:
    return LEFT + WIDTH * max(0.0, min(1.0, seconds / video.length))


def _axis(video: Video, height: float) -> Iterator[Element]:
    for seconds in marks(video.length):
        x = _x(seconds, video)
        yield node("line", x1=x, x2=x, y1=SCENES - 8, y2=height - 18, class_="grid")
        yield _text(x, SCENES - 14, clock(seconds), "tick")


def _labels() -> Iterator[Element]:
    tops = [("scenes", SCENES + 26), ("dynamism", DYNAMISM + 30), ("speech", SPEECH + 14)]
    lanes = [(KINDS[kind], LANES + LANE_HEIGHT * lane + 16) for lane, kind in enumerate(LANE_KINDS)]
    for name, y in (*tops, *lanes):
        yield _text(LEFT - 12, y, name, "label")


def _scenes(video: Video) -> Iterator[Element]:
    for scene in video.scenes:
        if scene.start is None or scene.end is None or scene.end < scene.start:
            continue
        x, width = _box(video, scene.start, scene.end)
        mood = node("rect", x=x, y=SCENES, width=width, height=SCENE_HEIGHT, rx=4, class_=f"mood {scene.valence or ''}")
        yield _linked(video, scene.start, _tip(scene), mood, *_written(scene, x, width))
        if scene.dynamism is not None:
            yield from _score(scene.dynamism, x, width)


def _written(scene: Scene, x: float, width: float) -> Iterator[Element]:
    for line, text in enumerate((str(scene.index), scene.moods)):
        letters = int((width - 12) / LETTER)
        shown = text if len(text) <= letters else text[: max(0, letters - 1)] + "…"
        if letters >= min(len(text), 4):
            yield _text(x + 7, SCENES + 18 + 17 * line, shown, "name" if line else "name number")


def _score(score: float, x: float, width: float) -> Iterator[Element]:
    height = DYNAMISM_HEIGHT * max(0.0, min(1.0, score))
    yield node("rect", x=x, y=DYNAMISM + DYNAMISM_HEIGHT - height, width=width, height=height, class_="dynamism")
    if width > 3 * LETTER:
        yield _text(x + width / 2, DYNAMISM + DYNAMISM_HEIGHT - 5, f"{score:.1f}", "score")


def _speech(video: Video) -> Iterator[Element]:
    for moment in video.moments:
        if moment.kind == "speech" and moment.start is not None:
            x, width = _box(video, moment.start, moment.end)
            drawn = node("rect", x=x, y=SPEECH, width=width, height=SPEECH_HEIGHT, class_="speech")
            yield _linked(video, moment.start, _said(moment), drawn)


def _lanes(video: Video) -> Iterator[Element]:
    for moment in video.moments:
        if moment.kind in LANE_KINDS and moment.start is not None:
            y = LANES + LANE_HEIGHT * LANE_KINDS.index(moment.kind) + LANE_HEIGHT / 2
            yield _linked(video, moment.start, _said(moment), _mark(video, moment, y))


def _mark(video: Video, moment: TimedText, y: float) -> Element:
    x, width = _box(video, moment.start or 0, moment.end)
    if moment.start == moment.end:
        return node("circle", cx=x, cy=y, r=4.5, class_=moment.kind)
    return node("rect", x=x, y=y - 5, width=width, height=10, rx=3, class_=moment.kind)


def _climax(video: Video, height: float) -> Iterator[Element]:
    if video.climax and video.climax.start is not None:
        x = _x(video.climax.start, video)
        line = node("line", x1=x, x2=x, y1=SCENES - 4, y2=height - 22, class_="climax")
        side = "late" if video.climax.start > 0.9 * video.length else "early" if x < LEFT + 50 else ""
        label = _text(x, height - 6, f"▲ climax {clock(video.climax.start)}", f"climax {side}")
        yield _linked(video, video.climax.start, _said(video.climax), line, label)


def _box(video: Video, start: float, end: float | None) -> tuple[float, float]:
    x = _x(start, video)
    return x, max(1.5, _x(start if end is None else end, video) - x - 1)


def _linked(video: Video, seconds: float, tip: str, *drawn: Element) -> Element:
    url = video.url(seconds)
    return node("a", node("title", tip), *drawn, href=url) if url else node("g", node("title", tip), *drawn)


def _text(x: float, y: float, text: str, class_: str) -> Element:
    return node("text", text, x=x, y=y, class_=class_)


def _tip(scene: Scene) -> str:
    mood = f" · {scene.moods}" if scene.moods else ""
    speech = f" · {percent(scene.speech_share)} speech" if scene.speech_share is not None else ""
    return f"{scene.index}. {scene.title} ({span(scene.start, scene.end)}){mood}{speech}"


def _said(moment: TimedText) -> str:
    return f"{KINDS[moment.kind]} {span(moment.start, moment.end)}: {moment.text}"
