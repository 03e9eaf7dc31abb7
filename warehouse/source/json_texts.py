"""Texts to records: exact ones many at a time into Arrow, all others parsed one by one, exactly as written.

The ladder has one entrance, ``exact_runs``. Arrow's reader takes many texts at once, and counting shows whether all of
them are exact; where they are not, msgspec shows which are, and runs of those go to Arrow again; what is left is for
``parse``. Arrow's reader is fast and lets other threads run, but takes absent fields for null ones and 30 for 30.0.
Whether it did is found by counting: a text has a colon for every key and a dot for every number, and else only those in
its strings. Escaped ones make the count too small, never too large, so that nothing inexact passes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.json as pj

from warehouse.model import Type
from warehouse.model.schema import Shape, record_shape, record_type
from warehouse.source.files import Unparsed

# reading fewer exact records through Arrow costs more than looking at each value
FEW = 4
# one block of Arrow's reader, whose size is a 32-bit number
LARGEST = 2**30
# a text that is no struct ends Arrow's reader or the whole process, so each is wrapped in one
_OPEN, _CLOSE = b'{"_":', b"}"
_BLANKS = " \t\n\r"


def exact_runs(texts: Sequence[bytes | None]) -> Iterator[tuple[int, pa.StructArray | None]]:
    """Consecutive texts, run after run: how many, and their records as one array; None where they are to be parsed.

    An array has the type of ``record_type()``. A None among the texts is an absent text.
    """
    if not texts:
        return
    there = [text for text in texts if text is not None]
    records = exact_records(there) if len(there) == len(texts) >= FEW else None
    if records is not None:
        yield len(texts), records
        return
    for exact, run in groupby(texts, is_exact):
        part = list(run)
        yield len(part), _read([text or b"" for text in part]) if exact and len(part) >= FEW else None


def exact_records(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts, or None unless counting shows that each is one exact record, nulls allowed."""
    records = _read(texts)
    return records if records is not None and _is_all(records, texts) else None


def parse(text: bytes) -> Any:
    """The value of a JSON text exactly as written: whole numbers of any size, NaN and lone surrogates included.

    ``Unparsed`` with the reason where it is not JSON, or gives a key twice, so that a value would be lost. The standard
    library's parser is the one that loses nothing here: see docs/decisions.
    """
    values = parse_values(text)
    if isinstance(values, Unparsed):
        return values
    if len(values) != 1:
        reason = "more than one value" if values else "the text is empty"
        return Unparsed(text, f"JSON syntax error: {reason}")
    return values[0]


def parse_values(text: bytes) -> list[Any] | Unparsed:
    """The values of a text that holds any number of them, one behind the other; ``Unparsed`` if it is not JSON.

    A value that gives a key twice is ``Unparsed`` by itself.
    """
    try:
        decoded = text.decode()
        return list(_values(decoded))
    except UnicodeDecodeError as error:
        return Unparsed(text, f"the text is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        return Unparsed(text, f"JSON syntax error: {error.msg} (line {error.lineno}, column {error.colno})")
    except (RecursionError, ValueError) as error:
        return Unparsed(text, f"JSON that cannot be read: {error}")


def parse_array(text: bytes) -> list[Any] | None:
    """The elements of a text that is one array, each parsed by itself; None if it is not one."""
    try:
        decoded = text.decode()
        start = _skip(decoded, 0)
        return list(_elements(decoded, start + 1)) if decoded[start : start + 1] == "[" else None
    except (UnicodeDecodeError, RecursionError, ValueError):
        return None


def array_elements(text: bytes) -> list[bytes]:
    """The texts of the elements of a JSON array; none if the text is not an array of JSON in the strict sense."""
    if not text.startswith(b"["):
        return []
    try:
        return list(map(bytes, _raw_decoder().decode(text)))
    except (msgspec.MsgspecError, RecursionError):
        return []


def is_exact(text: bytes | None) -> bool:
    """Whether a JSON text is one record of exactly the declared shape, nulls allowed.

    Keys given twice are not noticed: Arrow's reader, to which such texts go, declines them.
    """
    try:
        _exact_decoder().decode(text or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


class _Keys:
    """What makes a dictionary of the pairs of an object, and notices a key that is given twice."""

    doubled: str | None = None

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs) and self.doubled is None:
            met: set[str] = set()
            self.doubled = next(key for key, _ in pairs if key in met or met.add(key))  # type: ignore[func-returns-value]
        return made


def _value(text: str, start: int) -> tuple[Any, int]:
    """The value that starts at a place, and the place behind it and the blanks that follow."""
    keys = _Keys()
    value, stop = json.JSONDecoder(object_pairs_hook=keys).raw_decode(text, start)
    if keys.doubled is not None:
        raw = text[start:stop].encode(errors="surrogatepass")
        value = Unparsed(raw, f"the key {json.dumps(keys.doubled)} is given twice in one object")
    return value, _skip(text, stop)


def _values(text: str) -> Iterator[Any]:
    place = _skip(text, 0)
    while place < len(text):
        value, place = _value(text, place)
        yield value


def _elements(text: str, place: int) -> Iterator[Any]:
    """The elements of the array that is opened before a place, and closed at the end of the text."""
    place = _skip(text, place)
    if text[place : place + 1] != "]":
        while True:
            value, place = _value(text, place)
            yield value
            if text[place : place + 1] != ",":
                break
            place = _skip(text, place + 1)
    if text[place : place + 1] != "]" or _skip(text, place + 1) != len(text):
        raise json.JSONDecodeError("Expecting ',' delimiter", text, place)


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


@cache
def _raw_decoder() -> msgspec.json.Decoder[list[msgspec.Raw]]:
    return msgspec.json.Decoder(list[msgspec.Raw])


class _Number(float):
    """A number that JSON writes as one: 30.0, not 30."""


def _as_number(_: type, value: Any) -> _Number:
    if type(value) is not float:
        raise TypeError
    return _Number(value)


@cache
def _exact_decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_struct(record_shape()), dec_hook=_as_number)


def _type(shape: Shape) -> Any:
    if shape.item is not None:
        return list[_type(shape.item)] | None  # type: ignore[misc]
    if shape.type is None:
        return _struct(shape) | None
    return {Type.INTEGER: int, Type.NUMBER: _Number}.get(shape.type, str) | None


def _struct(shape: Shape) -> Any:
    fields = [(name, _type(child)) for name, child in shape.fields.items()]
    return msgspec.defstruct("Record", fields, forbid_unknown_fields=True, gc=False)


def _read(texts: Sequence[bytes]) -> pa.StructArray | None:
    """The records of texts, or None where Arrow declines one.

    It declines unknown fields, keys given twice and values of another type.
    """
    if sum(map(len, texts)) > LARGEST:
        return None
    block = b"".join((_OPEN, (_CLOSE + b"\n" + _OPEN).join(texts), _CLOSE))
    try:
        options = pj.ReadOptions(use_threads=False, block_size=len(block) + 1)
        records = pj.read_json(pa.BufferReader(block), options, _parse_options())["_"].combine_chunks()
        records.validate(full=True)  # that texts are Unicode
    except pa.ArrowException:
        return None
    return None if len(records) != len(texts) or records.null_count else records


def _is_all(records: pa.StructArray, texts: Sequence[bytes]) -> bool:
    """Whether every declared key is in the texts, and every number is written as one."""
    arrays = list(_arrays(records))
    structs = [array for array in arrays if isinstance(array, pa.StructArray)]
    keys = sum((len(array) - array.null_count) * array.type.num_fields for array in structs)
    numbers = sum(len(array) - array.null_count for array in arrays if pa.types.is_floating(array.type))
    strings = [buffer for array in arrays if pa.types.is_string(array.type) and (buffer := array.buffers()[2])]
    block = [b"".join(texts)]
    return tuple(_count(mark, block) - _count(mark, strings) for mark in b":.") == (keys, numbers)


def _count(byte: int, buffers: Sequence[bytes | pa.Buffer]) -> int:
    return sum(int(np.count_nonzero(np.frombuffer(buffer, np.uint8) == byte)) for buffer in buffers)


def _arrays(array: pa.Array) -> Iterator[pa.Array]:
    """An array with all that are nested in it."""
    yield array
    if isinstance(array, pa.StructArray):
        for index in range(array.type.num_fields):
            yield from _arrays(array.field(index))
    elif pa.types.is_list(array.type):
        yield from _arrays(array.values)


@cache
def _parse_options() -> pj.ParseOptions:
    schema = pa.schema([("_", record_type())])
    return pj.ParseOptions(explicit_schema=schema, newlines_in_values=True, unexpected_field_behavior="error")
