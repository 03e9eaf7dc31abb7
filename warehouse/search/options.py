"""The options of a search as the command line names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warehouse.errors import QueryError
from warehouse.queries.messages import did_you_mean
from warehouse.search.filters import Filters

_NAMES = ("kinds", "category", "fine_category", "min_duration", "max_duration", "channel", "group", "limit")
# as the index itself has them
_ALSO = ("parent_category", "group_by_video")
_FILTERS = {name: name for name in ("parent_category", "fine_category", "min_duration", "max_duration", "channel")}
_FILTERS["category"] = "parent_category"


def search_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ``SearchIndex.moments`` that these mean.

    Raises:
        QueryError: a name is unknown, or ``group`` is none that there is.
    """
    options: dict[str, Any] = {}
    filters: dict[str, Any] = {}
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
        elif name in _FILTERS:
            filters[_FILTERS[name]] = value
        else:
            options[name] = value
    return options | {"filters": Filters(**filters)}
