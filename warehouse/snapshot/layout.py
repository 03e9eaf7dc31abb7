"""Where a snapshot keeps what it stores."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from warehouse.queries import load_views
from warehouse.queries.load import closure
from warehouse.quoting import PARQUET_FILES

# the folder of the vectors, which grow after the snapshot is published
VECTORS = "scene_vectors"
VECTORS_DOC = "One row per scene, or window of speech in a long one, and model. Made by `warehouse embed`, or your own."
VECTOR_COLUMNS = {
    "video_id": ("VARCHAR", "The video, see `videos.video_id`."),
    "scene_index": ("BIGINT", "The scene, see `scenes.scene_index`."),
    "window_index": ("BIGINT", "0 for the scene itself, else the window of speech in it, counted from 1."),
    "model": ("VARCHAR", "The model that made the vector."),
    "vector": ("FLOAT[]", "Of length 1, so that the cosine of two is their inner product; cast it to FLOAT[384]."),
    "start_seconds": ("DOUBLE", "When the scene or window starts. In seconds."),
    "end_seconds": ("DOUBLE", "When it ends. In seconds."),
    "first_segment": ("BIGINT", "The first segment of a window, see `transcript_segments`; null for a scene."),
    "last_segment": ("BIGINT", "The last segment of a window; null for a scene."),
}


def stored_path(snapshot: Path, view: str) -> Path:
    """The folder of Parquet files in which a snapshot stores the rows of a view.

    It is named after all SQL that its rows come from: where that has changed since, they are computed again.
    """
    return snapshot / view / _origin(view)


def has_vectors(snapshot: Path) -> bool:
    """Whether a snapshot has vectors of any model."""
    return bool(vector_folders(snapshot))


def vector_folders(snapshot: Path) -> list[Path]:
    """The folders of the models of whose vectors a snapshot has some."""
    return sorted({path.parent for path in vector_files(snapshot)})


def vector_files(snapshot: Path) -> set[Path]:
    """The Parquet files of the vectors of a snapshot."""
    return set((snapshot / VECTORS).glob(f"*/{PARQUET_FILES}"))


@cache
def _origin(view: str) -> str:
    """A digest of the SQL of a view and of the views that it reads."""
    texts = {found.name: found.sql for found in load_views()}
    origin = sorted(closure([view], texts) & texts.keys())
    return hashlib.sha256("\0".join(texts[name] for name in origin).encode()).hexdigest()[:12]
