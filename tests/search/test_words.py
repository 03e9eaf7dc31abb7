from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.search.postings import Postings, decode, encode, postings_arrays
from warehouse.search.words import cut, fold, places, stem, words


def letters(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fire TRUCK's, café!", ["fire", "trucks", "cafe"]),
        ("don\u2019t e-mail", ["dont", "e", "mail"]),
        ("Straße ÅNGSTRÖM", ["strasse", "angstrom"]),
        ("消防車 ok", ["消", "防", "車", "ok"]),
        ("go🔥now ™", ["go", "🔥", "now", "tm"]),
        ("\x00\x1b[31mred\u2028\ud800", ["31mred"]),
        ("½ price", ["1", "2", "price"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("several", "expected"),
    [
        ("trucks truck trucking", 1),
        ("handcuff handcuffs handcuffing", 1),
        ("add ad", 2),
        ("news new", 2),
        ("colour color coloured coloring", 1),
        ("organise organized organisation", 1),
        ("analyse analyzing", 1),
        ("hour hor", 2),
        ("prize prise", 2),
        ("favourite favorites", 1),
        ("centre centers centred", 1),
        ("theatre theater", 1),
        ("defence defense defences", 1),
        ("travelled traveling travellers", 1),
        ("compelled compels", 1),
        ("dialogue dialogs", 1),
        ("programmes program", 1),
        ("fourth forth", 2),
        ("course corse", 2),
        ("won wins winning", 1),
        ("children child", 1),
        ("women woman womens", 1),
        ("policemen policeman", 1),
        ("specimen speciman", 2),
        ("feet foot", 1),
        ("shot shots", 1),
        ("celebrity celebration", 2),
        ("celebrities celebrity", 1),
        ("animal animated", 2),
        ("experience experiment", 2),
        ("united unit", 2),
    ],
)
def test_stems(several: str, expected: int) -> None:
    assert len({stem(word) for word in several.split()}) == expected


@given(st.text())
def test_all_ways_to_count_words_agree(text: str) -> None:
    count = len(words(text))
    assert len(cut(letters(fold(text))).begins) == count
    assert len(places(text)) == count
    assert all(text[place.start : place.end] for place in places(text))


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_numbers_come_back(numbers: list[int]) -> None:
    encoded, ends = encode(np.array(numbers, np.uint32))
    assert decode(encoded).tolist() == numbers
    assert not numbers or ends[-1] == len(encoded)


@given(st.lists(st.sampled_from(["run", "runs", "running", "ran", "runner", "rub", "über"]), min_size=1))
def test_postings_say_where_words_stand(spoken: list[str]) -> None:
    postings = Postings(postings_arrays(cut(letters(" ".join(spoken)))))
    for word in {*spoken, "absent"}:
        assert postings.of_stem(stem(word)).tolist() == [i for i, said in enumerate(spoken) if stem(said) == stem(word)]
    for prefix in ("ru", "runn", "ü", "x"):
        assert postings.of_prefix(prefix).tolist() == [i for i, said in enumerate(spoken) if said.startswith(prefix)]
