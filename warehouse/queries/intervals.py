"""Wilson's interval, which SQL texts write as ``wilson_low(hits, number)`` and ``wilson_high(hits, number)``.

Each becomes plain SQL when the text is read, so that it runs in every engine and in files that know no macro of ours.
"""

from __future__ import annotations

import re

from warehouse.errors import QueryError

_CALL = re.compile(r"\bwilson_(low|high)\(")
_COLUMNS = re.compile(r"(\w+\.\w+),\s*(\w+\.\w+)\)")
# 1.9208 is half of 1.96 squared, and so on; a low end of 0 has no sign
_ENDS = {
    "low": "round(abs({h} + 1.9208 - {reach}) / ({n} + 3.8416), 4)",
    "high": "round(({h} + 1.9208 + {reach}) / ({n} + 3.8416), 4)",
}
_REACH = "1.96 * sqrt({h} * ({n} - {h}) * 1.0 / nullif({n}, 0) + 0.9604)"


def with_intervals(sql: str) -> str:
    """A text with the ends of each 95 % interval of a share, to four digits; null where there is nothing to share.

    >>> with_intervals("SELECT wilson_low(found.hits, found.number) AS low FROM found")[:48]
    'SELECT round(abs(found.hits + 1.9208 - 1.96 * sq'

    Raises:
        QueryError: what is given is not two columns, each behind the name of its relation.
    """
    found, end = [], 0
    for call in _CALL.finditer(sql):
        given = _COLUMNS.match(sql, call.end())
        if given is None:
            raise QueryError(f"{call[0]}...) takes two columns, each behind the name of its relation: counted.hits.")
        hits, number = given.groups()
        reach = _REACH.format(h=hits, n=number)
        found += [sql[end : call.start()], _ENDS[call[1]].format(h=hits, n=number, reach=reach)]
        end = given.end()
    return "".join([*found, sql[end:]])
