"""A published sentence model, read from its folder; `make meaning` installs what this needs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import warehouse
from tests.conftest import write_shards
from tools.sample import generate
from warehouse.cli.main import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.meaning.encoders import load_encoder


def test_texts_of_like_meaning_have_vectors_that_are_near(model: Path) -> None:
    encoder = load_encoder(str(model))
    texts = ["A lorry drives through water.", "The truck crosses a river.", "She bakes bread in the kitchen."]
    lorry, truck, bread = encoder.of_texts(texts)
    assert (encoder.name, lorry.shape) == ("all-MiniLM-L6-v2", (384,))
    assert lorry @ truck > lorry @ bread + 0.2
    # a vector does not depend on the texts beside it, apart from rounding in int8
    alone = np.stack([encoder.of_texts([text])[0] for text in texts])
    assert np.abs((alone * encoder.of_texts(texts)).sum(axis=1) - 1).max() < 0.02
    assert np.allclose(encoder.of_texts(["word " * 1000]), encoder.of_texts(["word " * 900]), atol=1e-3)


def test_a_single_question_has_the_same_vector(model: Path) -> None:
    text = "putting out flames"
    assert load_encoder(str(model), once=True).of_query(text) @ load_encoder(str(model)).of_query(text) > 0.9999


def test_prefixes_of_queries_and_texts_are_those_of_the_model(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "prefixed"
    shutil.copytree(model, folder)
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    plain, prefixed = load_encoder(str(model)), load_encoder(str(folder))
    assert np.allclose(prefixed.of_query("fire"), plain.of_texts(["query: fire"])[0], atol=1e-5)
    assert np.allclose(prefixed.of_texts(["fire"]), plain.of_texts(["passage: fire"]), atol=1e-5)


def test_a_folder_without_weights_is_refused(model: Path, tmp_path: Path) -> None:
    shutil.copy(model / "tokenizer.json", tmp_path)
    with pytest.raises(QueryError, match="export the model to ONNX"):
        load_encoder(str(tmp_path))
    (tmp_path / "model.onnx").write_bytes(b"no weights")
    with pytest.raises(QueryError, match="cannot be read"):
        load_encoder(str(tmp_path))


def test_embed_and_search_on_the_command_line(model: Path, tmp_path: Path) -> None:
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "shards", list(generate(2)))))
    run = CliRunner().invoke
    embedded = run(main, ["--home", str(home.root), "embed", "--model", str(model)])
    assert embedded.exit_code == 0, embedded.output
    assert "384 numbers each" in embedded.stderr
    (given,) = {row["model"] for row in warehouse.open(home.root).sql("SELECT model FROM scene_vectors").to_dicts()}
    assert given == "all-MiniLM-L6-v2"
    title = warehouse.open(home.root).sql("SELECT title FROM scenes ORDER BY ALL LIMIT 1").item()
    found = run(main, ["--home", str(home.root), "search", title, "--by", "meaning", "-f", "jsonl", "--limit", "1"])
    assert json.loads(found.stdout)["found_by"] == "meaning"
    again = run(main, ["--home", str(home.root), "embed", "--model", str(model)])
    assert "0 of them computed" in again.stderr


def test_nothing_is_fetched_unless_it_is_asked_for(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del model
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(QueryError, match="add --download"):
        load_encoder("sentence-transformers/all-MiniLM-L6-v2")
