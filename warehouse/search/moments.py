"""The moments of a chunk, sorted by video, kind and position, with the words of their texts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.search.chunks import Rows
from warehouse.search.kinds import SPEECH
from warehouse.search.words import Tokens, cut, fold

Numbers = npt.NDArray[Any]

NONE = 0  # scenes and positions are counted from 1
NEVER = -1
WINDOW_WORDS = 32


@dataclass(frozen=True)
class Moments:
    """The moments of a chunk; times are in milliseconds, and ``words`` counts the words of each."""

    video: Numbers
    kind: Numbers
    scene: Numbers
    position: Numbers
    start: Numbers
    end: Numbers
    text: pa.LargeStringArray
    words: Numbers

    @property
    def text_buffers(self) -> tuple[Numbers, npt.NDArray[np.uint8]]:
        """Where the bytes of n texts begin and the last one ends, (n + 1,), and the bytes as UTF-8."""
        return _buffers(self.text)

    def take(self, order: Numbers) -> Moments:
        """The moments in another order."""
        return Moments(
            *(
                getattr(self, field.name).take(pa.array(order) if field.name == "text" else order)
                for field in fields(self)
            )
        )


def moments_and_words(sources: list[Rows]) -> tuple[Moments, Tokens]:
    """All moments of a chunk that have a text, and the words of all of them in one piece."""
    texts = [_text(rows) for rows in sources]
    text = pa.chunked_array(texts, pa.large_string()).combine_chunks()
    blank = np.zeros(len(text), np.uint32)
    moments = Moments(
        np.concatenate([rows.video for rows in sources]).astype(np.uint16),
        np.concatenate([np.full(len(rows.video), rows.kind, np.uint8) for rows in sources]),
        np.concatenate([_key(rows, rows.source.scene) for rows in sources]),
        np.concatenate([_key(rows, rows.source.position) for rows in sources]),
        np.concatenate([_milliseconds(rows, rows.source.start) for rows in sources]),
        np.concatenate([_milliseconds(rows, rows.source.end) for rows in sources]),
        text,
        blank,
    )
    order = np.lexsort((moments.position, moments.scene, moments.kind, moments.video))
    lengths = pc.binary_length(text).to_numpy()
    moments = moments.take(order[lengths[order] > 0])
    return _with_words(moments)


def documents(moments: Moments) -> Numbers:
    """The first moment of each document: a moment, or a window of neighbouring segments of speech."""
    before = np.cumsum(moments.words, dtype=np.int64) - moments.words
    first = np.searchsorted(moments.video, np.arange(int(moments.video.max(initial=0)) + 1))
    window = (before - before[first[moments.video]]) // WINDOW_WORDS if len(before) else before
    speech = moments.kind == SPEECH
    joined = speech[1:] & speech[:-1] & (moments.video[1:] == moments.video[:-1]) & (window[1:] == window[:-1])
    return np.flatnonzero(np.concatenate([np.ones(min(len(before), 1), np.bool_), ~joined]))


def _text(rows: Rows) -> pa.LargeStringArray:
    columns = [pc.fill_null(rows.table[name], "") for name in rows.source.text]
    joined = pc.binary_join_element_wise(*columns, "\n")
    return pc.utf8_trim_whitespace(joined).combine_chunks().cast(pa.large_string())


def _key(rows: Rows, name: str | None) -> Numbers:
    if name is None:
        return np.full(len(rows.video), NONE, np.uint32)
    numbers: Numbers = rows.table[name].to_numpy()
    return numbers.astype(np.uint32)


def _milliseconds(rows: Rows, name: str | None) -> Numbers:
    if name is None:
        return np.full(len(rows.video), NEVER, np.int32)
    seconds: Numbers = pc.fill_null(rows.table[name], NEVER / 1000).to_numpy()
    milliseconds: Numbers = np.rint(seconds * 1000).astype(np.int32)
    return milliseconds


def _with_words(moments: Moments) -> tuple[Moments, Tokens]:
    folded = _folded(moments.text)
    offsets, letters = _buffers(folded)
    tokens = cut(letters)
    words = np.diff(np.searchsorted(tokens.begins, offsets)).astype(np.uint32)
    return Moments(**{**vars(moments), "words": words}), tokens


def _folded(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts that end in a separator, so that they can stand in one piece; what is ASCII is folded by columns."""
    plain = pc.string_is_ascii(texts)
    others = pc.invert(plain)
    lowered = pc.replace_substring(pc.ascii_lower(texts), "'", "")
    if pc.any(others).as_py():
        folded = pa.array(map(fold, texts.filter(others).to_pylist()), pa.large_string())
        lowered = pc.replace_with_mask(lowered, others, folded)
    empty, separator = (pa.scalar(text, pa.large_string()) for text in ("", " "))
    return pc.binary_join_element_wise(lowered, empty, separator)


def _buffers(texts: pa.LargeStringArray) -> tuple[Numbers, npt.NDArray[np.uint8]]:
    """Offsets and bytes of texts."""
    _, offsets, letters = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or letters is None:
        return np.zeros(len(texts) + 1, np.int64), np.zeros(0, np.uint8)
    return ends - ends[0], np.frombuffer(letters, np.uint8)[ends[0] : ends[-1]]
