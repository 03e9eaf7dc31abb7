"""Listings in JSON that have a digest of their content, so that a flipped bit is noticed when one is read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_DIGEST = "digest"


def listing_text(content: dict[str, Any]) -> str:
    """A listing as it is stored, with the digest of its content."""
    return json.dumps({**content, _DIGEST: _digest(content)}, indent=1) + "\n"


def require_as_written(content: dict[str, Any], *, always: bool = False) -> None:
    """Take the digest out of a listing's content and compare it; listings of earlier versions need not have one.

    Raises:
        ValueError: the content is not what was written, or has no digest where there is ``always`` one.
    """
    found = content.pop(_DIGEST, None)
    if found != _digest(content) and (always or found is not None):
        raise ValueError("its content is not what was written")


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
