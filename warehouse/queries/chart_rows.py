"""What of a result is drawn: which rows, under which labels, and whether bars may stand on each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from warehouse.errors import QueryError
from warehouse.queries.chart_declaration import Chart

# more bars, or colours, than a reader can tell apart
MOST_BARS = 30
MOST_COLORS = 8
UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChartRows:
    """The rows of a chart, and the chart that fits them.

    ``dimension`` is the axis along which bars stand; ``offset`` has bars of one place stand side by side; ``told`` says
    what was left out.
    """

    chart: Chart
    rows: pl.DataFrame
    dimension: str | None = None
    offset: bool = False
    labelled: str | None = None
    told: str | None = None


def chart_rows(chart: Chart, frame: pl.DataFrame) -> ChartRows:
    """What is drawn of a result.

    Raises:
        QueryError: bars would be added up that must not be, or several bars would hide each other.
    """
    texts = [name for name in dict.fromkeys(chart.columns) if frame.schema[name] == pl.String]
    frame = frame.with_columns(pl.col(texts).fill_null(UNKNOWN))
    if chart.mark == "bar":
        return _bars(chart, frame)
    if chart.mark == "heatmap":
        return _cells(chart, frame)
    if chart.color is None or frame[chart.color].dtype.is_numeric() or frame[chart.color].n_unique() <= MOST_COLORS:
        return ChartRows(chart, frame)
    if chart.mark == "point" and frame.select(chart.color).is_duplicated().any():
        told = f"the {frame[chart.color].n_unique()} values of {words(chart.color)} are not told apart"
        return ChartRows(replace(chart, color=None), frame, told=told)
    # labels tell apart what so many colours do not
    return ChartRows(replace(chart, color=None), frame, labelled=chart.color)


def _bars(chart: Chart, frame: pl.DataFrame) -> ChartRows:
    texts = [column for column in (chart.x, chart.y) if not frame.schema[column].is_numeric()]
    dimension = texts[0] if texts else min(chart.x, chart.y, key=frame.columns.index)
    measure = chart.y if dimension == chart.x else chart.x
    if not frame.schema[measure].is_numeric():
        raise QueryError(f"A bar chart needs a number for x or y: neither {chart.x} nor {chart.y} is one.")
    if chart.stack and not frame.schema[measure].is_integer():
        raise QueryError(f"A chart stacks {measure}, which is not a count: means, medians and shares do not add up.")
    if frame.schema[dimension].is_numeric():
        crowded = not chart.stack and frame.select(dimension).is_duplicated().any()
        if crowded and (chart.color is None or frame.select(dimension, chart.color).is_duplicated().any()):
            raise QueryError(f"A chart has several bars at one {dimension}: name a color, or stack what adds up.")
        unplaced = frame.filter(pl.col(dimension).is_null())[measure]
        told = (
            f"{unplaced.sum():,} {words(measure)} have no value on the axis and are not drawn"
            if len(unplaced)
            else None
        )
        return ChartRows(chart, frame.filter(pl.col(dimension).is_not_null()), dimension, offset=crowded, told=told)
    chart, rows = (chart, frame) if chart.stack else _labelled(chart, frame, dimension)
    kept, told = _largest(rows, dimension, measure)
    return ChartRows(chart, kept, dimension, told=told)


def _labelled(chart: Chart, frame: pl.DataFrame, dimension: str) -> tuple[Chart, pl.DataFrame]:
    """Rows whose labels are all different, by further columns behind them; many colours become such a label, too."""
    crowded = frame.select(dimension).is_duplicated().any()
    if chart.color is not None and not frame.schema[chart.color].is_numeric():
        many = frame[chart.color].n_unique() > MOST_COLORS
        if many or crowded:
            frame = _with_label(frame, dimension, chart.color)
        if many:
            chart = replace(chart, color=None)
    for column, type_ in frame.schema.items():
        if not frame.select(dimension).is_duplicated().any():
            break
        if column not in chart.columns and type_ == pl.String:
            frame = _with_label(frame, dimension, column)
    return chart, frame


def _with_label(frame: pl.DataFrame, dimension: str, further: str) -> pl.DataFrame:
    label = pl.format("{} ({})", pl.col(dimension), pl.col(further).fill_null(UNKNOWN))
    return frame.with_columns(label.alias(dimension))


def _largest(rows: pl.DataFrame, dimension: str, measure: str) -> tuple[pl.DataFrame, str | None]:
    """The rows of the largest bars, in the order in which they came."""
    sums = rows.group_by(dimension, maintain_order=True).agg(pl.col(measure).sum().abs().alias("size"))
    if sums.height <= MOST_BARS:
        return rows, None
    kept = sums.sort("size", descending=True, maintain_order=True).head(MOST_BARS)
    told = f"the {MOST_BARS} largest of {sums.height:,} are drawn"
    return rows.filter(pl.col(dimension).is_in(kept[dimension].implode(), nulls_equal=True)), told


def _cells(chart: Chart, frame: pl.DataFrame) -> ChartRows:
    """A heatmap's rows: of an axis of texts only the most frequent ones."""
    assert chart.color is not None
    rows, cut = frame, False
    for axis in (chart.x, chart.y):
        if frame.schema[axis] == pl.String:
            rows, told = _largest(rows, axis, chart.color)
            cut |= told is not None
    return ChartRows(chart, rows, told=f"the {MOST_BARS} largest of each axis are drawn" if cut else None)


def words(column: str) -> str:
    """A column's name in words."""
    return column.replace("_", " ")
