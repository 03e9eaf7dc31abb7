"""What could not be read as declared, kept so that the source record can be rebuilt exactly."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """Kinds of issue; the first three are drift: the source has another shape than the declared one."""

    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    CHANGED_TYPE = "changed_type"
    UNREADABLE_VALUE = "unreadable_value"
    UNEXPECTED_NULL = "unexpected_null"
    SKIPPED_FILE = "skipped_file"


DRIFT = frozenset({Kind.UNKNOWN_FIELD, Kind.MISSING_FIELD, Kind.CHANGED_TYPE})


@dataclass(frozen=True)
class Issue:
    """One row of ``ingest_issues``, in its columns' order (without the running number)."""

    source_file: str
    source_row: int | None
    video_id: str | None
    kind: Kind
    path: str
    pointer: str | None
    detail: str
    raw: str | None


@dataclass(frozen=True)
class Rejection:
    """One row of ``rejected_records``."""

    source_file: str
    source_row: int
    video_id: str | None
    reason: str
    encoding: str
    raw: str


def pointer(parts: Sequence[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a place in a record; list positions count from 0."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def pointer_parts(text: str) -> list[str]:
    """The inverse of ``pointer``; list positions stay text."""
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def json_text(value: Any) -> str:
    """A source value as JSON text that any JSON reader gives back unchanged."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text if text.isascii() or _is_unicode(text) else json.dumps(value, default=_plain)


def raw_text(data: bytes) -> tuple[str, str]:
    """The encoding and the text under which bytes that are not JSON are kept."""
    try:
        return "text", data.decode()
    except UnicodeDecodeError:
        return "base64", base64.b64encode(data).decode()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
