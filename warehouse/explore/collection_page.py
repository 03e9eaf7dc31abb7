"""What was put aside, as a page and as a file of ids."""

from __future__ import annotations

from warehouse.explore.collection import collected
from warehouse.explore.frame_page import address, text_field, value_text, whole_page
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node
from warehouse.text import clock


def collection_page(warehouse: Warehouse) -> str:
    """The page as an HTML document. Raises QueryError where the catalog is open in another program."""
    kept = collected(warehouse.home)
    ids = kept["video_id"].unique().to_list()
    titles = dict(
        warehouse.sql(
            "SELECT video_id, youtube_title FROM videos WHERE video_id IN (SELECT unnest($ids))", {"ids": ids}
        ).iter_rows()
        if ids
        else ()
    )
    items: list[Child] = []
    for row in kept.iter_rows(named=True):
        second = None if row["start_seconds"] is None else int(row["start_seconds"])
        gone = "" if row["video_id"] in titles else " (no longer in the warehouse)"
        title = isolated(titles.get(row["video_id"]) or row["video_id"])
        items.append(
            node(
                "li",
                node("a", title, href=address(f"/video/{row['video_id']}", t=second)),
                node("span", f"{'' if second is None else f' from {clock(second)}'}{gone} "),
                node(
                    "form",
                    text_field("video_id", row["video_id"], "hidden"),
                    text_field("start_seconds", value_text(row["start_seconds"]), "hidden"),
                    text_field("remove", "1", "hidden"),
                    node("button", "Take out"),
                    method="post",
                    action="/collection",
                    class_="inline",
                ),
            )
        )
    return whole_page(
        warehouse,
        "Collection",
        node("h1", "Collection"),
        node("p", f"{kept.height:,} put aside, of {len(ids):,} videos."),
        node("ul", *items) if items else node("p", "Nothing was put aside yet: each video's page has a button for it."),
        node("p", node("a", "Ids as a file", href="/collection/ids.txt", download="ids.txt")),
        node("pre", "warehouse fetch --ids ids.txt videos/") if items else None,
    )


def ids_text(warehouse: Warehouse) -> str:
    """The ids of the videos, each once, a line each."""
    return "".join(f"{video_id}\n" for video_id in dict.fromkeys(collected(warehouse.home)["video_id"]))
