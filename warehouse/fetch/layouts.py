"""How finished videos are stored in the folder: as files of their own, as the card's script names them, or packed."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from warehouse.fetch.export_folder import ExportFolder, Item, WrittenFile, digest_of, replace_text, target_errors

Record = Callable[[str], dict[str, Any]]
METADATA = "metadata.jsonl"
# the number of each video of the card's layout
SAMPLES = "samples.json"


class Layout(ABC):
    """Where the files of an item go."""

    name: str

    def __init__(self, target: ExportFolder, record: Record) -> None:
        self.target, self.record = target, record

    @property
    def waiting(self) -> set[str]:
        """The keys of items that are there, and not in their final place yet."""
        return set()

    @abstractmethod
    def put(self, item: Item, files: Sequence[Path]) -> None:
        """Take over the files of an item, in the order of ``item.files``, which still has no paths."""

    def prepare(self, keys: Iterable[str]) -> None:
        """Get ready for items that come."""
        del keys

    def close(self) -> None:
        """All items were put."""
        return

    @abstractmethod
    def describe(self, items: Iterable[Item]) -> None:
        """Write what belongs next to the files."""


class Plain(Layout):
    """``videos/<id>.mp4`` (clips: ``clips/``), with ``metadata.jsonl``, as `datasets` reads folders of videos."""

    name = "plain"

    def put(self, item: Item, files: Sequence[Path]) -> None:  # noqa: D102
        with target_errors(self.target.root):
            placed = tuple(
                WrittenFile(
                    f"{'frames' if path.suffix == '.jpg' else self.target.head['kind']}/{path.name}", f.sha256, f.bytes
                )
                for f, path in zip(item.files, files, strict=True)
            )
            self.target.add(Item(item.key, item.video_id, item.shard, item.row, placed, item.told))
            move(self.target, placed, files)

    def describe(self, items: Iterable[Item]) -> None:  # noqa: D102
        write_metadata(self.target, items)


class Card(Layout):
    """``videos/sample_N.mp4`` and ``metadata/sample_N.json``, as the script on the dataset's card writes them."""

    name = "card"

    def prepare(self, keys: Iterable[str]) -> None:  # noqa: D102
        path = self.target.hidden / SAMPLES
        self.numbers: dict[str, int] = json.loads(path.read_text()) if path.is_file() else {}
        for key in keys:
            self.numbers.setdefault(key, max(self.numbers.values(), default=-1) + 1)
        replace_text(path, json.dumps(self.numbers))

    def put(self, item: Item, files: Sequence[Path]) -> None:  # noqa: D102
        with target_errors(self.target.root):
            number = self.numbers[item.key]
            text = self.target.incoming / f"sample_{number}.json"
            text.write_text(json.dumps(self.record(item.video_id)), encoding="utf-8")
            video = item.files[0]
            placed = (
                WrittenFile(f"videos/sample_{number}.mp4", video.sha256, video.bytes),
                WrittenFile(f"metadata/sample_{number}.json", digest_of(text), text.stat().st_size),
            )
            self.target.add(Item(item.key, item.video_id, item.shard, item.row, placed, item.told))
            move(self.target, placed, [files[0], text])

    def describe(self, items: Iterable[Item]) -> None:  # noqa: D102
        pass


def write_metadata(target: ExportFolder, items: Iterable[Item]) -> None:
    """Write ``metadata.jsonl``: a line a video or clip, with the path of its file and its metadata."""
    lines = [
        json.dumps({"file_name": item.files[0].path, "video_id": item.video_id, **item.told}, default=str) + "\n"
        for item in items
    ]
    replace_text(target.root / METADATA, "".join(lines))


def move(target: ExportFolder, placed: Sequence[WrittenFile], files: Sequence[Path]) -> None:
    """Move files to where they belong."""
    for written, path in zip(placed, files, strict=True):
        final = target.root / written.path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
