"""Networks: every box is apart from the others, within the picture and linked, and what is left out is told."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from warehouse.errors import QueryError
from warehouse.queries.chart_declaration import Chart
from warehouse.queries.chart_network import APART, BOX_HEIGHT, MOST_NODES, Network, network_of
from warehouse.queries.charts import draw, rendered
from warehouse.session import Warehouse

CHART = Chart("network", "one", "other", "times")


def drawn_of(links: list[tuple[str, str, int]], width: float = 480, chart: Chart = CHART) -> Network:
    return network_of(chart, pl.DataFrame(links, ["one", "other", "times"], orient="row"), width)


def tangle(nodes: int, links: int) -> list[tuple[str, str, int]]:
    chance = random.Random(4)
    names = ["n" * chance.randint(1, 40) + str(number) for number in range(nodes)]
    return [(*chance.sample(names, 2), chance.randint(1, 9)) for _ in range(links)]  # type: ignore[misc]


@pytest.mark.parametrize("width", [220, 480, 1200])
@pytest.mark.parametrize("links", [1, 12, 80, 600])
def test_no_box_lies_over_another_or_outside(links: int, width: float) -> None:
    found = drawn_of(tangle(60, links), width)
    left, right = found.middles[:, 0] - found.widths / 2, found.middles[:, 0] + found.widths / 2
    assert left.min() >= -1e-6
    assert right.max() <= width + 1e-6
    assert found.middles[:, 1].min() >= BOX_HEIGHT / 2
    assert found.middles[:, 1].max() + BOX_HEIGHT / 2 <= found.height
    for one in range(len(found.names)):
        for other in range(one):
            wide = (found.widths[one] + found.widths[other]) / 2
            across = abs(found.middles[one, 0] - found.middles[other, 0]) - wide
            down = abs(found.middles[one, 1] - found.middles[other, 1]) - BOX_HEIGHT
            assert max(across, down) >= APART - 1e-3


def test_the_heaviest_links_are_drawn_and_the_rest_is_told() -> None:
    found = drawn_of(tangle(60, 600))
    assert len(found.names) == MOST_NODES
    assert {end for one, other, _ in found.links for end in (one, other)} == set(range(MOST_NODES))
    assert found.told is not None
    assert f"the {MOST_NODES} of 60" in found.told
    assert drawn_of(tangle(8, 9)).told is None


def test_links_of_both_directions_are_one_and_those_to_itself_are_none() -> None:
    found = drawn_of([("a", "b", 2), ("b", "a", 3), ("a", "a", 9), ("b", "c", 1)])
    assert sorted(found.names) == ["a", "b", "c"]
    assert sorted(weight for _, _, weight in found.links) == [1, 5]


def test_a_name_is_another_thing_elsewhere() -> None:
    rows = pl.DataFrame({"video": ["v", "w"], "one": ["a", "a"], "other": ["b", "c"], "times": [1, 1]})
    found = network_of(Chart("network", "one", "other", "times", within="video"), rows, 480)
    assert sorted(found.names) == ["a", "a", "b", "c"]


def test_what_is_linked_is_nearer() -> None:
    groups = [[f"{group}{number}" for number in range(4)] for group in "ab"]
    links = [(one, other, 1) for group in groups for one in group for other in group if one < other]
    found = drawn_of(links)
    place = dict(zip(found.names, found.middles, strict=True))
    middles = [np.mean([place[name] for name in group], axis=0) for group in groups]
    spread = max(float(np.linalg.norm(place[n] - m)) for g, m in zip(groups, middles, strict=True) for n in g)
    assert np.linalg.norm(middles[0] - middles[1]) > spread


def test_equal_rows_give_equal_pictures() -> None:
    rows = pl.DataFrame(tangle(60, 80), ["one", "other", "times"], orient="row")
    pictures = [rendered(draw(CHART, rows, "t", "s").to_dict(), ".svg") for _ in range(2)]
    assert pictures[0] == pictures[1]


def test_a_network_needs_a_number() -> None:
    rows = pl.DataFrame({"one": ["a"], "other": ["b"], "times": ["often"]})
    with pytest.raises(QueryError, match="needs a number for color: times is none"):
        network_of(CHART, rows, 480)


def test_nothing_to_link_is_an_empty_picture() -> None:
    rows = pl.DataFrame(schema={"one": pl.String, "other": pl.String, "times": pl.Int64})
    assert b"</svg>" in rendered(draw(CHART, rows, "t", "s").to_dict(), ".svg")


def test_the_characters_are_drawn_by_name(wh: Warehouse) -> None:
    frame = wh.query("character_network")
    picture = rendered(wh.chart("character_network").to_dict(), ".svg").decode()
    assert wh.chart("character_network").to_dict()["usermeta"] == {"fixed": True}  # its boxes would meet in less width
    assert "synthetic sample, n = 48 videos" in picture
    strongest = frame.row(0, named=True)
    assert strongest["character_1"][:20] in picture
    assert strongest["character_2"][:20] in picture
