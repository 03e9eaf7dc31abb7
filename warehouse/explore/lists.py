"""The list that a video was opened from: the way back to it, and what stands before and behind the video in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.explore.collection import collected
from warehouse.explore.frame_page import address
from warehouse.explore.question_pages import asked_rows, read_values
from warehouse.explore.search_page import found
from warehouse.explore.similar_page import LIKE_THIS, similar_address, similar_rows
from warehouse.explore.video_list import neighbours, read_filter
from warehouse.session import Warehouse

Neighbours = tuple[str | None, str | None]


@dataclass(frozen=True)
class OpenedFrom:
    """A list of videos: its name, its address, what links from it add to an address, and who stands beside a video."""

    name: str
    back: str
    state: Mapping[str, Any]
    beside: Callable[[str], Neighbours]


def read_opened_from(warehouse: Warehouse, query: Mapping[str, str]) -> OpenedFrom:
    """The list that the address of a video names: all videos of a filter where it names none.

    Raises:
        QueryError: a value of the list is not valid.
    """
    state = {name: value for name, value in query.items() if name != "t"}
    inner = {name: value for name, value in state.items() if name not in ("list", "name")}
    match query.get("list"):
        case "search":
            return OpenedFrom(
                "Search", address("/search", **inner), state, _among(lambda: found(warehouse, inner)["video_id"])
            )
        case "collection":
            return OpenedFrom("Collection", "/collection", state, _among(lambda: collected(warehouse.home)["video_id"]))
        case "similar":
            of, scene = query.get("of", ""), {"scene": query.get("scene", "")}
            rows = _among(lambda: similar_rows(warehouse, of, scene)["video_id"])
            return OpenedFrom(LIKE_THIS, similar_address(of, scene["scene"]), state, rows)
        case "question":
            asked = warehouse.canned(query.get("name", ""))
            back = address(f"/questions/{asked.name}", **inner)
            rows = _among(lambda: asked_rows(warehouse, asked, read_values(asked, inner), again=False)["video_id"])
            return OpenedFrom(asked.title, back, state, rows)
    wanted = read_filter(query)
    back = address("/videos", **wanted.state)
    return OpenedFrom("Videos", back, wanted.state, lambda video_id: neighbours(warehouse, wanted, video_id))


def _among(ids: Callable[[], Iterable[str]]) -> Callable[[str], Neighbours]:
    def beside(video_id: str) -> Neighbours:
        listed = list(dict.fromkeys(ids()))
        if video_id not in listed:
            return None, None
        at = listed.index(video_id)
        return (listed[at - 1] if at else None), (listed[at + 1] if at + 1 < len(listed) else None)

    return beside
