from __future__ import annotations

import pytest

from warehouse.errors import SourceError
from warehouse.hub import Location, parse_location


@pytest.mark.parametrize(
    ("spec", "location", "folder"),
    [
        ("hf://datasets/o/n", Location("o/n"), ""),
        ("hf://datasets/o/n/", Location("o/n"), ""),
        ("hf://datasets/o/n@v1.0", Location("o/n", "v1.0"), ""),
        ("hf://datasets/o/n@refs/convert/parquet", Location("o/n", "refs/convert/parquet"), ""),
        (
            "hf://datasets/o/n@refs/convert/parquet/default",
            Location("o/n", "refs/convert/parquet", "default"),
            "default",
        ),
        ("hf://datasets/o/n@refs%2Fconvert%2Fparquet/a/b", Location("o/n", "refs/convert/parquet", "a/b"), "a/b"),
        ("hf://datasets/o/n@my%2Fbranch", Location("o/n", "my/branch"), ""),
        ("hf://datasets/o/n/a/b*/c", Location("o/n", "main", "a/b*/c"), "a"),
        ("hf://datasets/o/n/a/b.parquet", Location("o/n", "main", "a/b.parquet"), "a"),
        ("https://huggingface.co/datasets/o/n/tree/main/data", Location("o/n", "main", "data"), "data"),
    ],
)
def test_a_location_is_read(spec: str, location: Location, folder: str) -> None:
    assert parse_location(spec) == location
    assert location.folder == folder


@pytest.mark.parametrize(
    "spec",
    [
        "hf://o/n",
        "hf://datasets/o",
        "hf://datasets/o/n@/x",
        "hf://datasets/o/n/../x",
        "hf://",
        "data",
        "hf://datasets/o n/x",
    ],
)
def test_another_address_is_refused(spec: str) -> None:
    with pytest.raises(SourceError, match="write hf://datasets/OWNER/NAME"):
        parse_location(spec)


@pytest.mark.parametrize(
    ("path", "selected"),
    [
        ("", {"x.parquet", "a/0.parquet", "a/1.parquet", "a/b/10.parquet", "ab/0.parquet"}),
        ("a", {"a/0.parquet", "a/1.parquet", "a/b/10.parquet"}),
        ("a/1.parquet", {"a/1.parquet"}),
        ("a/*.parquet", {"a/0.parquet", "a/1.parquet"}),
        ("a/[!0].parquet", {"a/1.parquet"}),
        ("**/0.parquet", {"a/0.parquet", "ab/0.parquet"}),
        ("a*/**", {"a/0.parquet", "a/1.parquet", "a/b/10.parquet", "ab/0.parquet"}),
        ("a/?.parquet", {"a/0.parquet", "a/1.parquet"}),
        ("README.md", set()),
    ],
)
def test_a_path_selects_parquet_files(path: str, selected: set[str]) -> None:
    tree = ["README.md", "x.parquet", "a/0.parquet", "a/1.parquet", "a/b/10.parquet", "ab/0.parquet", "a/c.json"]
    assert set(filter(Location("o/n", path=path).selects, tree)) == selected
