"""The options of a search as the command line names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.messages import did_you_mean

_RENAMED = {"category": "parent_category"}
_NAMES = ("kinds", "category", "fine_category", "min_duration", "max_duration", "channel", "group", "limit")
# as the index itself has them
_ALSO = ("parent_category", "group_by_video")


def search_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ``SearchIndex.search`` that these mean.

    Raises:
        QueryError: a name is unknown, or ``group`` is none that there is.
    """
    options: dict[str, Any] = {}
    for name, value in given.items():
        if name not in (*_NAMES, *_ALSO):
            raise QueryError(
                f"A search has no option {name}{did_you_mean(name, _NAMES)}: it takes {', '.join(_NAMES)}."
            )
        if name == "group":
            if value not in (None, "video"):
                raise QueryError(f"A search cannot be grouped by {value!r}: it takes 'video' or None.")
            options["group_by_video"] = value is not None
        elif name == "kinds" and isinstance(value, str):
            options["kinds"] = tuple(kind.strip() for kind in value.split(",") if kind.strip())
        else:
            options[_RENAMED.get(name, name)] = value
    return options
