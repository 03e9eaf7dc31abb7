"""Name each record's video, refuse second records of a video, and gather records into the batches of parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.model.issues import Issue, Rejection, json_text
from warehouse.model.schema import record_type
from warehouse.normalize import Conformed
from warehouse.normalize.rebuild import patched
from warehouse.normalize.unnest import Batch

BATCH_RECORDS = 4096
BATCH_BYTES = 128 * 2**20
# fields that name a video, the first that does; what follows the id in them
NAMED_AFTER = {"original_video_filename": ".mp4", "original_json_filename": ".json"}


@dataclass
class Part:
    """What goes into one part of the tables: the records of many chunks, in the order of the source."""

    records: list[pa.StructArray] = field(default_factory=list)
    ids: list[pa.StringArray] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    def batch(self) -> Batch:
        """The records in one piece, sorted by video id."""
        ids = pa.concat_arrays([pa.array([], pa.string()), *self.ids])
        records = pa.concat_arrays([pa.array([], record_type()), *self.records])
        order = pc.sort_indices(ids)
        files = pa.array(self.files, pa.string())
        rows = pa.array(np.concatenate([np.zeros(0, np.int64), *self.rows]))
        return Batch(records.take(order), ids.take(order), files.take(order), rows.take(order))


def video_ids(chunks: Iterable[Conformed]) -> pa.StringArray:
    """The id of each record: from the video's file name, else the JSON file's, else ``<source file>#<row>``."""
    stems = [_stem(_field(chunks, name), suffix) for name, suffix in NAMED_AFTER.items()]
    ids = pc.coalesce(*stems)
    if not ids.null_count:
        return ids
    places = (place for chunk in chunks for place in map("{}#{}".format, chunk.file_names, chunk.rows))
    return pc.coalesce(ids, pa.array(places, pa.string()))


def gather(chunks: Iterable[Conformed], seen: SeenVideos) -> Iterator[Part]:
    """Parts of about ``BATCH_RECORDS`` records in the order of the source, at least one.

    The first record of a video is kept; further ones are rejected.
    """
    held: list[Conformed] = []
    count = size = number = 0
    for chunk in chunks:
        held.append(chunk)
        count += len(chunk.records)
        size += chunk.records.nbytes
        if count >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield _part(held, seen)
            held, count, size, number = [], 0, 0, number + 1
    if held or number == 0:
        yield _part(held, seen)


def _part(chunks: list[Conformed], seen: SeenVideos) -> Part:
    part, ids, first = Part(), video_ids(chunks), 0
    names = ids.to_pylist()
    for chunk in chunks:
        here = slice(first, first + len(chunk.records))
        _add(part, chunk, ids[here], names[here], seen)
        first = here.stop
    return part


def _field(chunks: Iterable[Conformed], name: str) -> pa.StringArray:
    return pa.concat_arrays([pa.array([], pa.string()), *(pc.struct_field(chunk.records, name) for chunk in chunks)])


def _stem(names: pa.StringArray, suffix: str) -> pa.StringArray:
    named = pc.and_(pc.ends_with(names, suffix), pc.greater(pc.binary_length(names), len(suffix)))
    stems = pc.utf8_slice_codeunits(names, 0, -len(suffix))
    return pc.if_else(named, stems, pa.scalar(None, pa.string()))


@dataclass
class SeenVideos:
    """What the run has met so far: ids of videos, and issues that hold for whole files."""

    ids: set[str] = field(default_factory=set)
    of_files: set[Issue] = field(default_factory=set)

    def duplicates(self, ids: list[str]) -> set[int]:
        """The indices of ids that were met before; the others count as met from now on."""
        found = set()
        for index, name in enumerate(ids):
            if name in self.ids:
                found.add(index)
            self.ids.add(name)
        return found

    def takes(self, ids: list[str]) -> bool:
        """Whether none of the ids was met before; then they count as met from now on."""
        if not self.ids.isdisjoint(ids):
            return False
        self.ids.update(ids)
        return True

    def is_new(self, issue: Issue) -> bool:
        """Whether an issue is to be reported: those of a whole file come up again in each of its chunks."""
        if issue.source_row is not None:
            return True
        known = issue in self.of_files
        self.of_files.add(issue)
        return not known


def _add(part: Part, chunk: Conformed, ids: pa.StringArray, names: list[str], seen: SeenVideos) -> None:
    duplicates = seen.duplicates(names)
    part.rejections += chunk.rejections
    part.rejections += [_duplicate(chunk, index, names[index]) for index in sorted(duplicates)]
    part.issues += [issue for issue in _named(chunk, names, duplicates) if seen.is_new(issue)]
    records, rows, files = chunk.records, chunk.rows, chunk.file_names
    if duplicates:
        kept = pa.array([index not in duplicates for index in range(len(names))], pa.bool_())
        records, ids, rows = records.filter(kept), ids.filter(kept), rows[kept.to_numpy(zero_copy_only=False)]
        files = [name for index, name in enumerate(files) if index not in duplicates]
    part.records.append(records)
    part.ids.append(ids)
    part.files += files
    part.rows.append(rows)


def _duplicate(chunk: Conformed, index: int, video_id: str) -> Rejection:
    patches = [issue for issue in chunk.issues if issue.source_row in (chunk.rows[index], None)]
    record = patched(chunk.records[index].as_py(), patches)
    reason = f"another record of the video {video_id} was read before"
    return Rejection(chunk.file_names[index], int(chunk.rows[index]), video_id, reason, "json", json_text(record))


def _named(chunk: Conformed, names: list[str], duplicates: set[int]) -> Iterator[Issue]:
    """The issues of a chunk with the ids of their videos, without those of records that are not kept."""
    index = {row: index for index, row in enumerate(chunk.rows.tolist())} if chunk.issues else {}
    for issue in chunk.issues:
        if issue.source_row is None:
            yield issue
        elif index[issue.source_row] not in duplicates:
            yield replace(issue, video_id=names[index[issue.source_row]])
