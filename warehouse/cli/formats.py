"""Rows in every format of ``--format``."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from warehouse.text import cell, number_text

if TYPE_CHECKING:
    import polars as pl

TABLE_ROWS = 1000
SPREADSHEETS = ("csv", "tsv")
# what spreadsheets begin to compute at
_FORMULA = r"^[=+\-@\t\r]"


def rendered(frame: pl.DataFrame, format_: str, width: int | None = None) -> bytes:
    """A frame in a format; ``width`` bounds the columns of a table on a terminal."""
    if format_ == "table":
        return table(frame, width).encode()
    return _RENDERERS[format_](frame)


def table(frame: pl.DataFrame, width: int | None) -> str:
    """A table for people; on a terminal the first ``TABLE_ROWS`` rows, then how many more there are."""
    numbers = {name for name, type_ in frame.schema.items() if type_.is_numeric()}
    rows = frame.rows() if width is None else frame.head(TABLE_ROWS).rows()
    hidden = frame.height - len(rows)
    shown = drawn(frame.columns, numbers, rows, width)
    return shown + (f"... and {hidden:,} more rows: write all to a file with -o\n" if hidden else "")


def drawn(columns: Sequence[str], numbers: set[str], rows: Sequence[Sequence[Any]], width: int | None) -> str:
    """Rows as a table; the columns of ``numbers`` are right-aligned."""
    from rich.box import SIMPLE_HEAD  # takes a moment, and few formats are drawn
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(Text(cell(name)), justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    out = StringIO()
    Console(file=out, width=width or _natural_width(columns, rows), force_terminal=False).print(table)
    return out.getvalue()


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with an apostrophe before each text, and name of a column, that a spreadsheet would compute."""
    import polars as pl  # takes a moment, and seldom asked for

    names = {name: f"'{name}" for name in frame.columns if re.match(_FORMULA, name)}
    return frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$0")).rename(names)


def plain(value: Any) -> Any:
    """A value as JSON has it; dates, decimals and bytes, which JSON does not have, as text."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number_text(value)
    return cell(value if isinstance(value, str) else _text(value))


def _text(value: Any) -> str:
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(_finite(value), ensure_ascii=False, default=plain)
    return str(value)


def _natural_width(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    widths = [len(name) for name in columns]
    for row in rows:
        widths = [max(width, 2 * len(_shown(value))) for width, value in zip(widths, row, strict=True)]
    return sum(widths) + 3 * len(widths) + 10


def _json(frame: pl.DataFrame) -> bytes:
    rows = ",\n".join(_dumped(frame))
    return f"[{rows}]\n".encode()


def _json_lines(frame: pl.DataFrame) -> bytes:
    return "".join(f"{line}\n" for line in _dumped(frame)).encode()


def _dumped(frame: pl.DataFrame) -> Iterable[str]:
    """Each row as JSON, in which NaN and infinities are null."""
    unsafe = [name for name, type_ in frame.schema.items() if type_.is_float() or type_.is_nested()]
    for row in frame.iter_rows(named=True):
        finite = row | {name: _finite(row[name]) for name in unsafe}
        yield json.dumps(finite, ensure_ascii=False, default=plain, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_finite(part) for part in value]
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    return value


def _separated(separator: str) -> Callable[[pl.DataFrame], bytes]:
    def render(frame: pl.DataFrame) -> bytes:
        import polars as pl  # takes a moment, and a table of facts does without

        nested = [name for name, type_ in frame.schema.items() if type_.is_nested()]
        flat = frame.with_columns(
            pl.Series(name, [None if value is None else _text(value) for value in frame[name].to_list()], pl.String)
            for name in nested
        )
        return flat.write_csv(separator=separator).encode()

    return render


def _markdown(frame: pl.DataFrame) -> bytes:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in cells) + " |\n"

    rule = ["---:" if type_.is_numeric() else "---" for type_ in frame.schema.values()]
    rows = (line("" if value is None else cell(_text(value)) for value in row) for row in frame.iter_rows())
    return (line(map(cell, frame.columns)) + line(rule) + "".join(rows)).encode()


def _parquet(frame: pl.DataFrame) -> bytes:
    out = BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()


def _arrow(frame: pl.DataFrame) -> bytes:
    out = BytesIO()
    frame.write_ipc(out, compression="zstd")
    return out.getvalue()


_RENDERERS: dict[str, Callable[[pl.DataFrame], bytes]] = {
    "json": _json,
    "jsonl": _json_lines,
    "csv": _separated(","),
    "tsv": _separated("\t"),
    "markdown": _markdown,
    "parquet": _parquet,
    "arrow": _arrow,
}
