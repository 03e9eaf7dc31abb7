"""The entity-relationship picture: every table and column of the model, and the keys that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, indent, tostring

from tools.derived.ddl import SQL_TYPES
from warehouse.model import INGEST_ISSUES, REJECTED_RECORDS, SOURCE_FILES, SOURCE_TABLES, VIDEOS, Table
from warehouse.show.markup import node

MARGIN, BOX, GUTTER, GAP, HEAD, LINE = 20, 270, 70, 18, 26, 17
LAST = max(len(table.lineage) for table in SOURCE_TABLES) - 1
STYLE = """
svg { background: #ffffff; font: 12px "DejaVu Sans", system-ui, sans-serif; }
.box { fill: #ffffff; stroke: #8a94a6; }
.head { fill: #2f5d8a; }
.ingestion .head { fill: #6b7280; }
.name { fill: #ffffff; font-weight: 700; }
.column { fill: #1d2129; }
.key { font-weight: 700; }
.type { fill: #6b7280; text-anchor: end; }
.link { fill: none; stroke: #2f5d8a; stroke-width: 1.5; }
"""


@dataclass(frozen=True)
class Box:
    """A table and where it stands."""

    table: Table
    x: int
    y: int

    @property
    def height(self) -> int:
        """The height that the table's columns take."""
        return HEAD + LINE * len(self.table.all_columns) + 6

    @property
    def row(self) -> int:
        """The height at which links arrive and leave: that of the name."""
        return self.y + HEAD // 2


def diagram_svg() -> str:
    """The picture as the text of an SVG file."""
    boxes = {box.table.name: box for box in _placed()}
    width = max(box.x for box in boxes.values()) + BOX + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    svg = node("svg", xmlns="http://www.w3.org/2000/svg", viewbox=f"0 0 {width} {height}", width=width, height=height)
    svg.append(node("title", "The tables of the warehouse, their columns and keys; what is bold is the primary key"))
    svg.append(node("style", STYLE))
    svg.extend(_link(boxes[parent], boxes[child]) for parent, child in links())
    svg.extend(_drawn(box) for box in boxes.values())
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def links() -> tuple[tuple[str, str], ...]:
    """Each pair of a table and one whose foreign key leads to it: one row there, any number here."""
    nested = tuple((table.parent.name, table.name) for table in SOURCE_TABLES if table.parent)
    return ((SOURCE_FILES.name, VIDEOS.name), *nested)


def _placed() -> Iterator[Box]:
    """Boxes in columns: a table stands right of its parent, what the ingestion adds stands below the videos."""
    free: dict[int, int] = {}
    tops: dict[str, int] = {}
    for table in (*SOURCE_TABLES, SOURCE_FILES, INGEST_ISSUES, REJECTED_RECORDS):
        depth = len(table.lineage) - 1 if table.source is not None else 0
        # a table of the last column stands level with its parent
        start = tops[table.parent.name] if table.parent and depth == LAST else MARGIN
        box = Box(table, MARGIN + depth * (BOX + GUTTER), free.get(depth, start))
        free[depth], tops[table.name] = box.y + box.height + GAP, box.y
        yield box


def _drawn(box: Box) -> Element:
    group = node("g", class_="ingestion" if box.table.source is None else "record")
    group.append(node("rect", x=box.x, y=box.y, width=BOX, height=box.height, rx=5, class_="box"))
    group.append(node("rect", x=box.x, y=box.y, width=BOX, height=HEAD, rx=5, class_="head"))
    group.append(node("text", box.table.name, x=box.x + 10, y=box.y + 18, class_="name"))
    for number, column in enumerate(box.table.all_columns):
        y = box.y + HEAD + LINE * (number + 1) - 2
        kind = "column key" if column.name in box.table.key else "column"
        group.append(node("text", column.name, x=box.x + 10, y=y, class_=kind))
        group.append(node("text", SQL_TYPES[column.type], x=box.x + BOX - 10, y=y, class_="type"))
    return group


def _link(parent: Box, child: Box) -> Element:
    """A line from a table to one of its children, with a crow's foot at the many."""
    if parent.x == child.x:
        x = parent.x - 10
        return node("path", d=f"M{parent.x},{parent.row} H{x} V{child.row} H{child.x}{_foot(child)}", class_="link")
    bend = child.x - GUTTER // 2
    return node(
        "path", d=f"M{parent.x + BOX},{parent.row} H{bend} V{child.row} H{child.x}{_foot(child)}", class_="link"
    )


def _foot(box: Box) -> str:
    return f" M{box.x - 9},{box.row} L{box.x},{box.row - 6} M{box.x - 9},{box.row} L{box.x},{box.row + 6}"
