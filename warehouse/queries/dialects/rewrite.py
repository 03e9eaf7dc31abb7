"""What must be said otherwise in another engine to mean the same."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

_NULL_WINS = {"trino", "bigquery"}
_TRIMS_MORE = {"trino", "bigquery"}


def rewritten(tree: exp.Query, dialect: str) -> exp.Query:
    """A copy of a query, fit to be written in a dialect."""

    def rewrite(node: exp.Expr) -> exp.Expr:
        rule = _RULES.get(type(node))
        return rule(node, dialect) if rule else node

    # from the leaves up, since a rewritten node is not visited again
    copy = tree.copy()
    for node in reversed(list(copy.walk())):
        found = rewrite(node)
        if found is not node:
            node.replace(found)
    return copy


def _number(node: exp.Literal, _: str) -> exp.Expr:
    # elsewhere 1.0 makes decimals, which are rounded at each step
    return _double(node.copy()) if not node.is_string and not node.is_int else node


def _division(node: exp.Div, _: str) -> exp.Expr:
    return exp.Div(this=_double(node.left.copy()), expression=node.right.copy(), typed=True, safe=False)


def _average(node: exp.Avg, _: str) -> exp.Expr:
    return exp.Avg(this=_double(node.this.copy()))


def _round(node: exp.Round, dialect: str) -> exp.Expr:
    # PostgreSQL rounds halves of doubles to even, those of decimals away from zero
    if dialect != "postgres":
        return node
    digits = node.args.get("decimals")
    exact = exp.cast(node.this.copy(), "decimal")
    return _double(exp.Round(this=exact, decimals=digits.copy() if digits else exp.Literal.number(0)))


def _extreme(node: exp.Greatest | exp.Least, dialect: str) -> exp.Expr:
    if dialect not in _NULL_WINS or len(node.expressions) != 1:
        return node
    first, second = node.this, node.expressions[0]
    return exp.Coalesce(this=node.copy(), expressions=[first.copy(), second.copy()])


def _trim(node: exp.Trim, dialect: str) -> exp.Expr:
    if dialect not in _TRIMS_MORE or node.expression:
        return node
    return exp.Trim(this=node.this.copy(), expression=exp.Literal.string(" "))


def _replace(node: exp.RegexpReplace, dialect: str) -> exp.Expr:
    if dialect == "postgres" or not node.args.get("modifiers"):
        return node
    without = node.copy()
    without.set("modifiers", None)
    return without


def _hash(node: exp.MD5, dialect: str) -> exp.Expr:
    # known to be a text, it is turned into the bytes that are hashed there
    return exp.MD5(this=exp.cast(node.this.copy(), "text")) if dialect == "trino" else node


def _quantile(node: exp.PercentileCont, dialect: str) -> exp.Expr:
    if dialect != "spark":
        return node
    return exp.Anonymous(this="PERCENTILE", expressions=[node.this.copy(), node.expression.copy()])


def _double(node: exp.Expr) -> exp.Expr:
    return node if isinstance(node, exp.Cast) and node.is_type("double") else exp.cast(node, "double")


_RULES: dict[type[exp.Expr], Callable[..., exp.Expr]] = {
    exp.Literal: _number,
    exp.Div: _division,
    exp.Avg: _average,
    exp.Round: _round,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
    exp.Trim: _trim,
    exp.RegexpReplace: _replace,
    exp.PercentileCont: _quantile,
    exp.MD5: _hash,
}
