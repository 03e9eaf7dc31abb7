"""Models that turn texts into vectors: sentence models in ONNX, by folder or by name on the Hub, or a callable."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.errors import QueryError

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Any]

# small (22 M parameters, 90 MB), Apache-2.0, 384 numbers a vector
DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
BATCH = 32
_WEIGHTS = ("onnx/model.onnx", "model.onnx")
# what is read of a model; the same repositories also hold the weights for other runtimes
FILES = (*_WEIGHTS, "onnx/model.onnx_data", "*.json", "1_Pooling/config.json")
_EXTRA = "install the extra: pip install 'finevideo-warehouse[meaning]'"


@dataclass(frozen=True)
class Encoder:
    """A model: ``encode`` gives an array of one row a text, ``encode_query`` does so where queries take a prefix.

    ``source`` is where it can be loaded from again, if it can.
    """

    name: str
    encode: Encode
    revision: str | None = None
    source: str | None = None
    encode_query: Encode | None = None

    def of_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, float32, each of length 1.

        Raises:
            QueryError: the model gives no vector of numbers for each text.
        """
        return unit_vectors(self.encode(texts), len(texts), self.name)

    def of_query(self, text: str) -> Vectors:
        """The vector of a query, float32, of length 1.

        Raises:
            QueryError: the model gives no vector of numbers.
        """
        vector: Vectors = unit_vectors((self.encode_query or self.encode)([text]), 1, self.name)[0]
        return vector


def unit_vectors(found: Any, count: int, name: str) -> Vectors:
    """Rows of numbers as float32, each of length 1.

    Raises:
        QueryError: there are not ``count`` rows, or a row is not of finite numbers, or is all zeros.
    """
    vectors: Vectors = np.asarray(found, dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != count:
        raise QueryError(f"The model {name} gave {vectors.shape} numbers for {count} texts: it must give a row each.")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(length) & (length > 0)).all():
        raise QueryError(f"The model {name} gave a vector that is not of finite numbers or is all zeros: use another.")
    unit: Vectors = np.divide(vectors, length, dtype=np.float32)
    return unit


def chosen_encoder(model: str, encode: Encode | None, *, download: bool = False) -> Encoder:
    """The model of a name or folder, or the function that is given, under that name."""
    return load_encoder(model, download=download) if encode is None else Encoder(model, encode)


def load_encoder(model: str, *, download: bool = False, once: bool = False) -> Encoder:
    """The model of a folder or of a name on the Hub (``OWNER/NAME`` or ``OWNER/NAME@REVISION``).

    A name is looked up among what the Hub's client has on this machine; only with ``download`` is anything fetched.
    One that is to read a single text, ``once``, is taken as it is: to optimize it takes longer than that text.

    Raises:
        QueryError: the extra is not installed, the model is not there, or it has no ONNX weights.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _onnx_encoder(folder.absolute(), folder.absolute().name, None, once=once)
    if model.count("/") != 1 or model.startswith((".", "/", "~")):
        raise QueryError(f"{model} is neither a folder nor the name of a model: write OWNER/NAME, or a folder's path.")
    name, _, revision = model.partition("@")
    folder = _cached(name, revision or None, download=download)
    return _onnx_encoder(folder, name, folder.name, once=once)


def _cached(name: str, revision: str | None, *, download: bool) -> Path:
    from huggingface_hub import snapshot_download  # takes a moment to import
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        found = snapshot_download(name, revision=revision, allow_patterns=list(FILES), local_files_only=not download)
    except LocalEntryNotFoundError as error:
        if download:
            raise QueryError(f"The model {name} cannot be fetched ({error}): give the path of a folder.") from error
        raise QueryError(
            f"The model {name} is not on this machine: add --download to fetch it from the Hub, or give the path of "
            "a folder that has it."
        ) from error
    except (HfHubHTTPError, OSError) as error:
        first = str(error).strip().splitlines()[0]
        raise QueryError(f"The model {name} cannot be fetched ({first}): check its name, or give a folder.") from error
    return Path(found)


def _onnx_encoder(folder: Path, name: str, revision: str | None, *, once: bool) -> Encoder:
    weights = next((folder / path for path in _WEIGHTS if (folder / path).is_file()), None)
    if weights is None or not (folder / "tokenizer.json").is_file():
        raise QueryError(
            f"{folder} has no {_WEIGHTS[0]} with a tokenizer.json: export the model to ONNX (optimum-cli export onnx), "
            "or give its encode function to Warehouse.embed in Python."
        )
    encode = _OnnxModel(folder, weights, once=once)
    prompts = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
    documents, queries = prompts.get("document") or prompts.get("passage") or "", prompts.get("query") or ""
    return Encoder(
        name,
        lambda texts: encode([documents + text for text in texts]),
        revision,
        str(folder),
        lambda texts: encode([queries + text for text in texts]),
    )


class _OnnxModel:
    """A sentence model as it is published: tokenizer, ONNX graph, and how the vectors of tokens become one."""

    def __init__(self, folder: Path, weights: Path, *, once: bool) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise QueryError(f"Models need packages that are not installed ({error.name}): {_EXTRA}.") from error
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            if once:
                options.intra_op_num_threads = 1
                options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            # those of a graphics card where its build of the runtime is installed
            providers = [name for name in onnxruntime.get_available_providers() if name in _PROVIDERS]
            self._session = onnxruntime.InferenceSession(str(weights), options, providers=providers)
        except Exception as error:
            first = str(error).strip().splitlines()[0]
            raise QueryError(f"The model in {folder} cannot be read ({first}): fetch or export it again.") from error
        limits = _read(folder / "sentence_bert_config.json"), _read(folder / "tokenizer_config.json")
        length = limits[0].get("max_seq_length") or min(limits[1].get("model_max_length") or 512, 512)
        self._tokenizer.enable_truncation(int(length))
        self._tokenizer.enable_padding()
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._outputs = [given.name for given in self._session.get_outputs()]
        self._first_token = bool(_read(folder / "1_Pooling" / "config.json").get("pooling_mode_cls_token"))

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts; those of like length are computed together, since a batch is as long as its longest."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        batches = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
        found = [self._batch([texts[index] for index in batch]) for batch in batches]
        vectors = np.concatenate(found) if found else np.zeros((0, 0), np.float32)
        back: Vectors = vectors[np.argsort(order)] if found else vectors
        return back

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([row.attention_mask for row in encoded], np.int64)
        given = {
            "input_ids": np.array([row.ids for row in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        if "sentence_embedding" in self._outputs:
            (vectors,) = self._session.run(["sentence_embedding"], {name: given[name] for name in self._inputs})
            return np.asarray(vectors, np.float32)
        tokens = np.asarray(self._session.run(None, {name: given[name] for name in self._inputs})[0], np.float32)
        if self._first_token:
            return np.ascontiguousarray(tokens[:, 0])
        weights = mask[:, :, None].astype(np.float32)
        mean: Vectors = (tokens * weights).sum(1) / weights.sum(1)
        return mean


_PROVIDERS = ("CUDAExecutionProvider", "ROCMExecutionProvider", "CoreMLExecutionProvider", "CPUExecutionProvider")


def _read(path: Path) -> dict[str, Any]:
    """What a file in JSON says; nothing where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
