"""Scenes of other videos that are most like a scene, or like a video as a whole: what their vectors say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.frame_page import address, video_address, whole_page
from warehouse.explore.search_page import hit_article
from warehouse.session import Warehouse
from warehouse.show.markup import Child, isolated, node

LIKE_THIS = "More like this"
_SHOWN_SCENES = 20
WITHOUT_VECTORS = "Scenes of other videos that are like these are found once `warehouse embed` has made their vectors."
_TITLE = """
SELECT videos.youtube_title, scenes.title, scenes.start_seconds
FROM videos LEFT JOIN scenes ON scenes.video_id = videos.video_id AND scenes.scene_index = $scene
WHERE videos.video_id = $id
"""


def similar_rows(warehouse: Warehouse, video_id: str, query: Mapping[str, str]) -> pl.DataFrame:
    """The scenes that are like the scene of a video that an address names, or like all of the video.

    Raises:
        HomeError: the snapshot has no vectors.
        QueryError: there is no such scene.
    """
    return warehouse.similar(video_id, _scene(query), limit=_SHOWN_SCENES)


def similar_page(warehouse: Warehouse, video_id: str, query: Mapping[str, str]) -> str:
    """The page of these scenes as an HTML document. Raises what ``similar_rows`` raises."""
    frame, scene = similar_rows(warehouse, video_id, query), _scene(query)
    title, scene_title, second = warehouse.sql(_TITLE, {"id": video_id, "scene": scene}).row(0)
    name = title or video_id
    of_scene: list[Child] = (
        [] if scene is None else [f"scene {scene}, ", isolated(scene_title or "(no title)"), ", of "]
    )
    state = {"list": "similar", "of": video_id, "scene": scene}
    return whole_page(
        warehouse,
        f"Like {name}",
        node("p", node("a", "← ", isolated(name), href=video_address(video_id, second, {})), class_="ways"),
        node("h1", LIKE_THIS),
        node("p", "Scenes of other videos that are most like ", *of_scene, isolated(name), ", the most similar first."),
        *(hit_article(row, state, f"cosine {row['score']:.2f}") for row in frame.iter_rows(named=True)),
        path="/videos",
    )


def like_link(video_id: str, scene: int | None = None) -> Element:
    """The way to what is like a video, or like a scene of it."""
    name = LIKE_THIS if scene is None else f"{LIKE_THIS}: scene {scene}"
    return node("a", LIKE_THIS, href=similar_address(video_id, scene), aria_label=name)


def similar_address(video_id: str, scene: Any) -> str:
    """The page of what is like a video, or like a scene of it."""
    return address(f"/video/{video_id}/similar", scene=scene)


def _scene(query: Mapping[str, str]) -> int | None:
    text = query.get("scene", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):
        raise QueryError(f"{text!r} is not a scene: scenes are counted from 1.")
    return int(text) if text else None
