"""What was put aside, as a page, and as files that the commands for videos and clips take."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.explore.collection import collected
from warehouse.explore.frame_page import spot, text_field, video_address, whole_page
from warehouse.quoting import literal
from warehouse.session import Warehouse
from warehouse.show.facts import span
from warehouse.show.markup import Child, isolated, node
from warehouse.show.phrases import counted

# a moment without an end is shown, and cut, with so much behind its beginning
MOMENT_SECONDS = 10
FILES = {"ids.txt": "text/plain", "selection.sql": "application/sql", "collection.json": "application/json"}
_TITLES = "SELECT video_id, youtube_title, youtube_channel FROM videos WHERE video_id IN (SELECT unnest($ids))"
_SCENES = """
SELECT scenes.video_id, scenes.start_seconds, scenes.end_seconds, scenes.title FROM scenes
WHERE scenes.video_id IN (SELECT unnest($ids)) AND scenes.title <> '' ORDER BY scenes.video_id, scenes.scene_index
"""


def collection_page(warehouse: Warehouse) -> str:
    """The page as an HTML document. Raises QueryError where the catalog is open in another program."""
    kept = collected(warehouse.home)
    ids = kept["video_id"].unique().to_list()
    titles = {video_id: (title, channel) for video_id, title, channel in _asked(warehouse, _TITLES, ids).iter_rows()}
    scenes = _asked(warehouse, _SCENES, ids).rows()
    items = [_item(row, titles, scenes) for row in kept.iter_rows(named=True)]
    nothing = node("p", "Nothing was put aside yet: every video, hit, moment and row of a video has a button + for it.")
    told = f"{kept.height:,} put aside, of {counted(len(ids), 'video')}."
    return whole_page(
        warehouse,
        "Collection",
        node("h1", "Collection"),
        node("p", told, role="status", id="count"),
        *([node("ol", *items, class_="kept"), *_exports(warehouse, kept)] if items else [nothing]),
        path="/collection",
    )


def _asked(warehouse: Warehouse, statement: str, ids: list[str]) -> pl.DataFrame:
    return warehouse.sql(statement, {"ids": ids})


def _item(row: Mapping[str, Any], titles: Mapping[str, Any], scenes: list[Any]) -> Element:
    video_id, start, end = row["video_id"], row["start_seconds"], row["end_seconds"]
    title, channel = titles.get(video_id) or ("", "no longer in the warehouse")
    about = [] if start is None else [span(start, start if end is None else end)]
    about += [
        name for of, begin, stop, name in scenes if of == video_id and start is not None and _in(start, begin, stop)
    ]
    return node(
        "li",
        node(
            "div",
            node("a", isolated(title or video_id), href=video_address(video_id, start, {"list": "collection"})),
            node("p", isolated(" · ".join([*about, channel or ""])), class_="soft"),
        ),
        node(
            "form",
            text_field("remove", spot(video_id, start, end), "hidden"),
            node("button", "Take out", aria_label=f"Take out {title or video_id} {' '.join(about[:1])}"),
            method="post",
            action="/collection",
            class_="inline",
        ),
    )


def _in(second: float, begin: float | None, end: float | None) -> bool:
    return begin is not None and end is not None and begin <= second < end


def _exports(warehouse: Warehouse, kept: pl.DataFrame) -> list[Child]:
    files = (
        node("li", node("a", name, href=f"/collection/{name}", download=name), f": {told}")
        for name, told in (
            ("ids.txt", "the ids of the videos, a line each"),
            ("selection.sql", "videos with their spans, as a SELECT that both commands take"),
            ("collection.json", "what was put aside, with titles, channels and the snapshot"),
        )
    )
    home = shlex.quote(str(warehouse.home.root))
    body: list[Child] = [
        node("h2", "Take it elsewhere"),
        node("ul", *files),
        node("p", "The videos, and the clips of what was put aside:"),
        node("pre", f"warehouse --home {home} fetch --ids ids.txt videos/", class_="command"),
        node("pre", f"warehouse --home {home} clips --sql selection.sql clips/", class_="command"),
    ]
    if kept["start_seconds"].null_count() or kept["end_seconds"].null_count():
        note = f"A clip of a whole video is the video; a moment without an end is cut {MOMENT_SECONDS} seconds long."
        body.append(node("p", note, class_="soft"))
    empty = node("form", text_field("empty", "1", "hidden"), node("button", "Take everything out"))
    empty.attrib.update({"method": "post", "action": "/collection"})
    return [*body, empty]


def collection_file(warehouse: Warehouse, name: str) -> str:
    """One of ``FILES`` as text. Raises QueryError where the catalog is open in another program."""
    kept = collected(warehouse.home)
    ids = kept["video_id"].unique(maintain_order=True).to_list()
    if name == "ids.txt":
        return "".join(f"{video_id}\n" for video_id in ids)
    if name == "selection.sql":
        return _selection(warehouse, kept, ids)
    titles = {video_id: told for video_id, *told in _asked(warehouse, _TITLES, ids).iter_rows()}
    items = []
    for row in kept.iter_rows(named=True):
        title, channel = titles.get(row["video_id"], (None, None))
        items.append(
            {**row, "added_at": row["added_at"].isoformat(), "youtube_title": title, "youtube_channel": channel}
        )
    source = {"location": warehouse.manifest.location, "revision": warehouse.manifest.revision}
    return json.dumps({"source": source, "snapshot": warehouse.snapshot.name, "items": items}, indent=1) + "\n"


def _selection(warehouse: Warehouse, kept: pl.DataFrame, ids: list[str]) -> str:
    """A SELECT of what was put aside and is still in the warehouse, each span with its end."""
    lengths = _asked(
        warehouse, "SELECT video_id, duration_seconds FROM videos WHERE video_id IN (SELECT unnest($ids))", ids
    )
    length = dict(lengths.iter_rows())
    rows = []
    for video_id, start, end, _ in kept.iter_rows():
        if video_id in length:
            begin = start or 0.0
            stop = end if end is not None and end > begin else length[video_id] if start is None else None
            rows.append(f"    ({literal(video_id)}, {begin!r}, {stop or begin + MOMENT_SECONDS!r})")
    values = ",\n".join(rows) or "    ('', 0.0, 0.0)"
    where = "" if rows else " WHERE false"
    # without the casts they would be decimals
    times = "CAST(start_seconds AS DOUBLE) AS start_seconds, CAST(end_seconds AS DOUBLE) AS end_seconds"
    names = "collection(video_id, start_seconds, end_seconds)"
    return f"SELECT video_id, {times} FROM (VALUES\n{values}\n) AS {names}{where}\n"
