"""The sections of a video's page that list moments: climax, scenes, transcript."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from warehouse.show.facts import Scene, TimedText, Video, span
from warehouse.show.markup import isolated, node
from warehouse.show.phrases import KINDS, counted, percent


def climax(video: Video) -> Iterator[Element]:
    """The climax and the storyline, where there are any."""
    if video.climax is None and not video.storyline:
        return
    yield node("h2", "Story")
    if video.storyline:
        yield node("p", isolated(video.storyline))
    if video.climax is not None:
        yield node("p", "Climax, ", _at(video, video.climax), ": ", isolated(video.climax.text))


def scenes(video: Video) -> Iterator[Element]:
    """A card for each scene, with its moments."""
    yield node("h2", counted(len(video.scenes), "scene"))
    yield node("div", *(_card(video, scene) for scene in video.scenes), class_="cards")


def transcript(video: Video) -> Iterator[Element]:
    """The timed transcript, folded."""
    segments = [moment for moment in video.moments if moment.kind == "speech"]
    if segments:
        summary = node("summary", f"Transcript: {counted(len(segments), 'segment')}, by a recogniser")
        yield node("details", summary, node("ul", *(_item(video, moment, "") for moment in segments)))


def _card(video: Video, scene: Scene) -> Element:
    card = node("article", node("h3", f"{scene.index}. ", isolated(scene.title or "(no title)")), class_="card")
    card.append(node("div", _time(video, scene.start, scene.end), *_chips(scene)))
    if scene.dynamism is not None:
        meter = node("meter", f"{scene.dynamism:.1f}", value=scene.dynamism, min=0, max=1)
        card.append(node("p", "Dynamism ", meter, f" {scene.dynamism:.1f}"))
    card.append(node("p", f"Speech {_share(scene)}{counted(scene.words, 'word')}"))
    if scene.cast:
        card.append(node("p", "With ", isolated(", ".join(scene.cast))))
    moments = [moment for moment in video.moments if moment.scene == scene.index]
    if moments:
        items = (_item(video, moment, KINDS[moment.kind]) for moment in moments)
        card.append(node("details", node("summary", counted(len(moments), "moment")), node("ul", *items)))
    return card


def _chips(scene: Scene) -> Iterator[Element]:
    yield node("span", " ")
    yield node("span", isolated(scene.moods or "mood unknown"), class_=f"chip {scene.valence or ''}")
    if scene.in_storyline:
        yield node("span", "storyline", class_="chip")


def _share(scene: Scene) -> str:
    return f"{percent(scene.speech_share)}, " if scene.speech_share is not None else ""


def _item(video: Video, moment: TimedText, kind: str) -> Element:
    name = node("span", f" {kind}: ", class_="soft") if kind else node("span", " ")
    return node("li", _at(video, moment), name, isolated(moment.text))


def _at(video: Video, moment: TimedText) -> Element:
    return _time(video, moment.start, moment.end)


def _time(video: Video, start: float | None, end: float | None) -> Element:
    url = video.url(start)
    if start is None or url is None:
        return node("span", "no time" if start is None else span(start, end), class_="soft")
    # the stated length is rounded to whole seconds
    note = " (after the end)" if max(start, end or start) > video.length + 1 else ""
    link = node("a", span(start, end), href=url)
    if video.page:
        # what a page of moments can put aside
        link.set("data-span", f"{start:.10g}-{max(start, end or start):.10g}")
    return node("span", link, note)
