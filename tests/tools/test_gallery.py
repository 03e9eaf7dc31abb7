"""The pages of docs/queries are those that the queries give now, and each picture is there and small."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tools.derived.__main__ import TOP
from tools.derived.gallery import FOLDER, gallery
from warehouse.queries import load_queries


@pytest.mark.slow
def test_pages_are_not_stale() -> None:
    for name, text in gallery().items():
        assert (TOP / name).read_text() == text, f"{name} is stale: make derived"
        assert "synthetic" in text


def test_pictures_are_there() -> None:
    linked = {
        f"{page.parent}/{picture}"
        for page in (TOP / FOLDER).glob("*.md")
        for picture in re.findall(r"!\[[^]]*synthetic[^]]*\]\((.+?)\)", page.read_text())
    }
    assert len(linked) == sum(1 for query in load_queries() if query.chart)
    assert linked == {str(path) for path in (TOP / FOLDER).rglob("*.svg")}
    for path in (TOP / FOLDER).rglob("*.svg"):
        assert "synthetic sample" in "".join(ElementTree.parse(path).getroot().itertext())
        assert path.stat().st_size < 60_000
