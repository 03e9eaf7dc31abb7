"""Build the index of a snapshot: one file a chunk, reused from the previous snapshot where nothing has changed."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from warehouse.file_system import link
from warehouse.search.arrays import write_arrays
from warehouse.search.chunks import IndexChunk, Reader, Rows, cut_chunks, digest
from warehouse.search.index_parts import FOLDER, FORMAT, chunks_by_part, write_listing
from warehouse.search.kinds import KINDS
from warehouse.search.moments import documents, moments_and_words
from warehouse.search.postings import encode, postings_arrays
from warehouse.search.video_store import video_arrays
from warehouse.snapshot.memory import system_memory
from warehouse.snapshot.parts import parts_of
from warehouse.snapshot.reuse import ReusedParts, link_all


@dataclass(frozen=True)
class IndexProgress:
    """How far the build of an index is: chunks done of all chunks, and how many of them were reused."""

    chunks: int
    total_chunks: int
    unchanged: int


def build_index(
    snapshot_folder: Path,
    taken: ReusedParts | None = None,
    *,
    jobs: int | None = None,
    on_progress: Callable[[IndexProgress], None] = lambda _: None,
) -> None:
    """Build the index of a snapshot's tables below its folder; ``jobs`` threads, by default one per core.

    Chunks of parts that were reused are linked unread; of other parts those that the newest other snapshot has
    as well.
    """
    folder, before = snapshot_folder / FOLDER, _index_before(snapshot_folder)
    folder.mkdir()
    names = _linked(parts_of(snapshot_folder), taken, folder)
    unchanged = done = sum(map(len, names.values()))
    reader = Reader(snapshot_folder)
    chunks = [chunk for part in names if not names[part] for chunk in cut_chunks(snapshot_folder, part)]
    total = done + len(chunks)
    with system_memory(), ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        tasks = [(reader, chunk, folder, before) for chunk in chunks]
        for chunk, (name, linked) in zip(chunks, _in_turn(pool, tasks), strict=True):
            names[chunk.part].append(name)
            done, unchanged = done + 1, unchanged + linked
            on_progress(IndexProgress(done, total, unchanged))
    write_listing(snapshot_folder, names, index_version())


def _linked(parts: list[str], taken: ReusedParts | None, folder: Path) -> dict[str, list[str]]:
    """The names of each part's chunks where they can be reused, else none."""
    old = chunks_by_part(taken.before, index_version()) if taken else {}
    names: dict[str, list[str]] = {}
    for part in parts:
        found = old.get(taken.parts.get(part, ""), []) if taken else []
        linked = link_all(found, [folder / path.name for path in found])
        names[part] = [path.name for path in found] if linked else []
    return names


def index_version() -> str:
    """What an index depends on besides its texts."""
    return f"{FORMAT} PyStemmer {version('PyStemmer')}"


def _index_before(snapshot_folder: Path) -> Path | None:
    others = (path for path in snapshot_folder.parent.iterdir() if not path.name.startswith("."))
    found = [path / FOLDER for path in others if path != snapshot_folder and (path / FOLDER).is_dir()]
    return max(found, default=None)


def _in_turn(
    pool: ThreadPoolExecutor, tasks: list[tuple[Reader, IndexChunk, Path, Path | None]]
) -> Iterator[tuple[str, bool]]:
    """The results of tasks in order, with few of them begun ahead, since each holds a chunk in memory."""
    begun: deque[Future[tuple[str, bool]]] = deque()
    for task in tasks:
        begun.append(pool.submit(_chunk, *task))
        if len(begun) > 2:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)


def _chunk(reader: Reader, chunk: IndexChunk, folder: Path, before: Path | None) -> tuple[str, bool]:
    """Write or reuse a chunk's file; its name, and whether it was reused."""
    videos, texts = reader.videos(chunk), list(reader.texts(chunk))
    name = f"{digest(videos, texts, index_version())[:32]}.index"
    if before is not None and (before / name).is_file():
        link(before / name, folder / name)
        return name, True
    write_arrays(folder / name, _arrays(videos.to_pylist(), texts))
    return name, False


def _arrays(videos: list[dict[str, Any]], texts: list[Rows]) -> dict[str, np.ndarray]:
    """All that is known of a chunk; positions count its words, video after video."""
    moments, tokens = moments_and_words(texts)
    first = documents(moments)
    begins = np.cumsum(moments.words, dtype=np.int64) - moments.words
    return {
        "document_begins": np.append(begins[first], len(tokens.ends)).astype(np.uint32),
        "document_kind": moments.kind[first],
        "document_video": moments.video[first],
        "moment_words": encode(moments.words)[0],
        "video_begins": _video_begins(moments.video, begins, len(videos), len(tokens.ends)),
        "video_ids": np.frombuffer(json.dumps([video["video_id"] for video in videos]).encode(), np.uint8),
        "kind_documents": np.bincount(moments.kind[first], minlength=len(KINDS)),
        "kind_words": np.bincount(moments.kind, moments.words, len(KINDS)).astype(np.int64),
        **postings_arrays(tokens),
        **video_arrays(videos, moments),
    }


def _video_begins(video: np.ndarray, begins: np.ndarray, videos: int, words: int) -> np.ndarray:
    """Where the words of each video begin."""
    return np.append(begins, words)[np.searchsorted(video, np.arange(videos))].astype(np.uint32)
