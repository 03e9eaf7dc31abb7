"""The list of videos as a page: what it can be filtered by beside its rows, each with its picture and its scenes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from warehouse.explore.facets import Facet, facets
from warehouse.explore.frame_page import address, aside_button, choice, labelled, text_field, video_address, whole_page
from warehouse.explore.result_parts import page_turns
from warehouse.explore.video_list import FILTERS, ORDERS, PAGE_ROWS, VideoFilter, list_videos, strips
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node
from warehouse.show.phrases import counted, percent
from warehouse.text import clock, watch_url

_FIELDS = {
    "words": ("Words in title or channel", "search"),
    "channel": ("Channel", "text"),
    "year": ("Year of upload", "number"),
    "mood": ("Mood of a scene", "text"),
    "shortest": ("From seconds", "number"),
    "longest": ("To seconds", "number"),
    "speech": ("Speech from (0 to 1)", "number"),
    "quality": ("Quality from (0 to 1)", "number"),
}
_PICTURES = "https://i.ytimg.com/vi/{}/mqdefault.jpg"


def videos_page(warehouse: Warehouse, wanted: VideoFilter, page: int) -> str:
    """A page of the list of videos as an HTML document."""
    count, rows = list_videos(warehouse, wanted, page)
    scenes = strips(warehouse, rows)
    pictures = not warehouse.manifest.synthetic
    items = (
        _item(row, scenes.get(row["video_id"], []), wanted, pictures=pictures) for row in rows.iter_rows(named=True)
    )
    none = node("p", f"No video passes all of: {', '.join(wanted.values)}. Leave one of them out.")
    return whole_page(
        warehouse,
        "Videos",
        node("h1", "Videos"),
        _form(wanted),
        node(
            "div",
            _facets(facets(warehouse, wanted), wanted),
            node(
                "section",
                node("p", f"{count:,} videos.", id="count", role="status"),
                node("ol", *items, class_="videos") if count else none,
                _turns(wanted, page, count),
                aria_label="Videos found",
            ),
            class_="browse",
        ),
        path="/videos",
    )


def _form(wanted: VideoFilter) -> Element:
    values = {name: str(wanted.values[name]) if name in wanted.values else None for name in FILTERS}
    fields = [
        labelled(text, text_field(name, values[name], kind, **({"step": "any"} if kind == "number" else {})))
        for name, (text, kind) in _FIELDS.items()
    ]
    more = node("details", node("summary", "More filters"), node("div", *fields[1:], class_="filters"))
    return node(
        "form",
        fields[0],
        labelled("Order", choice("order", [(order, order) for order in ORDERS], wanted.order, data_submit="1")),
        node("button", "Show"),
        text_field("category", values["category"], "hidden") if values["category"] else None,
        more,
        action="/videos",
        class_="filters",
    )


def _facets(found: list[Facet], wanted: VideoFilter) -> Element:
    """Each facet as a list of links, the chosen values as links that leave them out again."""
    made = node("details", node("summary", "Filter by"), class_="facets")
    for facet in found:
        chosen = [name for name in facet.names if name in wanted.values]
        if not facet.values and not chosen:
            continue
        others = wanted.without(*facet.names).state
        group = node("ul", *(_value(facet, number, wanted, others) for number in range(len(facet.values))))
        title = node("h2", facet.title)
        if chosen:
            title.append(node("a", "all", href=address("/videos", **others), class_="all"))
            told = ", ".join(str(wanted.values[name]) for name in chosen)
            title.append(node("span", f"chosen: {told}", class_="unseen"))
        made.append(node("section", title, group))
    return made


def _value(facet: Facet, number: int, wanted: VideoFilter, others: Mapping[str, Any]) -> Element:
    value = facet.values[number]
    chosen = all(_same(wanted.values.get(name), given) for name, given in value.state.items())
    state = others if chosen else {**others, **value.state}
    return node(
        "li",
        node(
            "a",
            isolated(value.text),
            node("span", f"{value.videos:,}", class_="number"),
            href=address("/videos", **state),
            **({"aria_current": "true"} if chosen else {}),
        ),
    )


def _same(wanted: Any, given: Any) -> bool:
    return str(wanted) == str(given) or (given is not None and isinstance(wanted, float) and wanted == float(given))


def _item(
    row: Mapping[str, Any], scenes: list[tuple[float, float, str]], wanted: VideoFilter, *, pictures: bool
) -> Element:
    video_id = row["video_id"]
    title = isolated(row["title"] or video_id)
    return node(
        "li",
        _picture(video_id) if pictures else None,
        node(
            "div",
            node("a", title, href=video_address(video_id, None, wanted.state), class_="title"),
            node("p", isolated(" · ".join(_facts(row))), class_="soft"),
            _strip(scenes, row["seconds"]),
        ),
        aside_button(row["title"] or video_id, video_id),
    )


def _picture(video_id: str) -> Element:
    if watch_url(video_id) is None:
        return node("span", "no picture", class_="picture")
    source = _PICTURES.format(video_id)
    picture = node("img", src=source, alt="", width=160, height=90, loading="lazy", referrerpolicy="no-referrer")
    return node("span", picture, class_="picture")


def _facts(row: Mapping[str, Any]) -> Iterator[str]:
    yield from filter(None, (row["channel"], row["category"]))
    yield clock(row["seconds"]) if row["seconds"] else "length unknown"
    yield counted(row["scenes"], "scene")
    if row["speech"] is not None:
        yield f"{percent(row['speech'])} speech"
    if row["uploaded"] is not None:
        yield str(row["uploaded"].year)


def _strip(scenes: list[tuple[float, float, str]], seconds: float | None) -> Element:
    """The scenes to scale, in the colors of their moods."""
    length = seconds or max((end for _, end, _ in scenes), default=0)
    drawn: list[Child] = []
    for start, end, valence in scenes:
        x, width = (1000 * min(1, at / length) for at in (start, end - start))
        if x < 1000:
            drawn.append(
                node("rect", x=x, width=max(1.5, min(width, 1000 - x) - 2), y=0, height=10, class_=f"mood {valence}")
            )
    return node("svg", *drawn, viewbox="0 0 1000 10", preserveaspectratio="none", class_="strip", aria_hidden="true")


def _turns(wanted: VideoFilter, page: int, count: int) -> Element:
    pages = max(1, -(-count // PAGE_ROWS))
    told = node("span", f"Page {page:,} of {pages:,}")
    return page_turns("/videos", wanted.state, page, pages, told, "Pages of the list")
