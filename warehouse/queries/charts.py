"""Charts of query results, drawn with Altair and written as pictures or as pages that need no network."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from warehouse.errors import AccessError, QueryError
from warehouse.queries import Statement
from warehouse.queries.chart_declaration import Chart, require_chart
from warehouse.queries.chart_labels import FONT_SIZE, Label, placed
from warehouse.queries.chart_network import BOX_HEIGHT, network_of
from warehouse.queries.chart_rows import ChartRows, chart_rows, words
from warehouse.text import printable

if TYPE_CHECKING:
    import altair

WIDTH = 480
# Okabe and Ito's colours, which the colour-blind can tell apart
COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
# what bars and lines are where no color tells them apart, and shades of a quantity
PLAIN = COLORS[0]
SHADES: Literal["viridis"] = "viridis"
# the unit of what a column's name ends with
UNITS = {
    "seconds": "s",
    "hours": "h",
    "share": "%",
    "coverage": "%",
    "position": "% of the length",
    "dynamism": "0 to 1",
    "correlation": "0 to 1",
    "score": "0 to 1",
    "balance": "-1 to 1",
}
SHARES = ("share", "coverage", "position")
HEIGHT = 300
# pixels of a letter at an axis
_LETTER = 6.0
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
    return draw(require_chart(query, frame.columns), frame, title or query.title, subtitle, width)


def draw(
    chart: Chart, frame: pl.DataFrame, title: str, subtitle: str, width: int = WIDTH
) -> altair.Chart | altair.LayerChart:
    """A chart of any result.

    Raises:
        QueryError: the chart does not fit the rows.
    """
    import altair  # takes a moment to import, and few commands draw

    if chart.mark == "network":
        return _network(chart, frame, title, subtitle, width)
    shown = chart_rows(chart, frame)
    data = altair.InlineData(values=json.loads(shown.rows.write_json()))
    heading = altair.TitleParams(title, subtitle=[line for line in (subtitle, shown.told) if line], anchor="start")
    labels = _labels(shown, width)
    if shown.labelled is not None and (missing := _labelled_marks(shown).height - len(labels)):
        heading.subtitle = [*heading.subtitle, f"{missing:,} of {missing + len(labels):,} have no room for a label"]
    base = altair.Chart(data).encode(**_channels(shown, width))
    color = {} if shown.chart.color else {"color": PLAIN}
    drawn = getattr(base, f"mark_{'rect' if chart.mark == 'heatmap' else chart.mark}")(**color)
    if labels:
        drawn = altair.layer(drawn, _label_layer(shown, labels, width))
    if chart.mark in ("line", "point"):
        drawn = drawn.properties(height=HEIGHT)
    drawn = drawn.properties(title=heading, width=width).configure_range(category=list(COLORS))
    whole: altair.Chart | altair.LayerChart = drawn.configure_axis(labelLimit=320, titleLimit=400).configure_title(
        offset=20
    )
    return whole


def _network(chart: Chart, frame: pl.DataFrame, title: str, subtitle: str, width: int) -> altair.LayerChart:
    """Links as lines behind boxes that hold the names."""
    import altair

    assert chart.color is not None
    drawn = network_of(chart, frame, width)
    nodes = [
        {"name": name, "x": x, "y": y, "left": x - wide / 2, "right": x + wide / 2, "top": y - BOX_HEIGHT / 2}
        | {"bottom": y + BOX_HEIGHT / 2}
        for name, (x, y), wide in zip(drawn.names, drawn.middles.tolist(), drawn.widths.tolist(), strict=True)
    ]
    links = [
        {"x": nodes[one]["x"], "y": nodes[one]["y"], "x2": nodes[other]["x"], "y2": nodes[other]["y"]}
        | {"from": drawn.names[one], "to": drawn.names[other], "weight": weight}
        for one, other, weight in drawn.links
    ]
    across = altair.Scale(domain=[0, width], nice=False, zero=False)
    down = altair.Scale(domain=[drawn.height, 0], nice=False, zero=False)
    name, ends = words(chart.color), {"x2": "x2:Q", "y2": "y2:Q"}
    thick = altair.StrokeWidth(
        "weight:Q",
        scale=altair.Scale(range=[1, 7]),
        legend=altair.Legend(title=name[:1].upper() + name[1:], **_ticks(frame[chart.color])),
    )
    lines = altair.Chart(altair.InlineData(values=links)).mark_rule(color=COLORS[4], opacity=0.7)
    lines = lines.encode(
        x=altair.X("x:Q", axis=None, scale=across),
        y=altair.Y("y:Q", axis=None, scale=down),
        strokeWidth=thick,
        tooltip=["from:N", "to:N", altair.Tooltip("weight:Q", title=name)],
        **ends,
    )
    base = altair.Chart(altair.InlineData(values=nodes))
    boxes = base.mark_rect(fill="white", stroke=PLAIN, cornerRadius=4).encode(
        x=altair.X("left:Q", axis=None, scale=across),
        x2="right:Q",
        y=altair.Y("top:Q", axis=None, scale=down),
        y2="bottom:Q",
    )
    texts = base.mark_text(fontSize=FONT_SIZE).encode(x="x:Q", y="y:Q", text="name:N")
    heading = altair.TitleParams(
        title, subtitle=[line for line in (subtitle, drawn.told) if line], anchor="start", offset=20
    )
    whole: altair.LayerChart = altair.LayerChart(
        layer=[lines, boxes, texts], title=heading, width=width, height=drawn.height, usermeta={"fixed": True}
    ).configure_view(stroke=None)
    return whole


def default_title(chart: Chart) -> str:
    """What a chart shows, in words."""
    measure, others = (
        (chart.color, [chart.y, chart.x]) if chart.mark in ("heatmap", "network") else (chart.y, [chart.x])
    )
    title = f"{words(str(measure))} by {' and '.join(map(words, others))}"
    return title[:1].upper() + title[1:]


def left_out(chart: altair.Chart | altair.LayerChart | altair.VConcatChart) -> list[str]:
    """What the subtitle of a chart says of rows that are not drawn."""
    told: list[str] = list(chart.title.subtitle[1:])
    return told


def save(chart: altair.Chart | altair.LayerChart | altair.VConcatChart, path: Path) -> None:
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

    specification = _printable(specification)
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


def _printable(part: Any) -> Any:
    """A part of a specification with the control characters of its texts written out: no SVG may have them."""
    if isinstance(part, dict):
        return {name: _printable(value) for name, value in part.items()}
    if isinstance(part, list):
        return list(map(_printable, part))
    return printable(part) if isinstance(part, str) else part


def _channels(shown: ChartRows, width: int) -> dict[str, Any]:
    import altair

    chart, schema = shown.chart, shown.rows.schema
    channels: dict[str, Any] = {}
    for name, column in {"x": chart.x, "y": chart.y, "color": chart.color}.items():
        if column is not None:
            channel = getattr(altair, name.capitalize())
            options = _options(shown, name, column, width)
            channels[name] = channel(field=_field(column), **options)
    if shown.offset and chart.color is not None:
        offset = altair.XOffset if shown.dimension == chart.x else altair.YOffset
        channels["xOffset" if shown.dimension == chart.x else "yOffset"] = offset(
            field=_field(chart.color), type="nominal"
        )
    if shown.labelled is not None:
        channels["detail"] = altair.Detail(field=_field(shown.labelled), type="nominal")
    channels["tooltip"] = [
        altair.Tooltip(field=_field(name), type=_type(type_, False), title=words(name))
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


def _options(shown: ChartRows, name: str, column: str, width: int) -> dict[str, Any]:
    """How a column is drawn on an axis or as the color."""
    import altair

    chart, is_dimension = shown.chart, column == shown.dimension
    values = shown.rows[column]
    type_ = _type(values.dtype, is_dimension)
    options: dict[str, Any] = {"type": type_, "title": _axis_title(shown, column)}
    # what is counted or measured stands in its own order, a text in that of the rows
    if type_ == "nominal":
        options["sort"] = None
    if name == "color":
        return options | _shades(values, column) if type_ == "quantitative" else options
    options["axis"] = altair.Axis(**_axis(shown, name, column, width))
    if type_ == "quantitative" and (chart.mark == "point" or shown.labelled is not None):
        options["scale"] = altair.Scale(domain=_domain(values), nice=False, zero=False)
    if chart.mark == "bar" and not is_dimension:
        options["stack"] = "zero" if chart.stack else None
    return options


def _shades(values: pl.Series, column: str) -> dict[str, Any]:
    import altair

    legend: dict[str, Any] = {"format": "~%"} if column.endswith(SHARES) else {}
    legend |= _ticks(values)
    return {"scale": altair.Scale(scheme=SHADES), "legend": altair.Legend(**legend)}


def _ticks(values: pl.Series) -> dict[str, Any]:
    """What a legend shows of counts: whole numbers."""
    if not values.dtype.is_integer() or not (counts := values.drop_nulls()).len():
        return {}
    low, high = int(counts.min()), int(counts.max())  # type: ignore[arg-type]
    return {"values": list(range(low, high + 1, max(1, (high - low) // 5))), "format": ",d"}


def _axis(shown: ChartRows, name: str, column: str, width: int) -> dict[str, Any]:
    """The axis of a column: a title that reads from left to right, and labels that do wherever they fit."""
    values = shown.rows[column]
    axis: dict[str, Any] = {}
    if name == "y":
        axis |= {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -10}
    if column.endswith(SHARES) and values.dtype.is_numeric():
        axis |= {"format": "~%", "formatType": "number"}
    elif values.dtype.is_integer():
        axis["tickMinStep"] = 1
    if name == "x" and (values.dtype == pl.String or column == shown.dimension):
        longest = int(values.cast(pl.String).str.len_chars().max() or 0)  # type: ignore[arg-type]
        if values.dtype.is_numeric():
            axis |= {"labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 6}
        elif values.n_unique() * (longest + 2) * _LETTER <= width:
            axis["labelAngle"] = 0
    return axis


def _domain(values: pl.Series) -> list[float]:
    """The smallest and the largest of values, with a margin."""
    low, high = (float(value) for value in (values.min() or 0, values.max() or 0))  # type: ignore[arg-type]
    margin = 0.05 * (high - low) or 0.5
    return [low - margin, high + margin]


def _labelled_marks(shown: ChartRows) -> pl.DataFrame:
    """The points that carry a label: all, or the last of each line."""
    assert shown.labelled is not None
    there = shown.rows.drop_nulls([shown.chart.x, shown.chart.y])
    if shown.chart.mark == "point":
        return there
    return there.sort(shown.chart.x).unique(shown.labelled, keep="last", maintain_order=True)


def _labels(shown: ChartRows, width: int) -> list[Label]:
    """The labels of points and lines, in pixels; none where an axis has no numbers."""
    chart, schema = shown.chart, shown.rows.schema
    if shown.labelled is None or not (schema[chart.x].is_numeric() and schema[chart.y].is_numeric()):
        return []
    marks = _labelled_marks(shown)
    (left, right), (bottom, top) = (_domain(shown.rows[axis]) for axis in (chart.x, chart.y))
    points = [
        ((x - left) / (right - left) * width, (top - y) / (top - bottom) * HEIGHT)
        for x, y in marks.select(chart.x, chart.y).iter_rows()
    ]
    return placed(points, [str(text) for text in marks[shown.labelled]], width, HEIGHT)


def _label_layer(shown: ChartRows, labels: list[Label], width: int) -> altair.Chart:
    import altair

    (left, right), (bottom, top) = (_domain(shown.rows[axis]) for axis in (shown.chart.x, shown.chart.y))
    values = [
        {
            "text": label.text,
            "x": left + label.x / width * (right - left),
            "y": top - label.y / HEIGHT * (top - bottom),
        }
        for label in labels
    ]
    marks = altair.Chart(altair.InlineData(values=values)).mark_text(
        align="left", baseline="middle", fontSize=FONT_SIZE
    )
    layer: altair.Chart = marks.encode(x="x:Q", y="y:Q", text="text:N")
    return layer


def _axis_title(shown: ChartRows, column: str) -> str:
    """What stands at a column's axis: its declared title, else its name in words with the unit."""
    if column in shown.chart.titles:
        return shown.chart.titles[column]
    name = words(column)
    if shown.rows[column].dtype.is_numeric():
        for ending, unit in UNITS.items():
            if name == ending or name.endswith(f" {ending}"):
                kept = name if unit[0] in "%0-" else name.removesuffix(ending).strip() or "length"
                return f"{kept[:1].upper()}{kept[1:]} ({unit})"
        if shown.rows[column].dtype.is_integer() and " " not in name and column != shown.dimension:
            return f"Number of {name}"
    return name[:1].upper() + name[1:]
