"""Hypothesis strategies for records that are damaged in every way that JSON allows."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tools.sample import generate

Record = dict[str, Any]
Path = tuple[str | int, ...]

BASES = [record for record in generate(48) if len(record["timecoded_text_to_speech"]) < 30][:6]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["\ud800", "00:00:01.000", "00:61:00.000", "1:2", "20240229", "20230229", "640x360", "0", "-0", "1.5"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a record but the record itself."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


@st.composite
def damaged_records(draw: st.DrawFn) -> Record:
    """A record with up to six places replaced, removed or added to."""
    record: Record = copy.deepcopy(draw(st.sampled_from(BASES)))
    record["original_video_filename"] = draw(st.sampled_from(["a.mp4", "b.mp4", ".mp4", "c.webm", "d.mp4"]))
    for _ in range(draw(st.integers(0, 6))):
        *outer, last = draw(st.sampled_from(list(places(record))))
        target: Any = record
        for key in outer:
            target = target[key]
        match draw(st.sampled_from(["replace", "remove", "empty", "add"])):
            case "replace":
                target[last] = draw(VALUES)
            case "remove":
                del target[last]
            case "empty":
                target[last] = draw(st.sampled_from([[], {}, "", None, 0]))
            case "add" if isinstance(target, dict):
                target[draw(st.text(max_size=6))] = draw(VALUES)
    return record
