"""``wh.query``: canned queries called by name or as attributes, for a notebook's completion."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from warehouse.queries import Statement

Run = Callable[[Statement, Mapping[str, Any]], pl.DataFrame]


class CannedQueries:
    """All canned queries: ``wh.query("mood_mix", category="Sports")`` is ``wh.query.mood_mix(category="Sports")``."""

    def __init__(self, find: Callable[[str], Statement], names: Callable[[], Iterable[str]], run: Run) -> None:
        self._find, self._names, self._run = find, names, run

    def __call__(self, query: str | Statement, /, **parameters: Any) -> pl.DataFrame:
        """The result of a canned query, by its name or as it was found.

        Raises:
            QueryError: there is no such query or parameter, or a value is not allowed.
        """
        return self._run(self._find(query) if isinstance(query, str) else query, parameters)

    def __getattr__(self, name: str) -> Callable[..., pl.DataFrame]:
        if name.startswith("_") or name not in self._names():
            raise AttributeError(f"There is no query {name}.")
        return self._function(self._find(name))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._names()})

    def _function(self, query: Statement) -> Callable[..., pl.DataFrame]:
        def run(**parameters: Any) -> pl.DataFrame:
            return self._run(query, parameters)

        run.__name__ = run.__qualname__ = query.name
        run.__doc__ = "\n\n".join([f"{query.title}.", query.doc, *(f"{p.name}: {p.doc}" for p in query.parameters)])
        keyword = inspect.Parameter.KEYWORD_ONLY
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [inspect.Parameter(p.name, keyword, default=p.default) for p in query.parameters]
        )
        return run
