"""Which constructs mean the same in another engine: those that are listed here, and no other."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from warehouse.queries.dialects.patterns import refused_extract, refused_replace

_EVERYWHERE = (
    *(exp.Select, exp.From, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Distinct),
    *(exp.Union, exp.With, exp.CTE, exp.Subquery, exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Star),
    *(exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple, exp.Values, exp.Placeholder),
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.DataType),
    *(exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.StddevPop, exp.Corr, exp.Window, exp.WindowSpec),
    *(exp.RowNumber, exp.DenseRank, exp.Rank, exp.Lead, exp.Lag, exp.Round, exp.Floor, exp.Ceil, exp.Abs, exp.Sqrt),
    *(exp.Length, exp.Trim, exp.Replace, exp.StrPosition, exp.Substring, exp.Concat, exp.DPipe, exp.MD5, exp.Like),
    *(exp.Upper, exp.Lower, exp.Ntile, exp.Extract),
)
_SOMEWHERE: dict[type[exp.Expr], frozenset[str]] = {
    exp.Filter: frozenset({"spark", "trino", "postgres"}),
    exp.Median: frozenset({"spark", "snowflake", "postgres"}),
    exp.PercentileCont: frozenset({"spark", "snowflake", "postgres"}),
    exp.SplitPart: frozenset({"spark", "snowflake", "postgres"}),
    exp.Explode: frozenset({"spark"}),
    exp.Split: frozenset({"spark"}),
}
_NAMES: dict[type[exp.Expr], str] = {
    exp.Array: "a list",
    exp.Comprehension: "a list comprehension",
    exp.Lambda: "a lambda",
    exp.Median: "median",
    exp.PercentileCont: "quantile_cont",
    exp.SplitPart: "split_part",
    exp.Explode: "unnest",
}
# what these nodes can say beside what they usually do
_OPTIONS: dict[type[exp.Expr], tuple[str, ...]] = {
    exp.Star: ("except_", "replace", "rename", "except"),
    exp.Group: ("all", "cube", "rollup", "grouping_sets"),
    exp.Distinct: ("on",),
    exp.Union: ("by_name",),
    exp.Ordered: ("with_fill",),
    exp.Table: ("sample", "pivots"),
    exp.Like: ("escape",),
}
_WHOLE = (exp.Null, exp.Floor, exp.Round, exp.Sum, exp.Count, exp.Cast, exp.Literal, exp.Placeholder)


def refused(node: exp.Expr, dialect: str) -> str | None:
    """The name of what cannot be translated at this node, or None."""
    if (special := _special(node, dialect)) is not None:
        return special
    for type_, rule in _RULES.items():
        if isinstance(node, type_):
            return rule(node, dialect)
    if isinstance(node, _EVERYWHERE) or dialect in _SOMEWHERE.get(type(node), ()):
        return None
    return _NAMES.get(type(node)) or (node.name if isinstance(node, exp.Anonymous) else node.key.replace("_", " "))


def _special(node: exp.Expr, dialect: str) -> str | None:
    """What is refused although its node is not."""
    if isinstance(node, exp.Order) and isinstance(node.parent, (exp.AggFunc, exp.WithinGroup)):
        return "ORDER BY within an aggregate"
    if isinstance(node, exp.GroupConcat | exp.ArrayAgg) and node.find(exp.Order):
        return "ORDER BY within an aggregate"
    if dialect == "spark" and isinstance(node, exp.Ordered) and node.find(exp.AggFunc) and _beside_window(node):
        return "ORDER BY an aggregate beside a window"
    if isinstance(node, exp.Array) and node.find(exp.Comprehension):
        return _NAMES[exp.Comprehension]
    given = any(node.args.get(name) for name in _OPTIONS.get(type(node), ()))
    return f"an option of {node.key}" if given else None


def _word(node: exp.Var, _: str) -> str | None:
    return None if isinstance(node.parent, exp.Extract) and node.name.upper() == "YEAR" else node.name


def _join(node: exp.Join, _: str) -> str | None:
    method = (node.method or node.args.get("kind") or "").upper()
    if method not in {"", "INNER", "CROSS"} and not node.side:
        return f"{method} JOIN"
    return f"{node.method.upper()} JOIN" if node.method else None


def _cast(node: exp.Cast, dialect: str) -> str | None:
    inner = node.this.unnest()
    whole = isinstance(inner.this if isinstance(inner, exp.Window) else inner, _WHOLE)
    if node.to.this in exp.DataType.INTEGER_TYPES:
        return None if whole else "a cast that rounds"
    if node.to.this in exp.DataType.TEXT_TYPES and dialect != "spark":
        return None if whole or node.this.name.endswith("_index") else "a cast of a number to text"
    return "try_cast" if isinstance(node, exp.TryCast) else None


def _extreme(node: exp.Greatest | exp.Least, dialect: str) -> str | None:
    arguments = [node.this, *node.expressions]
    known = all(isinstance(argument, (exp.Coalesce, exp.Literal)) for argument in arguments)
    return (
        f"{node.key} of several that may be null" if _null_wins(dialect) and len(arguments) > 2 and not known else None
    )


def _beside_window(node: exp.Ordered) -> bool:
    select = node.find_ancestor(exp.Select)
    return select is not None and any(column.find(exp.Window) for column in select.expressions)


def _null_wins(dialect: str) -> bool:
    return dialect in {"trino", "bigquery"}


_RULES: dict[type[exp.Expr], Callable[..., str | None]] = {
    exp.Join: _join,
    exp.Var: _word,
    exp.Cast: _cast,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
    exp.RegexpReplace: refused_replace,
    exp.RegexpExtract: refused_extract,
}
