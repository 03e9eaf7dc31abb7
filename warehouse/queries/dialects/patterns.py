r"""Where a regular expression means the same in another engine.

DuckDB and BigQuery have RE2, Spark and Trino take the first alternative as RE2 does; PostgreSQL and Snowflake take the
longest, and PostgreSQL's ``\s`` has more characters. PostgreSQL alone has no ``\p{L}`` and ``\p{N}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

_GROUP = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\([^()]*\)")
_UNICODE = re.compile(r"\\p\{[LN]\}")
_LONGEST = {"postgres", "snowflake"}


def refused_replace(node: exp.RegexpReplace, dialect: str) -> str | None:
    """Why a replacement by regular expression cannot be translated, or None."""
    pattern, replacement = _constant(node.expression), _constant(node.args.get("replacement"))
    modifiers = _constant(node.args.get("modifiers")) or ""
    if pattern is None or replacement is None or re.search(r"[\\$]", replacement) or modifiers.strip("g"):
        return "regexp_replace with a computed pattern, a group in its replacement or an option"
    if dialect != "postgres" and "g" not in modifiers and not _matches_once(pattern):
        return "regexp_replace of the first match only"
    return _refused_pattern(pattern, dialect)


def refused_extract(node: exp.RegexpExtract, dialect: str) -> str | None:
    """Why an extraction by regular expression cannot be translated, or None."""
    pattern = _constant(node.expression)
    group = node.args.get("group")
    if pattern is None or (group and group.name != "0") or dialect in _LONGEST:
        return "regexp_extract"
    if (what := _refused_pattern(pattern, dialect)) is not None:
        return what
    if dialect != "spark" and ("$" in pattern or not re.match(_UNICODE.sub("a", pattern), "")):
        return "regexp_extract that may find nothing"
    return None


def _refused_pattern(pattern: str, dialect: str) -> str | None:
    if dialect == "postgres" and _UNICODE.search(pattern):
        return "a regular expression with \\p"
    pattern = _UNICODE.sub("a", pattern)
    if re.search(r"\(\?|[*+?}][?+]|\\[^sdw().\\[\]*+?|-]", pattern):
        return "a regular expression with an extension"
    if dialect in _LONGEST and "|" in pattern:
        return "a regular expression with alternatives"
    return "a regular expression with \\s" if dialect == "postgres" and "\\" in pattern else None


def _matches_once(pattern: str) -> bool:
    before, flat = "", pattern
    while flat != before:
        before, flat = flat, _GROUP.sub("", flat)
    return "|" not in flat and (pattern.startswith("^") or pattern.endswith("$"))


def _constant(node: exp.Expr | None) -> str | None:
    """The text that an expression of literals is."""
    if node is None:
        return None
    parts = list(_parts(node))
    return "".join(parts) if all(isinstance(part, str) for part in parts) else None  # type: ignore[arg-type]


def _parts(node: exp.Expr) -> Iterator[str | None]:
    if isinstance(node, exp.DPipe):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node.name if isinstance(node, exp.Literal) and node.is_string else None
