"""Values of the data that a parameter can match: in the data's own case, or refused with what comes near."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.messages import did_you_mean
from warehouse.queries.statement import Statement

# parameters that name a value of a column of videos, in every query that has them
COLUMNS = {
    "category": "content_parent_category",
    "subcategory": "content_fine_category",
    "video": "video_id",
}
_SHOWN = 30

Known = Callable[[str], Sequence[str]]


def matched(query: Statement, given: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The parameters as given, names of the data in the data's case; ``known`` has the values of a column of videos.

    Raises:
        QueryError: no row can have a value; the message has the nearest ones.
    """
    texts = {name for name, value in given.items() if name in COLUMNS and isinstance(value, str)}
    declared = {parameter.name for parameter in query.parameters if not parameter.allowed}
    return {
        name: _matched(query, name, value, known) if name in texts & declared else value
        for name, value in given.items()
    }


def _matched(query: Statement, name: str, value: str, known: Known) -> str:
    values = known(COLUMNS[name])
    if value in values or not values:
        return value
    # ids may differ by case alone
    same = [] if name == "video" else [there for there in values if there.lower() == value.lower()]
    if same:
        return same[0]
    raise QueryError(f"{query.name} finds nothing for {name} {value!r}{_advice(name, value, values, known)}.")


def _advice(name: str, value: str, values: Sequence[str], known: Known) -> str:
    near = did_you_mean(value, values)
    if name == "video":
        return near or ", which is the id of no video"
    if name == "category" and value.lower() in {fine.lower() for fine in known(COLUMNS["subcategory"])}:
        return ", which is a fine category: ask `warehouse query videos_by_category` for its broad one"
    if near:
        return near
    more = len(values) - _SHOWN
    return f": there are {', '.join(values[:_SHOWN])}" + (f" and {more} more" if more > 0 else "")
