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
from warehouse.queries.chart_rows import ChartRows, chart_rows

if TYPE_CHECKING:
    import altair

WIDTH = 480
# Okabe and Ito's colours, which the colour-blind can tell apart
COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
UNITS = {"seconds": "s", "hours": "h"}
SHARES = ("share", "coverage", "position")
SUFFIXES = (".png", ".svg", ".html")
_PLACE = {"description": "the chart goes here"}
# within a script, a text of the data must not end it
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def chart_of(
    query: Statement, frame: pl.DataFrame, subtitle: str, title: str | None = None, width: int = WIDTH
) -> altair.Chart | altair.LayerChart:
    """The declared chart of a query's result, ``width`` pixels wide without its labels.

    Raises:
        QueryError: the query declares none, or one that does not fit.
    """
    chart = declared_chart(query, frame.columns)
    if chart is None:
        raise QueryError(f"{query.name} declares no chart: write [chart] into the header of {query.path}.")
    return draw(chart, frame, title or query.title, subtitle, width)


def draw(
    chart: Chart, frame: pl.DataFrame, title: str, subtitle: str, width: int = WIDTH
) -> altair.Chart | altair.LayerChart:
    """A chart of any result.

    Raises:
        QueryError: the chart does not fit the rows.
    """
    import altair  # takes a moment to import, and few commands draw

    shown = chart_rows(chart, frame)
    data = altair.InlineData(values=json.loads(shown.rows.write_json()))
    heading = altair.TitleParams(title, subtitle=[line for line in (subtitle, shown.told) if line], anchor="start")
    base = altair.Chart(data).encode(**_channels(shown))
    drawn = getattr(base, f"mark_{'rect' if chart.mark == 'heatmap' else chart.mark}")()
    if shown.labelled is not None:
        drawn = altair.layer(
            drawn,
            base.mark_text(align="left", dx=7, fontSize=9).encode(
                text=altair.Text(field=_field(shown.labelled), type="nominal")
            ),
        )
    drawn = drawn.properties(title=heading, width=width).configure_range(category=list(COLORS))
    whole: altair.Chart | altair.LayerChart = drawn.configure_axis(labelLimit=320, titleLimit=400)
    return whole


def default_title(chart: Chart) -> str:
    """What a chart shows, in words."""
    measure, others = (chart.color, [chart.y, chart.x]) if chart.mark == "heatmap" else (chart.y, [chart.x])
    words = f"{_words(str(measure))} by {' and '.join(map(_words, others))}"
    return words[:1].upper() + words[1:]


def left_out(chart: altair.Chart | altair.LayerChart) -> list[str]:
    """What the subtitle of a chart says of rows that are not drawn."""
    told: list[str] = list(chart.title.subtitle[1:])
    return told


def save(chart: altair.Chart | altair.LayerChart, path: Path) -> None:
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


def _channels(shown: ChartRows) -> dict[str, Any]:
    import altair

    chart, schema = shown.chart, shown.rows.schema
    channels: dict[str, Any] = {}
    for name, column in {"x": chart.x, "y": chart.y, "color": chart.color}.items():
        if column is not None:
            channel = getattr(altair, name.capitalize())
            options = _options(shown, name, column)
            channels[name] = channel(field=_field(column), **options)
    if shown.offset and chart.color is not None:
        offset = altair.XOffset if shown.dimension == chart.x else altair.YOffset
        channels["xOffset" if shown.dimension == chart.x else "yOffset"] = offset(
            field=_field(chart.color), type="nominal"
        )
    channels["tooltip"] = [
        altair.Tooltip(field=_field(name), type=_type(type_, False), title=_words(name))
        for name, type_ in schema.items()
    ]
    return channels


def _type(type_: pl.DataType, is_dimension: bool) -> Literal["quantitative", "ordinal", "temporal", "nominal"]:
    if type_.is_temporal():
        return "temporal"
    if type_.is_numeric():
        return "ordinal" if is_dimension else "quantitative"
    return "nominal"


def _field(column: str) -> str:
    """A column's name as Vega-Lite has it, where dots and brackets reach into a value."""
    return "".join(f"\\{mark}" if mark in ".[]\\'\"" else mark for mark in column)


def _options(shown: ChartRows, name: str, column: str) -> dict[str, Any]:
    """How a column is drawn on an axis or as the color."""
    import altair

    mark, is_color, is_dimension = shown.chart.mark, name == "color", column == shown.dimension
    type_ = _type(shown.rows.schema[column], is_dimension)
    options: dict[str, Any] = {"type": type_, "title": _axis_title(column)}
    # what is counted or measured stands in its own order, a text in that of the rows
    if type_ == "nominal":
        options["sort"] = None
    elif is_color:
        options["scale"] = altair.Scale(scheme="viridis")
    elif column.endswith(SHARES):
        options["axis"] = altair.Axis(format="~%", formatType="number")
    if mark == "point" and not is_color:
        options["scale"] = altair.Scale(zero=False)
    if mark == "bar" and not is_color and not is_dimension:
        options["stack"] = "zero" if shown.chart.stack else None
    return options


def _axis_title(column: str) -> str:
    """A column's name in words, with its unit."""
    words = _words(column)
    for ending, unit in UNITS.items():
        if words == ending or words.endswith(f" {ending}"):
            words = f"{words.removesuffix(ending).strip() or 'length'} ({unit})"
    return words[:1].upper() + words[1:]


def _words(column: str) -> str:
    return column.replace("_", " ")
