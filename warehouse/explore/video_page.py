"""One video as a page: its player beside its transcript, its timeline, and all that the annotations say of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.explore.frame_page import address, aside_button, rows_table, text_field, video_address, whole_page
from warehouse.explore.lists import OpenedFrom, read_opened_from
from warehouse.explore.similar_page import WITHOUT_VECTORS, like_link
from warehouse.session import Warehouse
from warehouse.show import Video, look_and_ask
from warehouse.show.markup import Child, isolated, node
from warehouse.show.page import footer, head, pictures, sections
from warehouse.show.sections import transcript
from warehouse.snapshot.layout import has_vectors
from warehouse.text import clock

_QUESTIONS = "SELECT question, answer FROM qa_pairs ORDER BY qa_index"
_TRIMMING = "SELECT description FROM trimming_suggestions ORDER BY suggestion_index"
_TRIMMING_NOTE = (
    "By a fault of the published data all their times lie in the last scene: they say what to cut, not where."
)
_AUDITS = """
SELECT check_name AS audit, severity, scene_index AS scene, detail FROM quality_issues
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, check_name, scene_index
"""
# the titles of the tables of these rows, and what is to be known of them
_ASKED = {
    ("Questions", ""): _QUESTIONS,
    ("Trimming suggestions", _TRIMMING_NOTE): _TRIMMING,
    ("Findings of the audits", ""): _AUDITS,
}


def video_page(warehouse: Warehouse, video_id: str, query: Mapping[str, str]) -> str:
    """The page of a video, at the second and with the list that the address names, as an HTML document.

    Raises:
        QueryError: the snapshot has no such video, or a value of its list is not valid.
    """
    video, asked = look_and_ask(warehouse, video_id, tuple(_ASKED.values()))
    origin, second = read_opened_from(warehouse, query), read_second(query)
    like = has_vectors(warehouse.snapshot)
    local = warehouse.fetched_file(video_id) is not None
    own = replace(video, page=video_address(video_id, None, origin.state))
    below = (*pictures(own), *sections(own), *_more(warehouse, video_id, asked), footer(own))
    beside = node("section", *_transcript(own), id="transcript", aria_label="Transcript")
    for section in (*below, beside):
        _add_buttons(section, video_id)
    if like:
        _add_like_links((card for section in below for card in section.iter("article")), own)
    watch = node("section", *_player(video, second, local=local), _controls(video, second), aria_label="Player")
    return whole_page(
        warehouse,
        video.youtube_title or video_id,
        _ways(video, origin, like=like),
        *head(own),
        node("div", watch, beside, class_="watch"),
        *below,
        scripts=("player.js",),
        path="/videos",
    )


def record_json(warehouse: Warehouse, video_id: str) -> str:
    """The original record of a video as JSON text. Raises QueryError where there is none."""
    return json.dumps(warehouse.record(video_id), indent=2) + "\n"


def read_second(query: Mapping[str, str]) -> int | None:
    """The second that an address names; None where it names none that is a number."""
    text = query.get("t", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _ways(video: Video, origin: OpenedFrom, *, like: bool) -> Element:
    ways = node("nav", node("a", f"← {origin.name}", href=origin.back), class_="ways", aria_label="The list")
    for name, other in zip(("Previous", "Next"), origin.beside(video.video_id), strict=True):
        if other:
            ways.append(node("a", name, href=video_address(other, None, origin.state), rel=name[:4].lower()))
    if like:
        ways.append(like_link(video.video_id))
    ways.append(node("a", "Record as JSON", href=address(f"/video/{video.video_id}/record.json")))
    if (url := video.url()) and not video.synthetic:
        ways.append(node("a", "On YouTube", href=url, rel="noreferrer"))
    return ways


def _player(video: Video, second: int | None, *, local: bool) -> Iterator[Element]:
    """The local file where one was fetched, else YouTube's player; a sentence where there is neither."""
    if local:
        source = address(f"/video/{video.video_id}/file.mp4") + (f"#t={second}" if second else "")
        yield node("video", " ", src=source, controls="controls", preload="metadata", id="player", class_="player")
        yield node("p", "From a file that `warehouse fetch` wrote.", class_="soft")
    elif video.synthetic or video.url() is None:
        why = "The video is made up: there is nothing to play." if video.synthetic else "YouTube has no such video."
        yield node("p", why, class_="player nothing")
    else:
        yield node(
            "iframe",
            " ",
            src=f"https://www.youtube-nocookie.com{address(f'/embed/{video.video_id}', enablejsapi=1, start=second)}",
            title=f"Player: {video.youtube_title}",
            id="player",
            class_="player",
            allow="encrypted-media; fullscreen; picture-in-picture",
            referrerpolicy="strict-origin-when-cross-origin",
        )
        text = "YouTube's player needs the network; a video that `warehouse fetch` wrote is played from its file."
        yield node("p", text, class_="soft", id="network", role="status")


def _controls(video: Video, second: int | None) -> Element:
    """The second that is shown, and buttons that put it or the whole video aside."""
    at = node("output", clock(second or 0), id="now", aria_label="Second")
    whole = aside_button("the whole video", video.video_id)
    whole.text = "Put the video aside"
    moment = aside_button("this moment", video.video_id, float(second or 0))
    moment.text = "Put this moment aside"
    moment.set("id", "moment")
    return node("p", at, moment, whole, class_="ways")


def _transcript(video: Video) -> Iterator[Child]:
    yield node("h2", "Transcript")
    spoken = [part for section in transcript(video) for part in section.iter("ul")]
    if not spoken:
        yield node("p", "There is no timed transcript.", class_="soft")
        return
    yield node(
        "p",
        text_field("", None, "search", id="find", aria_label="Search the transcript", placeholder="Search"),
        node("span", " ", id="found", role="status"),
        node("label", node("input", type="checkbox", id="follow", checked="checked"), "follow"),
        class_="ways",
    )
    spoken[0].set("tabindex", "0")
    spoken[0].set("aria-label", "Segments")
    yield spoken[0]


def _add_buttons(section: Element, video_id: str) -> None:
    """Put a button behind each moment of a section."""
    for holder in list(section.iter("span")):
        link = holder.find("a[@data-span]")
        if link is not None:
            start, _, end = link.get("data-span", "").partition("-")
            at = f"{link.text} of the video"
            holder.append(aside_button(at, video_id, float(start), float(end)))


def _add_like_links(cards: Iterable[Element], video: Video) -> None:
    """Put the way to what is like a scene at the end of its card."""
    for card, scene in zip(cards, video.scenes, strict=True):
        card.append(node("p", like_link(video.video_id, scene.index)))


def _more(warehouse: Warehouse, video_id: str, asked: Iterable[pl.DataFrame]) -> Iterator[Element]:
    """What the page of ``warehouse show`` leaves out: questions, suggestions of what to trim, findings of audits."""
    for (title, note), rows in zip(_ASKED, asked, strict=True):
        if rows.height:
            table = rows_table(rows, caption=title)
            yield node("section", node("h2", title), node("p", note, class_="soft") if note else None, table)
    if not has_vectors(warehouse.snapshot):
        yield node("p", WITHOUT_VECTORS, class_="soft")
    yield node("p", isolated(f"warehouse show -- {video_id}"), class_="command")
