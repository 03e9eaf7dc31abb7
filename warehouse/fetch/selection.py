"""What was selected: rows that name videos, and perhaps spans of them, and where that came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from warehouse.errors import QueryError

SPAN = ("start_seconds", "end_seconds")


@dataclass(frozen=True)
class Selection:
    """Rows with a column ``video_id``; ``origin`` says what they were selected by (SQL, parameters, a file's name)."""

    rows: pl.DataFrame
    origin: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rows.schema.get("video_id") != pl.String:
            names = ", ".join(self.rows.columns)
            raise QueryError(f"The selection has no column video_id of texts ({names}): select it as well.")
        if self.rows["video_id"].null_count():
            raise QueryError("The selection has rows whose video_id is null: leave them out with WHERE.")

    @property
    def video_ids(self) -> list[str]:
        """The videos, each once, in the order of the selection."""
        return self.rows["video_id"].unique(maintain_order=True).to_list()

    def narrowed(self, numbers: list[int], by: str, **how: Any) -> Selection:
        """Rows of the selection by their numbers, and in ``origin`` by what they were chosen."""
        return Selection(self.rows[numbers], {**self.origin, by: how})

    def require_spans(self) -> None:
        """Raises QueryError if the rows have no columns of numbers for spans of time."""
        needed = f"clips need {' and '.join(SPAN)} as numbers"
        for name in SPAN:
            if name not in self.rows.columns:
                raise QueryError(f"The selection has no column {name}: {needed}.")
            type_ = self.rows.schema[name]
            if not (type_.is_numeric() or type_ == pl.Null):
                raise QueryError(f"The column {name} of the selection is of the type {type_}: {needed}.")

    def rows_of(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each video, as dictionaries without the id."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows.iter_rows(named=True):
            found.setdefault(row.pop("video_id"), []).append(row)
        return found


def selected_ids(ids: list[str], name: str) -> Selection:
    """A selection of videos by their ids, as given in a file of that name; empty lines were left out."""
    return Selection(pl.DataFrame({"video_id": ids}, {"video_id": pl.String}), {"ids": name})
