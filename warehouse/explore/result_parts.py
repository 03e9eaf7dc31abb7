"""What pages of rows share: downloads, charts, turns between pages of rows."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl

from warehouse.errors import QueryError
from warehouse.explore.frame_page import address
from warehouse.queries.charts import rendered
from warehouse.show.markup import node

ROW_FILES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
SPECIFICATION = {"json": "application/json"}
KINDS = {**ROW_FILES, **PICTURES, **SPECIFICATION}
SHOWN_ROWS = 100


def rows_file(frame: pl.DataFrame, kind: str) -> bytes:
    """The rows as a file of a kind of ``ROW_FILES``; lists and structures are text in CSV."""
    out = io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(out)
        return out.getvalue()
    nested = [name for name, type_ in frame.schema.items() if type_.is_nested()]
    texts = (
        pl.Series(name, [None if v is None else str(v) for v in frame[name].to_list()], pl.String) for name in nested
    )
    frame.with_columns(*texts).write_csv(out)
    return out.getvalue()


def picture(specification: dict[str, Any], kind: str) -> bytes:
    """A chart as a file of a kind of ``PICTURES``, or as its specification."""
    return json.dumps(specification).encode() if kind in SPECIFICATION else rendered(specification, f".{kind}")


def require_kind(kind: str) -> str:
    """A kind of file that there is. Raises QueryError for others."""
    if kind not in KINDS:
        raise QueryError(f"{kind} is not a format to download: use one of {', '.join((*ROW_FILES, *PICTURES))}.")
    return kind


def download_links(path: str, state: Mapping[str, Any], kinds: Iterable[str], name: str) -> Element:
    """Links to the files of a result; ``path`` is theirs without the ending."""
    links = (
        node("a", kind.upper(), href=address(f"{path}.{kind}", **state), download=f"{name}.{kind}") for kind in kinds
    )
    return node("p", node("span", "Download:", class_="soft"), *links, class_="ways")


def chart_box(path: str, state: Mapping[str, Any], title: str) -> Element:
    """The place of a chart, which a script draws; without scripts it is a picture."""
    plain = node("noscript", node("img", src=address(f"{path}.svg", **state), alt=f"Chart: {title}"))
    return node(
        "div",
        node("p", "Drawing the chart…", class_="soft"),
        plain,
        class_="chart",
        role="figure",
        aria_label=f"Chart: {title}",
        data_chart=address(f"{path}.json", **state),
        tabindex="0",
    )


def row_turns(path: str, state: Mapping[str, Any], page: int, rows: int) -> Element:
    """How many rows there are, which of them are shown, and the ways to the others."""
    pages = max(1, -(-rows // SHOWN_ROWS))
    first = min(rows, (page - 1) * SHOWN_ROWS + 1)
    last = min(rows, page * SHOWN_ROWS)
    told = f"{rows:,} rows." if pages == 1 else f"Rows {first:,} to {last:,} of {rows:,}."
    return page_turns(path, state, page, pages, node("span", told, id="count", role="status"), "Pages of rows")


def page_turns(path: str, state: Mapping[str, Any], page: int, pages: int, told: Element, name: str) -> Element:
    """What is told of a page, and the links to the one before and the one behind; ``name`` is that of the links."""
    turns = node("nav", told, class_="ways", aria_label=name)
    for text, other in (("Previous", page - 1), ("Next", page + 1)):
        if 1 <= other <= pages:
            turns.append(node("a", text, href=address(path, **state, page=other), rel=text[:4].lower()))
    return turns


def page_of(frame: pl.DataFrame, page: int) -> pl.DataFrame:
    """The rows of a page, counted from 1."""
    return frame.slice((page - 1) * SHOWN_ROWS, SHOWN_ROWS)


def read_page(query: Mapping[str, str]) -> int:
    """The page that an address names. Raises QueryError if it is none."""
    text = query.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) == int(text)):
        raise QueryError(f"{text} is not a page: pages are counted from 1.")
    return int(text)
