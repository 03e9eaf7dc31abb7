"""Strict reading of the dataset's text forms, vectorized, with their exact inverses.

A decoder maps an Arrow string array to the column's array and a mask of the values that it could not
understand (they become null). A value is understood only where its encoder gives back the very same text.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.model import Type

Mask = npt.NDArray[np.bool_]
Digits = npt.NDArray[np.uint8]
Values = npt.NDArray[np.generic]


class _Form:
    """A text of fixed length: the smallest and the largest character of each place."""

    def __init__(self, smallest: str, largest: str) -> None:
        self.smallest = np.frombuffer(smallest.encode(), np.uint8)[:, None]
        self.span = np.frombuffer(largest.encode(), np.uint8)[:, None] - self.smallest


_TIMESTAMP = _Form("00:00:00.000", "99:59:59.999")
_MILLISECONDS = (36_000_000, 3_600_000, 0, 600_000, 60_000, 0, 10_000, 1_000, 0, 100, 10, 1)
_DATE = _Form("00000000", "99999999")
_YEAR, _MONTH = (1000, 100, 10, 1), (10, 1)
_RESOLUTION = r"^(?P<width>[1-9][0-9]{0,5})x(?P<height>[1-9][0-9]{0,5})$"


def decode_timestamps(values: pa.StringArray) -> tuple[pa.DoubleArray, Mask]:
    """Seconds (float64) of ``HH:MM:SS.mmm`` texts, minutes and seconds below 60, and which texts are none."""
    return _decode_fixed(values, _TIMESTAMP, _seconds, pa.float64())


def decode_dates(values: pa.StringArray) -> tuple[pa.Date32Array, Mask]:
    """Days of ``YYYYMMDD`` texts that name one of the calendar, and which texts are none."""
    return _decode_fixed(values, _DATE, _days, pa.date32())


def decode_resolutions(values: pa.StringArray) -> tuple[pa.Int64Array, pa.Int64Array, Mask]:
    """Width and height in pixels (int64) of ``WxH`` texts, and which are none; an empty one is null, no issue."""
    sizes = pc.extract_regex(values, _RESOLUTION)
    width, height = (pc.cast(pc.struct_field(sizes, name), pa.int64()) for name in ("width", "height"))
    unread = pc.and_(pc.and_(pc.is_null(width), pc.is_valid(values)), pc.not_equal(values, ""))
    return width, height, pc.fill_null(unread, fill_value=False).to_numpy(zero_copy_only=False)


def encode_timestamps(seconds: pa.DoubleArray) -> pa.StringArray:
    """The ``HH:MM:SS.mmm`` texts of decoded times."""
    rest = np.rint(pc.fill_null(seconds, 0.0).to_numpy(zero_copy_only=False) * 1000).astype(np.int64)
    characters = np.empty((len(rest), len(_MILLISECONDS)), np.uint8)
    for place, weight in enumerate(_MILLISECONDS):
        if weight:
            digit, rest = np.divmod(rest, weight)
            characters[:, place] = digit
        else:
            characters[:, place] = 0
    characters += _TIMESTAMP.smallest.T
    offsets = np.arange(len(seconds) + 1, dtype=np.int32) * len(_MILLISECONDS)
    validity = pc.is_valid(seconds).buffers()[1] if seconds.null_count else None
    return pa.StringArray.from_buffers(len(seconds), pa.py_buffer(offsets), pa.py_buffer(characters), validity)


def encode_dates(days: pa.Date32Array) -> pa.StringArray:
    """The ``YYYYMMDD`` texts of decoded days."""
    return pc.strftime(days, "%Y%m%d")


DECODERS: dict[Type, Callable[[pa.StringArray], tuple[pa.Array, Mask]]] = {
    Type.TIMESTAMP: decode_timestamps,
    Type.DATE: decode_dates,
}
ENCODERS: dict[Type, Callable[[pa.Array], pa.StringArray]] = {
    Type.TIMESTAMP: encode_timestamps,
    Type.DATE: encode_dates,
}


def _decode_fixed(
    values: pa.StringArray, form: _Form, finish: Callable[[Digits], tuple[Values, Mask]], type_: pa.DataType
) -> tuple[pa.Array, Mask]:
    """Decode texts that all have one length: their characters are one matrix, a column a value."""
    fits = _has_length(values, len(form.smallest))
    digits = _digits(values if fits.all() else values.filter(pa.array(fits)), form)
    decoded, valid = finish(digits)
    result, understood = np.zeros(len(values), decoded.dtype), np.zeros(len(values), np.bool_)
    result[fits], understood[fits] = decoded, valid & (digits <= form.span).all(axis=0)
    unread = ~understood
    if values.null_count:
        unread &= values.is_valid().to_numpy(zero_copy_only=False)
    return pa.array(result, type_, mask=~understood), unread


def _has_length(values: pa.StringArray, length: int) -> Mask:
    fits = pc.equal(pc.binary_length(values), length)
    mask: Mask = pc.fill_null(fits, fill_value=False).to_numpy(zero_copy_only=False)
    return mask


def _digits(values: pa.StringArray, form: _Form) -> Digits:
    """How far each character lies above the smallest one of its place; below it, the difference wraps around."""
    width = len(form.smallest)
    if not len(values):
        return np.zeros((width, 0), np.uint8)
    start = np.frombuffer(values.buffers()[1], np.int32, 1, values.offset * 4)[0]
    characters = np.frombuffer(values.buffers()[2], np.uint8, len(values) * width, start)
    return np.ascontiguousarray(characters.reshape(-1, width).T) - form.smallest


def _seconds(digits: Digits) -> tuple[npt.NDArray[np.float64], Mask]:
    return _number(digits, _MILLISECONDS) / 1000, np.ones(digits.shape[1], np.bool_)


def _days(digits: Digits) -> tuple[npt.NDArray[np.int32], Mask]:
    year, month, day = _number(digits[:4], _YEAR), _number(digits[4:6], _MONTH), _number(digits[6:], _MONTH)
    first = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    following = (first + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    days = first.astype("datetime64[D]").astype(np.int64) + day - 1
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (days < following)
    return days.astype(np.int32), good


def _number(digits: Digits, weights: tuple[int, ...]) -> npt.NDArray[np.int32]:
    total = np.zeros(digits.shape[1], np.int32)
    for row, weight in zip(digits, weights, strict=True):
        if weight:
            total += row.astype(np.int32) * weight
    return total
