from __future__ import annotations

import pytest

from warehouse.search.parse_words import Query, parse_query
from warehouse.search.snippets import Passage, snippet
from warehouse.search.words import words
from warehouse.text import watch_url


def written(query: Query) -> str:
    """A query in one line: + before what is required, - before what is excluded."""
    return " ".join(
        ("-" if clause.excluded else "+" if clause.required else "")
        + "_".join(term.text + "*" * term.prefix for term in clause.terms)
        for clause in (*query.wanted, *query.excluded)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fire trucks", "fire truck"),
        ('"fire trucks" night', "+fire_truck night"),
        ("“fire truck”", "+fire_truck"),
        ("truck* -toys", "truck* -toy"),
        ('red -"toy truck"', "red -toy_truck"),
        ('"fire tru*"', "+fire_tru*"),
        ("e-mail", "e_mail"),
        ('say "fire truck', "say fire truck"),
        ("where is the truck", "truck"),
        ("where is it", "where is it"),
        ("truck truck trucks", "truck"),
        ("消防車", "消_防_車"),
        ('- " * -- ""', ""),
        ("-only", "-onli"),
    ],
)
def test_queries(text: str, expected: str) -> None:
    assert written(parse_query(text)) == expected


@pytest.mark.parametrize(
    ("texts", "matched", "expected"),
    [
        (["A fire truck."], {1, 2}, "A **fire truck**."),
        (["A fire, truck"], {1, 2}, "A **fire**, **truck**"),
        (["no match\nhere"], set(), "no match / here"),
        (["x" * 300], {0}, "x" * 200 + "…"),
        ([f"{'so ' * 100}here {'and ' * 100}"], {100}, None),
        ([f"one {'and ' * 80}two {'and ' * 80}"], {0, 81}, None),
    ],
)
def test_snippets(texts: list[str], matched: set[int], expected: str | None) -> None:
    found = snippet([Passage(text, frozenset(matched)) for text in texts])
    if expected is None:
        assert "**here**" in found or ("**one**" in found and "… and" in found and "**two**" in found)
        assert found[-1] == "…"
        assert len(words(found)) < len(words(texts[0]))
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("video_id", "seconds", "expected"),
    [
        ("-_aB0123456", 12.9, "https://www.youtube.com/watch?v=-_aB0123456&t=12s"),
        ("-_aB0123456", None, "https://www.youtube.com/watch?v=-_aB0123456"),
        ("train-0.parquet#7", 3.0, None),
    ],
)
def test_links(video_id: str, seconds: float | None, expected: str | None) -> None:
    assert watch_url(video_id, seconds) == expected
