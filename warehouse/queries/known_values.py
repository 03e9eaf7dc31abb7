"""Values of the data that a parameter can match: in the data's own case, or refused with what comes near."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.messages import did_you_mean
from warehouse.queries.several_values import takes_several
from warehouse.queries.statement import Parameter, Statement

# columns that parameters of these names are compared with, unless their headers name others
COLUMNS = {
    "category": ("videos.content_parent_category", "videos.content_fine_category"),
    "subcategory": ("videos.content_fine_category",),
    "video": ("videos.video_id",),
    "with_mood": ("scene_mood_labels.label",),
}
_SHOWN = 30

Known = Callable[[str], Sequence[str]]


def vocabulary(query: Statement, parameter: Parameter) -> tuple[str, ...]:
    """The columns, each as ``relation.column``, whose values a parameter of texts can match; none for free text."""
    if parameter.type != "text" or parameter.allowed:
        return ()
    columns = parameter.values or COLUMNS.get(parameter.name, ())
    # of a broad and a fine category, a query may read one only
    read = tuple(column for column in columns if re.search(rf"\b(content_)?{_short(column)}\b", query.sql))
    return read or columns


def matched(query: Statement, given: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The parameters as given, names of the data in the data's case; ``known`` has the values of a column.

    A text with commas stands for several values unless it is a value itself.

    Raises:
        QueryError: no row can have a value; the message has the nearest ones.
    """
    columns = {parameter.name: vocabulary(query, parameter) for parameter in query.parameters}
    found: dict[str, Any] = {}
    for name, value in given.items():
        several = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
        if not columns.get(name) or not all(isinstance(one, str) for one in several):
            found[name] = value
            continue
        same = [each for one in several for each in _matched(query, name, one, columns[name], known)]
        found[name] = same if len(same) > 1 else same[0] if same else value
    return found


def _matched(query: Statement, name: str, value: str, columns: Sequence[str], known: Known) -> list[str]:
    values = [each for column in columns for each in known(column)]
    if value in values or not values:
        return [value]
    # ids may differ by case alone
    same = [] if name == "video" else [there for there in values if there.lower() == value.strip().lower()]
    if same:
        return list(dict.fromkeys(same)) if takes_several(query, query.parameter(name)) else same[:1]
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 1 and takes_several(query, query.parameter(name)):
        return [each for part in parts for each in _matched(query, name, part, columns, known)]
    raise QueryError(f"{query.name} finds nothing for {name} {value!r}{_advice(name, value, values, columns, known)}.")


def _advice(name: str, value: str, values: Sequence[str], columns: Sequence[str], known: Known) -> str:
    if name == "video":
        return did_you_mean(value, values) or ", which is the id of no video"
    fine, folded = "videos.content_fine_category", value.lower()
    if name == "category" and fine not in columns and folded in {each.lower() for each in known(fine)}:
        return ", which is a fine category: ask `warehouse query videos_by_category` for its broad one"
    having = [each for each in dict.fromkeys(values) if re.search(rf"\b{re.escape(folded)}\b", each.lower())]
    if having and folded.strip():
        return f", did you mean {_listed(having, ' or ')}"
    return did_you_mean(value, values) or f": there are {_listed(known(columns[0]), ', ')}"


def _listed(values: Sequence[str], last: str) -> str:
    shown, more = values[:_SHOWN], len(values) - _SHOWN
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return last.join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _short(column: str) -> str:
    return column.partition(".")[2].removeprefix("content_")
