"""For a word that no text has, the nearest one that some text has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# letters of a word, and how many of them may be wrong: of shorter words too many others are near
LEAST_LETTERS, LEAST_FOR_TWO = 4, 6


def nearest_word(word: str, chunks: Sequence[Mapping[str, Array]]) -> str | None:
    """The word with the fewest letters added, left out, replaced or swapped; of several the one that is said most."""
    wrong = 0 if len(word) < LEAST_LETTERS else 1 if len(word) < LEAST_FOR_TWO else 2
    asked = np.frombuffer(word.encode(), np.uint8)
    if not wrong:
        return None
    found = [_candidates(chunk, asked, wrong) for chunk in chunks]
    words, place = np.unique(np.concatenate([words for words, _ in found]), return_inverse=True)
    if not len(words):
        return None
    said = np.bincount(place, np.concatenate([counts for _, counts in found]))
    letters = words.view(np.uint8).reshape(len(words), -1)
    distance = _distances(asked, letters)
    best = np.lexsort((-said, letters[:, 0] != asked[0], distance))[0]
    return words[best].decode() if distance[best] <= wrong else None


def _candidates(chunk: Mapping[str, Array], asked: npt.NDArray[np.uint8], wrong: int) -> tuple[Array, Array]:
    """The words of a chunk that may be near, padded with zeros, and how often each stands in it.

    They have about the same length in bytes, and begin with the first letter or, where that was left out or changed
    places, with the second.
    """
    entries, ends, most = chunk["entries"], chunk["entry_ends"].astype(np.int64), len(asked) + wrong
    begins = np.flatnonzero(entries == 0) + 1
    lengths, first = ends - begins, entries[begins]
    near = (lengths >= len(asked) - wrong) & (lengths <= most) & ((first == asked[0]) | (first == asked[1]))
    chosen = np.flatnonzero(near)
    places = begins[chosen, None] + np.arange(most)
    inside = places < ends[chosen, None]
    letters = np.where(inside, entries[np.minimum(places, len(entries) - 1)], 0).astype(np.uint8)
    return letters.view(f"S{most}").ravel(), chunk["counts"][chosen]


def _distances(asked: npt.NDArray[np.uint8], letters: npt.NDArray[np.uint8]) -> Array:
    """How many letters differ, neighbours that changed places counting once; all words at once, column by column."""
    lengths = np.count_nonzero(letters, axis=1)
    above: Array = np.zeros((0, 0), np.int16)
    row = np.broadcast_to(
        np.arange(letters.shape[1] + 1, dtype=np.int16), (len(letters), letters.shape[1] + 1)
    ).T.copy()
    for number, letter in enumerate(asked, 1):
        two_above, above, row = above, row, np.empty_like(row)
        row[0] = number
        for column in range(1, len(row)):
            same = letters[:, column - 1] == letter
            best = np.minimum(above[column], row[column - 1]) + 1
            best = np.minimum(best, above[column - 1] + ~same)
            if number > 1 and column > 1:
                swapped = _crossed(asked, letters, number, column)
                best = np.where(swapped, np.minimum(best, two_above[column - 2] + 1), best)
            row[column] = best
    distances: Array = row[lengths, np.arange(len(letters))]
    return distances


def _crossed(asked: Array, letters: Array, number: int, column: int) -> Array:
    """Whether two neighbouring letters of what is asked stand the other way round in words."""
    crossed: Array = (letters[:, column - 1] == asked[number - 2]) & (letters[:, column - 2] == asked[number - 1])
    return crossed
