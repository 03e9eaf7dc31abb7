"""Networks: which things and links are drawn, and where, so that no label lies over another.

The layout is that of springs and repulsion (Fruchterman and Reingold), begun on a circle, so that equal rows give equal
pictures; then boxes that overlap are pushed apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.errors import QueryError
from warehouse.queries.chart_declaration import Chart
from warehouse.queries.chart_labels import FONT_SIZE, LETTER
from warehouse.queries.chart_rows import UNKNOWN

MOST_NODES = 30
# pixels: around the text of a box, the height of one, between two, and of the picture by box
PADDING, BOX_HEIGHT, APART, HEIGHT_BY_NODE = 8.0, 18.0, 8.0, 22.0
LONGEST_LABEL = 28
_STEPS = 300
_Node = tuple[str, ...]
Places = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """What is drawn: the names of nodes, their middles (nodes, 2) and widths (nodes,) in pixels, and links.

    A link is two numbers of nodes and a weight. ``told`` says what was left out.
    """

    names: list[str]
    middles: Places
    widths: Places
    height: float
    links: list[tuple[int, int, float]]
    told: str | None


def network_of(chart: Chart, frame: pl.DataFrame, width: float) -> Network:
    """The network of a result, within ``width`` pixels: the 30 ends of its heaviest links, and the links among them.

    Raises:
        QueryError: the color is no number, which a link is weighed by.
    """
    assert chart.color is not None
    if not frame.schema[chart.color].is_numeric():
        raise QueryError(f"A network needs a number for color: {chart.color} is none.")
    weights = _weights(chart, frame)
    every = {node for pair in weights for node in pair}
    kept: list[_Node] = []
    for pair in sorted(weights, key=lambda pair: -weights[pair]):
        new = [node for node in pair if node not in kept]
        if len(kept) + len(new) <= MOST_NODES:
            kept += new
    number = {node: place for place, node in enumerate(kept)}
    links = [(number[one], number[other], w) for (one, other), w in weights.items() if {one, other} <= number.keys()]
    names = [_shortened(node[-1]) for node in kept]
    widths = np.array([len(name) * LETTER * FONT_SIZE + PADDING for name in names])
    places, height = _apart(_springs(len(kept), links, width), widths, width)
    told = None
    if len(kept) < len(every):
        told = f"the {len(kept)} of {len(every):,} with the heaviest links, {len(links)} of {len(weights):,} links"
    return Network(names, places, widths, height, links, told)


def _weights(chart: Chart, frame: pl.DataFrame) -> dict[tuple[_Node, _Node], float]:
    """The weight of each link, either way; a node has its name last, behind what names are of (``within``)."""
    weights: dict[tuple[_Node, _Node], float] = {}
    within = [chart.within] if chart.within else []
    for weight, *names in frame.select(pl.col(str(chart.color)), *within, chart.x, chart.y).iter_rows():
        *of, x, y = (UNKNOWN if name is None else str(name) for name in names)
        one, other = sorted(((*of, x), (*of, y)))
        if one != other and weight:
            weights[one, other] = weights.get((one, other), 0) + float(weight)
    return weights


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"


def _springs(nodes: int, links: list[tuple[int, int, float]], width: float) -> Places:
    """Places where what is linked is near and everything else apart."""
    size = np.array([width, max(nodes * HEIGHT_BY_NODE, 6 * BOX_HEIGHT)])
    angles = 2 * np.pi * np.arange(nodes) / max(nodes, 1)
    places = np.column_stack([np.cos(angles), np.sin(angles)])
    pull = np.zeros((nodes, nodes))
    for one, other, weight in links:
        pull[one, other] = pull[other, one] = 1 + np.log1p(weight)
    length = 2.4 / np.sqrt(max(nodes, 1))
    for step in range(_STEPS):
        away = places[:, None] - places[None]
        distance = np.maximum(np.linalg.norm(away, axis=2), 0.01)
        force = length**2 / distance**2 - pull * distance / length / pull.max(initial=1)
        np.fill_diagonal(force, 0)
        moves = (away * force[..., None]).sum(1) - 0.3 * places
        far = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        places = places + moves / far * np.minimum(far, 0.2 * (1 - step / _STEPS))
    low, high = places.min(0, initial=0), places.max(0, initial=0)
    spread: Places = (places - low) / np.maximum(high - low, 1e-9) * size
    return spread


def _apart(places: Places, widths: Places, width: float) -> tuple[Places, float]:
    """Places at which no two boxes meet, from the top down, and the height that they take."""
    half = widths / 2
    found = places.copy()
    found[:, 0] = np.clip(found[:, 0], np.minimum(half, width / 2), np.maximum(width - half, width / 2))
    order = np.argsort(found[:, 1], kind="stable")
    done: list[int] = []
    for node in order:
        # a box that meets others goes below the lowest of them, until there is room
        while True:
            met = [
                other
                for other in done
                if abs(found[node, 0] - found[other, 0]) < half[node] + half[other] + APART
                and abs(found[node, 1] - found[other, 1]) < BOX_HEIGHT + APART - 1e-6
            ]
            if not met:
                break
            found[node, 1] = max(found[other, 1] for other in met) + BOX_HEIGHT + APART
        done.append(int(node))
    found[:, 1] += BOX_HEIGHT / 2 + 1 - found[:, 1].min(initial=0)
    return found, float(found[:, 1].max(initial=0) + BOX_HEIGHT / 2 + 1)
