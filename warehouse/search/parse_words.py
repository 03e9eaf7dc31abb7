"""Read a query: words, "phrases", prefixes* and -exclusions; any text is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

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
    """A word as it is looked up, by its stem or by its beginning; ``word`` as it was written."""

    text: str
    prefix: bool = False
    word: str = field(default="", compare=False)

    @property
    def says_nothing(self) -> bool:
        """Whether the word is one that stands in all texts."""
        return not self.prefix and self.text in _STOP_STEMS


@dataclass(frozen=True)
class Clause:
    """Terms that follow one another; ``required`` in every result, ``excluded`` from all of them."""

    terms: tuple[Term, ...]
    required: bool = False
    excluded: bool = False

    @property
    def marked(self) -> tuple[int, ...]:
        """Which of the terms are marked where they are found: all in quotes, else those that say something."""
        return tuple(at for at, term in enumerate(self.terms) if self.required or not term.says_nothing)

    def with_words(self, nearest: Mapping[str, str]) -> Clause:
        """The clause with other words in place of some."""
        terms = (
            Term(stem(nearest[term.word]), word=nearest[term.word]) if term.word in nearest else term
            for term in self.terms
        )
        return replace(self, terms=tuple(terms))


@dataclass(frozen=True)
class Query:
    """What is looked for and what must not be there."""

    wanted: tuple[Clause, ...]
    excluded: tuple[Clause, ...]

    def with_words(self, nearest: Mapping[str, str]) -> Query:
        """The query with other words in place of some that are wanted; what stands in quotes stays."""
        wanted = (clause if clause.required else clause.with_words(nearest) for clause in self.wanted)
        return replace(self, wanted=tuple(wanted))


def parse_query(text: str) -> Query:
    """The query that a text means; phrases are required, of single words any will do."""
    clauses = tuple(dict.fromkeys(_clauses(text.translate(_QUOTES))))
    wanted = tuple(clause for clause in clauses if not clause.excluded)
    telling = tuple(clause for clause in wanted if not _says_nothing(clause))
    return Query(telling or wanted, tuple(clause for clause in clauses if clause.excluded))


def plain_text(text: str) -> str:
    """What a query asks for as a text for people: without quotes, asterisks and what must not be there."""
    pieces = _PIECE.finditer(text.translate(_QUOTES))
    wanted = ((piece["phrase"] or piece["word"] or "").rstrip("*") for piece in pieces if not piece["minus"])
    return " ".join(filter(None, wanted))


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
        yield Term(stem(word), word=word)
    for word in found[-1:]:
        yield Term(word, prefix=True) if piece.endswith("*") else Term(stem(word), word=word)


_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS.split())


def _says_nothing(clause: Clause) -> bool:
    return not clause.required and all(term.says_nothing for term in clause.terms)
