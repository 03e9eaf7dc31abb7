"""RESULTS.md: one section a benchmark, each with what it was measured on."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = "# Results\n\nEach section is written by its benchmark; ratios matter more than times.\n"


def write_section(title: str, machine: str, text: str) -> None:
    """Put a section in the place of the one with the same title, or behind the others."""
    whole = RESULTS.read_text() if RESULTS.exists() else HEAD
    section = f"## {title}\n\n{machine}.\n\n{text}"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(whole):
        whole = pattern.sub(lambda _: section + "\n", whole).rstrip() + "\n"
    else:
        whole = whole.rstrip() + "\n\n" + section
    RESULTS.write_text(whole)
