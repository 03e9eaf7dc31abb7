"""Words of texts: folded to one spelling, cut, and stemmed; the same for what is indexed and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt
import Stemmer

from warehouse.search.forms import kept_apart, regular

Bytes = npt.NDArray[np.uint8]

# scripts without blanks between words: each character is a word, and a word that is asked for becomes a phrase
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ")
_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"

LEAST_UNDOUBLED = 4  # letters; shorter ones such as add and egg would become other words
LEAST_RESPELT = 6  # letters; shorter ones such as seize are spelled in one way
_TRAVELL = re.compile(r"[aeiouy][^aeiouy]+[aeiou]ll$")  # travelled and traveled, compelling and compel

_STEMMER = Stemmer.Stemmer("english", 0)


class _Folding(dict[int, str]):
    """What becomes of each character: letters and digits stay, apostrophes and accents go, the rest separates."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _folded(character)
        return folded


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if character in _APOSTROPHES or category == "Mn":
        return ""
    if category == "So" or unicodedata.name(character, "").startswith(_UNSPACED):
        return f" {character} "
    return character if character.isalnum() or category == "Mc" else " "


_FOLDING = _Folding()


def fold(text: str) -> str:
    """A text in lower case without accents, apostrophes and punctuation, its words between blanks."""
    if not text.isascii():  # else it is in this form as it is
        text = unicodedata.normalize("NFKD", text)
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    return plain.translate(_FOLDING)


def words(text: str) -> list[str]:
    """The words of a text."""
    return fold(text).split()


@dataclass(frozen=True)
class Place:
    """Where a word is in a text."""

    start: int
    end: int


def places(text: str) -> list[Place]:
    """Where the words of a text are, as many as ``words`` gives."""
    letters = [(letter, index) for index, character in enumerate(text) for letter in fold(character)]
    return [
        Place(found[0][1], found[-1][1] + 1)
        for separates, run in groupby(letters, lambda pair: pair[0].isspace())
        if not separates and (found := list(run))
    ]


@lru_cache(maxsize=500_000)
def stem(word: str) -> str:
    """The English stem of a word; the stemmer gives handcuf for handcuffing, but handcuff for handcuffs."""
    plain = regular(word)
    if apart := kept_apart(plain):
        return apart
    stemmed: str = _STEMMER.stemWord(plain)
    doubled = len(stemmed) > LEAST_UNDOUBLED and stemmed[-1] == stemmed[-2] and stemmed[-1] in "bdfgmnprt"
    return _respelt(stemmed[:-1] if doubled or _TRAVELL.search(stemmed) else stemmed)


def _respelt(stemmed: str) -> str:
    """One stem for both spellings of words such as realise and realize."""
    if len(stemmed) >= LEAST_RESPELT and stemmed.endswith(("iz", "yz")):
        return stemmed[:-1] + "s"
    return stemmed


_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789" + bytes(range(128, 256))
_SEPARATORS = bytes(set(range(256)) - set(_LETTERS))
_IS_LETTER = bytes(code in _LETTERS for code in range(256))  # a table for bytes.translate, the fastest way


@dataclass(frozen=True)
class Tokens:
    """The words of many texts: their letters in one piece, and where each word ends in it and begins in the texts."""

    letters: Bytes
    ends: npt.NDArray[np.int64]
    begins: npt.NDArray[np.int64]


def cut(folded: Bytes) -> Tokens:
    """The words of a text in UTF-8 that is folded, or that is plain ASCII in lower case without apostrophes."""
    text = folded.tobytes()
    inside = np.frombuffer(b"\0" + text.translate(_IS_LETTER) + b"\0", np.bool_)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    begins, ends = edges[::2], edges[1::2]
    letters = np.frombuffer(text.translate(None, _SEPARATORS), np.uint8)
    return Tokens(letters, np.cumsum(ends - begins), begins)
