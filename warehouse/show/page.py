"""A video as one web page that needs no other file and runs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from warehouse.show.facts import Character, Quality, Video
from warehouse.show.markup import document, isolated, node
from warehouse.show.phrases import counted, facts_line, named, percent, speech
from warehouse.show.sections import climax, scenes, transcript
from warehouse.show.timeline import timeline
from warehouse.text import clock

DATASET = "https://huggingface.co/datasets/HuggingFaceFV/finevideo"


def page(video: Video) -> str:
    """The page of a video: an HTML document with its style, its timeline and all its moments."""
    body = (*head(video), *pictures(video), *sections(video), *transcript(video), footer(video))
    return document(node("html", page_head(_title(video)), node("body", node("main", *body)), lang="en"))


def sections(video: Video) -> Iterator[Element]:
    """The story, the scenes, the cast and the quality."""
    yield from climax(video)
    yield from scenes(video)
    yield from _tables(video)


def page_head(title: str) -> Element:
    """The head of a page that has the style and needs no other file."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", http_equiv="Content-Security-Policy", content=policy),
        node("meta", name="referrer", content="no-referrer"),
        node("meta", name="viewport", content="width=device-width, initial-scale=1"),
        node("title", title),
        _raw_style(style),
    )


def _raw_style(style: str) -> Element:
    element = Element("style")
    element.text = style
    return element


def _title(video: Video) -> str:
    return video.youtube_title or video.video_id


def head(video: Video) -> Iterator[Element]:
    """The title, whose the video is, and its facts."""
    if video.synthetic and not video.page:
        yield node("p", "Synthetic sample: there is no such video, and its links lead nowhere.", class_="synthetic")
    url = None if video.page else video.url()
    title = isolated(_title(video))
    yield node("h1", node("a", title, href=url) if url else title)
    yield node("p", isolated(video.youtube_channel or "Channel unknown"), class_="channel")
    yield node("p", isolated(facts_line(video)), class_="soft")
    if video.description:
        yield node("p", isolated(video.description))


def pictures(video: Video) -> Iterator[Element]:
    """The timeline with its legend."""
    yield node("div", timeline(video), class_="figure")
    legend = node("p", "Mood:", class_="soft")
    for valence in ("positive", "neutral", "negative", "unknown"):
        legend.append(_key(f"mood {valence}"))
        legend.append(node("span", valence))
    legend.append(node("span", f" · every mark leads to its second{'' if video.page else ' on YouTube'}"))
    yield legend
    untimed = sum(scene.start is None or scene.end is None or scene.end < scene.start for scene in video.scenes)
    if untimed:
        yield node("p", f"Not drawn, as its times are missing or inverted: {counted(untimed, 'scene')}.", class_="soft")


def _key(class_: str) -> Element:
    square = node("rect", width=12, height=12, rx=3, class_=class_)
    return node("svg", square, viewbox="0 0 12 12", class_="key", aria_hidden="true")


def _tables(video: Video) -> Iterator[Element]:
    yield node("div", _cast(video.characters), _quality(video), class_="columns")


def _cast(characters: tuple[Character, ...]) -> Element:
    rows = (
        node(
            "tr",
            node("td", isolated(who.name)),
            node("td", f"{counted(who.scenes, 'scene')}, {clock(who.seconds)}", class_="number"),
            node("td", isolated(who.description)),
        )
        for who in characters
    )
    note = "The time is that of the scenes whose cast has the name: an upper bound."
    return node("section", node("h2", "Cast"), node("p", note, class_="soft"), node("table", *rows))


def _quality(video: Video) -> Element:
    section = node("section", node("h2", "Speech and quality"), node("p", f"Speech: {speech(video)}"))
    score = "none" if video.quality.score is None else f"{video.quality.score:.2f}"
    section.append(node("p", f"Quality of the annotation, not of the video: {score}"))
    section.append(node("table", *_parts(video.quality)))
    section.append(node("ul", *_findings(video.quality)))
    return section


def _parts(quality: Quality) -> Iterator[Element]:
    for name, share in quality.parts.items():
        if share is not None:
            meter = node("meter", percent(share), value=share, min=0, max=1)
            yield node("tr", node("td", named(name)), node("td", meter), node("td", percent(share)))


def _findings(quality: Quality) -> Iterator[Element]:
    for (severity, name), number in quality.findings.items():
        yield node("li", f"{severity}: {named(name)}, {number:,}", class_="soft")


def footer(video: Video) -> Element:
    """The attribution, and where the annotations are from."""
    whose = node("p", "Attribution: “", isolated(_title(video)), "” by ", isolated(video.youtube_channel or "unknown"))
    if video.synthetic:
        return node("footer", whose, node("p", "Synthetic: title, channel and annotation are made up."))
    by_dataset = node("p", "From the dataset ", node("a", "FineVideo", href=DATASET))
    by_dataset.append(
        node(
            "span",
            ", a collection of videos under Creative Commons licences: any use must abide by the original licence, "
            "attribution included. Scenes, moods, scores and names were written by language models and may be wrong.",
        )
    )
    return node("footer", whose, by_dataset)
