"""Finished videos packed with others: tar shards for WebDataset, and Parquet that can be read in parts."""

from __future__ import annotations

import json
import os
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import QueryError
from warehouse.fetch.export_folder import ExportFolder, Item, item_of, replace_text, target_errors
from warehouse.fetch.layouts import Layout, Record

SHARD_BYTES = 10**9
GROUP_ROWS = 4


class Packed(Layout):
    """Items wait in the folder until there are enough of them for a file, or no more come."""

    suffix: str

    def __init__(self, target: ExportFolder, record: Record, shard_bytes: int = SHARD_BYTES) -> None:
        super().__init__(target, record)
        self._shard_bytes = shard_bytes
        self._ready = target.hidden / "ready"
        self._waiting: dict[str, Item] = {}

    @property
    def waiting(self) -> set[str]:
        """The keys of items that are there and not packed yet."""
        return set(self._waiting)

    def prepare(self, keys: Iterable[str]) -> None:
        """Take up what a killed run left: files without their items go, items that wait are packed with the others."""
        super().prepare(keys)
        self._ready.mkdir(exist_ok=True)
        named = {file.path for item in self.target.items.values() for file in item.files}
        for path in self.target.root.glob(f"{self.target.head['kind']}-*.{self.suffix}"):
            if path.name not in named:
                path.unlink()
        for path in sorted(self._ready.glob("*.item.json")):
            item = item_of(json.loads(path.read_text(encoding="utf-8")))
            if item.key not in self.target.items:
                self._waiting[item.key] = item
        kept = {file.path for item in self._waiting.values() for file in item.files}
        kept |= {f"{key}.item.json" for key in self._waiting}
        for path in self._ready.iterdir():
            if path.name not in kept:  # packed, or not noted down, when the run was killed
                path.unlink()

    def put(self, item: Item, files: Sequence[Path]) -> None:
        """Let an item wait; pack those that wait if there are enough."""
        with target_errors(self.target.root):
            placed = tuple(replace(file, path=path.name) for file, path in zip(item.files, files, strict=True))
            for path in files:
                path.replace(self._ready / path.name)
            waiting = replace(item, files=placed)
            replace_text(self._ready / f"{item.key}.item.json", json.dumps(asdict(waiting), default=str))
        self._waiting[item.key] = waiting
        if sum(file.bytes for found in self._waiting.values() for file in found.files) >= self._shard_bytes:
            self._pack()

    def close(self) -> None:
        """Pack what waits."""
        if self._waiting:
            self._pack()

    def describe(self, items: Iterable[Item]) -> None:
        """All metadata is in the files."""
        del items

    @abstractmethod
    def write(self, items: Sequence[Item], folder: Path, path: Path) -> list[Item]:
        """Write items, whose files are in ``folder``, into a file; returns them as they are in it."""

    def _pack(self) -> None:
        with target_errors(self.target.root):
            items = [self._waiting[key] for key in sorted(self._waiting)]
            kind = self.target.head["kind"]
            taken = {path.name for path in self.target.root.glob(f"{kind}-*.{self.suffix}")}
            name = next(name for n in range(10**6) if (name := f"{kind}-{n:05d}.{self.suffix}") not in taken)
            partial = self.target.hidden / f"partial.{self.suffix}"
            placed = self.write(items, self._ready, partial)
            _sync(partial)
            partial.replace(self.target.root / name)
            self.target.add(*(replace(i, files=tuple(replace(f, path=name) for f in i.files)) for i in placed))
            for item in items:
                for file in item.files:
                    (self._ready / file.path).unlink(missing_ok=True)
                (self._ready / f"{item.key}.item.json").unlink()
        self._waiting.clear()


class WebDataset(Packed):
    """``videos-00000.tar`` and so on, with ``KEY.mp4`` and ``KEY.json``, written by the webdataset package."""

    name = "webdataset"
    suffix = "tar"

    def write(self, items: Sequence[Item], folder: Path, path: Path) -> list[Item]:  # noqa: D102
        try:
            from webdataset import TarWriter  # an extra
        except ImportError as error:
            raise QueryError("Tar files need the extra: pip install 'finevideo-warehouse[videos]'.") from error

        placed = []
        with TarWriter(str(path), encoder=False, mtime=0.0) as writer:
            for item in items:
                told = json.dumps({"video_id": item.video_id, **item.told}, default=str).encode()
                sample: dict[str, str | bytes] = {"__key__": item.key, "json": told}
                members = []
                for number, file in enumerate(item.files):
                    extension = "mp4" if file.path.endswith(".mp4") else f"{number}.jpg"
                    sample[extension] = (folder / file.path).read_bytes()
                    members.append(replace(file, member=f"{item.key}.{extension}"))
                writer.write(sample)
                placed.append(replace(item, files=tuple(members)))
        return placed


class ParquetFiles(Packed):
    """``videos-00000.parquet`` and so on: ``mp4``, ``json`` (the record as text), its metadata; small row groups."""

    name = "parquet"
    suffix = "parquet"

    def write(self, items: Sequence[Item], folder: Path, path: Path) -> list[Item]:  # noqa: D102
        rows = pl.DataFrame(
            [json.loads(json.dumps({"video_id": i.video_id, **i.told}, default=str)) for i in items],
            infer_schema_length=None,
        )
        told = rows.with_columns(pl.col(pl.Null).cast(pl.String)).to_arrow(compat_level=pl.CompatLevel.oldest())
        schema = pa.schema([pa.field("mp4", pa.large_binary()), pa.field("json", pa.string()), *told.schema])
        options = {"use_dictionary": False, "write_page_index": True, "write_statistics": list(told.schema.names)}
        compression = dict.fromkeys(schema.names, "zstd") | {"mp4": "NONE"}
        placed = []
        with pq.ParquetWriter(path, schema, compression=compression, **options) as writer:
            for start in range(0, len(items), GROUP_ROWS):
                group = items[start : start + GROUP_ROWS]
                videos = [(folder / item.files[0].path).read_bytes() for item in group]
                records = [json.dumps(self.record(item.video_id)) for item in group]
                columns = told.slice(start, len(group))
                arrays = [pa.array(videos, pa.large_binary()), pa.array(records), *columns.columns]
                writer.write_table(pa.table(arrays, schema=schema))
                placed += [
                    replace(item, files=(replace(item.files[0], member=str(start + at)),))
                    for at, item in enumerate(group)
                ]
        return placed


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
