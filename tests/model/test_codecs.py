"""Texts are read strictly: what is understood is written back letter for letter, everything else is refused."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.model.codecs import decode_dates, decode_resolutions, decode_timestamps, encode_dates, encode_timestamps

CLOSE = st.text("0123456789:.-+ x", max_size=14)
TIMESTAMPS = st.from_regex(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}", fullmatch=True)
DATES = st.from_regex(r"[0-9]{8}", fullmatch=True)


def is_timestamp(value: str) -> bool:
    return re.fullmatch(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}", value) is not None


def is_date(value: str) -> bool:
    if re.fullmatch(r"[0-9]{8}", value) is None:
        return False
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return False
    return True


@given(st.lists(st.none() | TIMESTAMPS | CLOSE | st.text(max_size=14)), st.integers(0, 3))
def test_timestamps(values: list[str | None], skipped: int) -> None:
    array = pa.array(values, pa.string()).slice(skipped)
    decoded, unread = decode_timestamps(array)
    for value, seconds, bad in zip(values[skipped:], decoded.to_pylist(), unread, strict=True):
        assert bad == (value is not None and not is_timestamp(value))
        assert (seconds is None) == (value is None or bool(bad))
    read = [None if bad else value for value, bad in zip(values[skipped:], unread, strict=True)]
    assert encode_timestamps(decoded).to_pylist() == read


@given(
    st.lists(st.none() | DATES | CLOSE | st.dates().map(lambda day: f"{day.year:04}{day.month:02}{day.day:02}")),
    st.integers(0, 3),
)
def test_dates(values: list[str | None], skipped: int) -> None:
    array = pa.array(values, pa.string()).slice(skipped)
    decoded, unread = decode_dates(array)
    for value, day, bad in zip(values[skipped:], decoded.to_pylist(), unread, strict=True):
        assert bad == (value is not None and not is_date(value))
        assert (day is None) == (value is None or bool(bad))
    read = [None if bad else value for value, bad in zip(values[skipped:], unread, strict=True)]
    assert encode_dates(decoded).to_pylist() == read


def test_every_millisecond_of_an_hour_returns() -> None:
    texts = [
        f"{h:02d}:{m:02d}:{s:02d}.{f:03d}" for h in (0, 99) for m in (0, 7, 59) for s in range(60) for f in range(1000)
    ]
    decoded, unread = decode_timestamps(pa.array(texts))
    assert not unread.any()
    assert encode_timestamps(decoded).to_pylist() == texts
    assert encode_timestamps(decoded.slice(70, 9)).to_pylist() == texts[70:79]


@pytest.mark.parametrize(
    ("value", "size", "bad"),
    [
        ("640x360", (640, 360), False),
        ("202x360", (202, 360), False),
        ("", (None, None), False),
        (None, (None, None), False),
        ("640X360", (None, None), True),
        ("0x360", (None, None), True),
        ("640x360 ", (None, None), True),
        ("9999999x1", (None, None), True),
    ],
)
def test_resolutions(value: str | None, size: tuple[int | None, int | None], bad: bool) -> None:
    width, height, unread = decode_resolutions(pa.array([value], pa.string()))
    assert (width[0].as_py(), height[0].as_py()) == size
    assert unread.tolist() == [bad]
