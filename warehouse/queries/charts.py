"""Charts of query results, drawn with Altair and written as pictures or as pages that need no network."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from warehouse.errors import AccessError, QueryError
from warehouse.queries import Statement
from warehouse.queries.chart_declaration import Chart, declared_chart

if TYPE_CHECKING:
    import altair

SUFFIXES = (".png", ".svg", ".html")
_PLACE = {"description": "the chart goes here"}
# within a script, a text of the data must not end it
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def chart_of(query: Statement, frame: pl.DataFrame, subtitle: str) -> altair.Chart:
    """The declared chart of a query's result.

    Raises:
        QueryError: the query declares none, or one that does not fit.
    """
    import altair  # takes a moment to import, and few commands draw

    chart = declared_chart(query, frame.columns)
    if chart is None:
        raise QueryError(f"{query.name} declares no chart: write [chart] into the header of {query.path}.")
    data = altair.InlineData(values=json.loads(frame.write_json()))
    title = altair.TitleParams(query.title, subtitle=subtitle, anchor="start")
    drawn = altair.Chart(data, title=title, width=480).encode(**_channels(chart, frame))
    marked: altair.Chart = getattr(drawn, f"mark_{'rect' if chart.mark == 'heatmap' else chart.mark}")()
    return marked


def save(chart: altair.Chart, path: Path) -> None:
    """Write a chart to a file, as its suffix says.

    Raises:
        QueryError: the suffix is not a supported chart format.
        AccessError: the file cannot be written.
    """
    require_suffix(path)
    content = rendered(chart.to_dict(), path.suffix.lower())
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AccessError(f"{path} cannot be written ({error.strerror}): name another file.") from error


def require_suffix(path: Path) -> None:
    """Refuse an unsupported chart format before anything is computed.

    Raises:
        QueryError: the suffix is not one of ``SUFFIXES``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise QueryError(f"{path} is not a supported chart format: use {', '.join(SUFFIXES)}.")


def rendered(specification: dict[str, Any], suffix: str) -> bytes:
    """A chart's specification as PNG, SVG, or a page with all that it needs."""
    import vl_convert  # takes a moment to import, and few commands draw

    if suffix == ".png":
        picture: bytes = vl_convert.vegalite_to_png(specification, scale=2)
        return picture
    if suffix == ".svg":
        return str(vl_convert.vegalite_to_svg(specification)).encode()
    page = str(vl_convert.vegalite_to_html(_PLACE, bundle=True))
    head = f"<title>{html.escape(specification['title']['text'])}</title></head>"
    text = json.dumps(specification).translate(_ESCAPED)
    place = json.dumps(_PLACE, separators=(",", ":"))
    assert page.count(place) == 1
    return page.replace("</head>", head, 1).replace(place, text).encode()


def _channels(chart: Chart, frame: pl.DataFrame) -> dict[str, Any]:
    import altair

    dimension = _dimension(chart, frame)
    channels: dict[str, Any] = {}
    for name, column in {"x": chart.x, "y": chart.y, "color": chart.color}.items():
        if column is not None:
            channel = getattr(altair, name.capitalize())
            options = {"sort": None} if column == dimension or name == "color" or chart.mark == "heatmap" else {}
            channels[name] = channel(
                field=_field(column),
                type=_type(frame.schema[column], column == dimension),
                title=_words(column),
                **options,
            )
    channels["tooltip"] = [
        altair.Tooltip(field=_field(name), type=_type(type_, False), title=_words(name))
        for name, type_ in frame.schema.items()
    ]
    return channels


def _dimension(chart: Chart, frame: pl.DataFrame) -> str | None:
    """The axis of a bar chart along which the bars stand: a text, else the column that comes first."""
    if chart.mark != "bar":
        return None
    texts = [column for column in (chart.x, chart.y) if not frame.schema[column].is_numeric()]
    return texts[0] if texts else min(chart.x, chart.y, key=frame.columns.index)


def _type(type_: pl.DataType, is_dimension: bool) -> Literal["quantitative", "ordinal", "temporal", "nominal"]:
    if type_.is_temporal():
        return "temporal"
    if type_.is_numeric():
        return "ordinal" if is_dimension else "quantitative"
    return "nominal"


def _field(column: str) -> str:
    """A column's name as Vega-Lite has it, where dots and brackets reach into a value."""
    return "".join(f"\\{mark}" if mark in ".[]\\'\"" else mark for mark in column)


def _words(column: str) -> str:
    return column.replace("_", " ")
