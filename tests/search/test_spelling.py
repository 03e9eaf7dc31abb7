from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import warehouse
from tests.conftest import Record
from tests.search.conftest import video
from warehouse.errors import SpellingWarning
from warehouse.home import Home
from warehouse.search.index import SearchIndex
from warehouse.search.postings import postings_arrays
from warehouse.search.spelling import nearest_word
from warehouse.search.words import cut

IndexOf = Callable[[Sequence[Record]], SearchIndex]


def nearest(word: str, said: str) -> str | None:
    return nearest_word(word, [postings_arrays(cut(np.frombuffer(said.encode(), np.uint8)))])


def edits(first: str, second: str) -> int:
    """Optimal string alignment, as its definition says it."""
    if not first or not second:
        return len(first) + len(second)
    best = min(
        edits(first[:-1], second) + 1,
        edits(first, second[:-1]) + 1,
        edits(first[:-1], second[:-1]) + (first[-1] != second[-1]),
    )
    if len(first) > 1 and len(second) > 1 and first[-2:] == second[-2:][::-1]:
        best = min(best, edits(first[:-2], second[:-2]) + 1)
    return best


@pytest.mark.parametrize(
    ("word", "said", "expected"),
    [
        ("gutiar", "the guitar plays", "guitar"),
        ("volleybal", "volleyball", "volleyball"),
        ("sattelite", "a satellite", "satellite"),
        ("zeebra", "zebra", "zebra"),
        ("lamon", "lemon lemon salmon", "lemon"),
        ("lamon", "lemon demon salmon salmon", "lemon"),
        ("cat", "cut", None),
        ("bell", "ball ball bull", "ball"),
        ("bell", "boil", None),
        ("guitar", "", None),
        ("xyzzy", "guitar", None),
    ],
)
def test_the_nearest_word(word: str, said: str, expected: str | None) -> None:
    assert nearest(word, said) == expected


LETTERS = st.text("abc", min_size=4, max_size=7)


@given(LETTERS, st.lists(LETTERS, min_size=1, max_size=4))
def test_no_word_is_nearer(word: str, said: list[str]) -> None:
    allowed = 1 if len(word) < 6 else 2
    near = [edits(word, other) for other in said if other[0] in word[:2]]
    found = nearest(word, " ".join(said))
    assert (found is not None) == (min(near, default=9) <= allowed)
    assert found is None or edits(word, found) == min(near)


def test_the_nearest_word_is_searched_if_nothing_else_is_found(index_of: IndexOf) -> None:
    index = index_of([video(1, "an acoustic guitar"), video(2, "a loud band")])
    told: list[str] = []
    assert index.search("gutiar", tell=told.append)["snippet"].to_list() == ["an acoustic **guitar**"]
    assert index.search("gutiar band", tell=told.append)["snippet"].to_list() == ["a loud **band**"]
    assert told == ["No text has gutiar: guitar is searched instead.", "No text has gutiar: did you mean guitar?"]


def test_quotes_and_beginnings_are_taken_as_written(index_of: IndexOf) -> None:
    index = index_of([video(1, "an acoustic guitar")])
    told: list[str] = []
    for query in ('"gutiar"', "gutia*", "guitar -gutiar"):
        index.search(query, tell=told.append)
    assert index.search('"gutiar"').is_empty()
    assert not told


def test_python_is_told_by_a_warning(many: Home) -> None:
    with pytest.warns(SpellingWarning, match=r"^No text has lemmon: lemon is searched instead\.$"):
        assert not warehouse.open(many.root).search("lemmon").is_empty()
