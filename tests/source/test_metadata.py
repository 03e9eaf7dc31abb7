"""A damaged footer is refused before Arrow, asked for a column of it, ends the process."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import write_shards
from tools.sample import generate
from warehouse.source.footer import read_footer
from warehouse.source.metadata import parse_metadata


@pytest.fixture(scope="module")
def footer(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = write_shards(tmp_path_factory.mktemp("shards"), list(generate(1)))
    return read_footer(next(folder.rglob("*.parquet")))


def ask_all(metadata: pq.FileMetaData) -> int:
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return sum(len(group.column(leaf).path_in_schema) > 0 for group in groups for leaf in range(group.num_columns))


def test_an_intact_footer_is_arrow_s(footer: bytes) -> None:
    metadata = parse_metadata(footer)
    assert ask_all(metadata) == metadata.num_columns * metadata.num_row_groups > 0


@pytest.mark.parametrize("bit", [0, 3, 7])
def test_no_flipped_bit_ends_the_process(footer: bytes, bit: int, request: pytest.FixtureRequest) -> None:
    refused = 0
    for place in range(bit, len(footer), 1 if request.config.getoption("campaign") else 401):
        damaged = bytearray(footer)
        damaged[place] ^= 1 << bit
        try:
            ask_all(parse_metadata(bytes(damaged)))
        except (pa.ArrowException, OSError):
            refused += 1
    assert refused
