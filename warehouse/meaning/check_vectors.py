"""Compare the vectors of a snapshot with their listings and with the scenes that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.errors import HomeError
from warehouse.meaning.vector_sets import ARRAYS, LISTING, VectorSet, mapped_parts, read_set, set_folder
from warehouse.quoting import literal, read_parquet
from warehouse.snapshot.integrity import checksum
from warehouse.snapshot.layout import VECTORS
from warehouse.snapshot.parts import parts_of

# how far the length of a vector of float16 may be from 1
TOLERANCE = 0.01


def vector_faults(snapshot: Path) -> Iterator[tuple[Path, str, str]]:
    """What is wrong with vectors: the file or folder, what it is, and how to repair it."""
    for folder in sorted(path for path in (snapshot / VECTORS).glob("*") if path.is_dir()):
        try:
            given = read_set(folder)
        except HomeError as error:
            yield folder / LISTING, str(error), f"delete {folder}, then `warehouse embed`"
            continue
        repair = f"delete {folder}, then {_made_by(given)}"
        damaged = list(_damaged(snapshot, folder, given))
        # what is read of damaged files proves nothing
        yield from ((path, what, repair) for path, what in damaged or _contradictions(snapshot, folder, given))


def _made_by(given: VectorSet) -> str:
    if given.source is not None:
        return f"`warehouse embed --model {given.source}`"
    return "put them in again with Warehouse.put_vectors" if given.supplied else "embed again with Warehouse.embed"


def _damaged(snapshot: Path, folder: Path, given: VectorSet) -> Iterator[tuple[Path, str]]:
    if folder != set_folder(snapshot, given.model):
        yield folder, f"it has the vectors of {given.model}, whose folder is another"
    for name, noted in given.checksums.items():
        try:
            if checksum(folder / name) != noted:
                yield folder / name, "it is damaged: not as it was written"
        except OSError as error:
            yield folder / name, f"it cannot be read ({error.strerror})"
    wanted = {f"{part}{end}" for part, count in given.parts.items() if count for end in ("", ARRAYS)}
    for name in sorted(wanted ^ given.checksums.keys()):
        yield folder / name, "it is noted without a checksum, or not noted"
    for part in sorted(given.parts.keys() - set(parts_of(snapshot))):
        yield folder / part, "the tables have no such part"


def _contradictions(snapshot: Path, folder: Path, given: VectorSet) -> Iterator[tuple[Path, str]]:
    filled = [part for part, count in given.parts.items() if count]
    for part, arrays in zip(filled, mapped_parts(folder, given), strict=True):
        if (len(arrays["scale"]), len(arrays["bytes"])) != (given.parts[part], given.parts[part] * given.dimension):
            yield folder / f"{part}{ARRAYS}", "it has another number of vectors than the listing, or of another length"
    if not given.vectors:
        return
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW vectors AS FROM {read_parquet(folder)}")
        connection.execute(f"CREATE VIEW scenes AS FROM {read_parquet(snapshot / 'scenes')}")
        for what, query in _expectations(given):
            ((count,),) = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
            if count:
                yield folder, f"{VECTORS}: {what}"


def _expectations(given: VectorSet) -> Iterator[tuple[str, str]]:
    """What is wrong if a query finds rows."""
    yield (
        f"it has not the {given.vectors:,} rows of the listing",
        f"SELECT count(*) AS n FROM vectors HAVING n <> {given.vectors}",
    )
    key = "video_id, scene_index, window_index"
    yield f"{key} is not unique", f"SELECT {key} FROM vectors GROUP BY ALL HAVING count(*) > 1"
    yield (
        "rows refer to no row of scenes",
        "SELECT video_id FROM vectors ANTI JOIN scenes USING (video_id, scene_index)",
    )
    yield (
        f"rows are of another model than {given.model}",
        f"SELECT model FROM vectors WHERE model IS DISTINCT FROM {literal(given.model)}",
    )
    yield (
        f"vectors have not {given.dimension} numbers, or not the length 1",
        f"""SELECT vector FROM (SELECT vector::FLOAT[] AS vector FROM vectors)
            WHERE len(vector) IS DISTINCT FROM {given.dimension}
            OR abs(sqrt(list_inner_product(vector, vector)) - 1) < {TOLERANCE} IS NOT TRUE""",
    )
