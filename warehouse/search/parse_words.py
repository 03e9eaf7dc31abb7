"""Read a query: words, "phrases", prefixes* and -exclusions; any text is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.search.words import stem, words

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"'))
_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|"')

# asked for beside other words, these say nothing of what is looked for
STOP_WORDS = """
a about am an and are as at be been but by can could did do does for from had has have he her his how i if in into is it
its me my no not of on or our she so some somebody someone that the their them then there these they this to was we were
what when where which who whom whose why will with would you your
arent cant couldnt didnt doesnt dont hasnt havent hes heres hows im isnt ive lets shes shouldnt thats theres theyre
wasnt werent whats wheres whos wont wouldnt youre
"""


@dataclass(frozen=True)
class Term:
    """A word as it is looked up: by its stem, or by its beginning."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class Clause:
    """Terms that follow one another; ``required`` in every result, ``excluded`` from all of them."""

    terms: tuple[Term, ...]
    required: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """What is looked for and what must not be there."""

    wanted: tuple[Clause, ...]
    excluded: tuple[Clause, ...]


def parse_query(text: str) -> Query:
    """The query that a text means; phrases are required, of single words any will do."""
    clauses = tuple(dict.fromkeys(_clauses(text.translate(_QUOTES))))
    wanted = tuple(clause for clause in clauses if not clause.excluded)
    telling = tuple(clause for clause in wanted if not _says_nothing(clause))
    return Query(telling or wanted, tuple(clause for clause in clauses if clause.excluded))


def _clauses(text: str) -> Iterator[Clause]:
    for found in _PIECE.finditer(text):
        quoted = found["phrase"] is not None
        terms = tuple(term for piece in (found["phrase"] or found["word"] or "").split() for term in _terms(piece))
        if terms:
            excluded = bool(found["minus"])
            yield Clause(terms, required=quoted and not excluded, excluded=excluded)


def _terms(piece: str) -> Iterator[Term]:
    found = words(piece)
    for word in found[:-1]:
        yield Term(stem(word))
    for word in found[-1:]:
        yield Term(word, prefix=True) if piece.endswith("*") else Term(stem(word))


_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS.split())


def _says_nothing(clause: Clause) -> bool:
    return not clause.required and all(not term.prefix and term.text in _STOP_STEMS for term in clause.terms)
