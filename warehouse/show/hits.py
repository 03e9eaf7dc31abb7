"""Moments that a search found: as a web page that needs no other file, and as a playlist for a video player."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from warehouse.search.results import Moment
from warehouse.show.facts import span
from warehouse.show.markup import Child, document, isolated, node
from warehouse.show.page import page_head
from warehouse.text import cell, clock, watch_url

_MARKED = re.compile(r"\*\*(.+?)\*\*")


def hits_page(query: str, moments: Sequence[Moment], *, synthetic: bool = False) -> str:
    """The moments in their order, each with its begin, its end and a link to its second, as an HTML document."""
    note = node("p", "Synthetic sample: there are no such videos.", class_="synthetic") if synthetic else None
    count = node("p", f"{len(moments):,} moments." if moments else "Nothing was found.", class_="soft")
    main = node("main", note, node("h1", isolated(query)), count, *map(_hit, moments))
    return document(node("html", page_head(query), node("body", main), lang="en"))


def playlist(moments: Sequence[Moment]) -> str:
    """The moments whose video is on YouTube as an extended M3U; players such as VLC begin and end at their times."""
    lines = ["#EXTM3U"]
    for moment in moments:
        url = watch_url(moment.video_id)
        if url is not None:
            begin, end = moment.start_seconds, moment.end_seconds
            length = -1 if begin is None or end is None else max(round(end - begin), 0)
            text = cell(f"{moment.title or moment.video_id}: {moment.snippet.replace('**', '')}")
            lines.append(f"#EXTINF:{length},{text}")
            lines += [f"#EXTVLCOPT:start-time={begin:g}"] if begin is not None else []
            lines += [f"#EXTVLCOPT:stop-time={end:g}"] if end is not None else []
            lines.append(url)
    return "\n".join(lines) + "\n"


def marked(snippet: str) -> Iterator[Child]:
    """A snippet with what matched as marked text; ``node`` puts texts behind elements where they belong."""
    for number, piece in enumerate(_MARKED.split(snippet)):
        yield node("mark", piece) if number % 2 else piece


def _hit(moment: Moment) -> Element:
    title = isolated(" - ".join(filter(None, (moment.title, moment.channel))) or moment.video_id)
    scene = "" if moment.scene_index is None else f", scene {moment.scene_index}"
    start, end = moment.start_seconds, moment.end_seconds
    time = "" if start is None else f" {clock(start) if end is None else span(start, end)}"
    return node(
        "article",
        node("p", node("a", title, href=moment.watch_url) if moment.watch_url else title),
        node("p", f"{moment.kind}{scene}{time}", class_="soft"),
        node("p", node("bdi", *marked(moment.snippet))),
    )
