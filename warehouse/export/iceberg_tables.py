"""Tables of Iceberg in a catalog that pyiceberg is configured for: each export a snapshot of every table.

A part of a table that has not changed keeps its file, so that a refresh writes what has changed. Catalogs commit table
by table: all files are written before the first commit, and each snapshot names the warehouse's that it shows.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import AccessError, ExportError, WarehouseError
from warehouse.export.attribution import credits_frame, terms_text
from warehouse.export.contents import Contents, facts_of
from warehouse.export.parquet_folder import write_rows
from warehouse.export.target import remedy

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog
    from pyiceberg.manifest import DataFile
    from pyiceberg.schema import Schema
    from pyiceberg.table import Table as IcebergTable
    from pyiceberg.table import Transaction

# the property that a table has from an export
MARKER = "warehouse.format"
SNAPSHOT = "warehouse.snapshot"
_REFUSALS = ("ForbiddenError", "UnauthorizedError", "AuthorizationExpiredError")


@dataclass(frozen=True)
class _Relation:
    """A table to be: its key, and its rows as files of Parquet whose columns carry their descriptions."""

    name: str
    key: tuple[str, ...]
    parts: Sequence[Path]


class _Change:
    """What an export changes in one table: its files are written at once, and count from the commit on."""

    def __init__(self, transaction: Transaction, before: IcebergTable | None) -> None:
        self._transaction = transaction
        self._table: IcebergTable = transaction._table  # noqa: SLF001 - a table that is to be has no other name yet
        self._shown = before.current_snapshot() if before else None
        self._kept, self._gone = _files_of(before) if before else ({}, [])
        self._written: list[str] = []
        self.files = self.bytes = 0

    def write(self, parts: Sequence[Path]) -> None:
        """Write the parts that the table does not have, with the ids that its columns have there."""
        schema = self._transaction.table_metadata.schema()
        unwanted = dict(self._kept)
        for part in parts:
            if unwanted.pop(identity := _identity(part, schema), None) or not pq.read_metadata(part).num_rows:
                continue
            path = self._table.location_provider().new_data_location(f"{identity}-{uuid.uuid4().hex[:8]}.parquet")
            self._written.append(path)
            with self._table.io.new_output(path).create() as stream:
                _copy_rows(part, schema.as_arrow(), stream)
        self._gone += unwanted.values()

    def commit(self, facts: Mapping[str, str]) -> None:
        """Let the table show the new files in place of those that are gone."""
        from pyiceberg.exceptions import CommitStateUnknownException
        from pyiceberg.io.pyarrow import parquet_file_to_data_file

        metadata = self._transaction.table_metadata
        added = [parquet_file_to_data_file(self._table.io, metadata, path) for path in self._written]
        told = self._shown.summary[SNAPSHOT] if self._shown and self._shown.summary else None
        if added or self._gone or told != facts[SNAPSHOT]:
            with self._transaction.update_snapshot(snapshot_properties=dict(facts)).overwrite() as snapshot:
                for file in added:
                    snapshot.append_data_file(file)
                for file in self._gone:
                    snapshot.delete_data_file(file)
        try:
            self._transaction.commit_transaction()
        except CommitStateUnknownException:
            self._written = []
            raise
        self.files, self.bytes = len(added), sum(file.file_size_in_bytes for file in added)
        self._written = []

    def undo(self) -> None:
        """Delete what was written and not committed."""
        for path in self._written:
            with suppress(OSError):
                self._table.io.delete(path)


def place_tables(contents: Contents, target: str) -> tuple[int, int]:
    """Give all relations a snapshot in a namespace, CATALOG.NAMESPACE; returns how many files are new, and their bytes.

    Tables of an earlier export that this one does not have are dropped, and their files deleted.

    Raises:
        ExportError: there is no such catalog, it cannot be used, or a table there is no export's.
        AccessError: it cannot be written for lack of permission.
    """
    with _catalog_errors(target), TemporaryDirectory() as working, _opened(target) as (catalog, namespace):
        relations = {relation.name: relation for relation in _relations(contents, Path(working))}
        earlier = _earlier_tables(catalog, namespace, relations)
        facts = {f"warehouse.{name}": str(fact) for name, fact in facts_of(contents.manifest).items() if fact}
        changes: list[_Change] = []
        try:
            with _made_namespace(catalog, namespace):
                for name, relation in relations.items():
                    before = earlier.get(name)
                    changes.append(_Change(_begin(catalog, (*namespace, name), relation, before, facts), before))
                    changes[-1].write(relation.parts)
                for change in changes:
                    change.commit(facts)
        finally:
            for change in changes:
                change.undo()
        for name in earlier.keys() - relations.keys():
            catalog.purge_table((*namespace, name))
    return sum(change.files for change in changes), sum(change.bytes for change in changes)


def _relations(contents: Contents, working: Path) -> Iterator[_Relation]:
    """All relations, the terms and the credits; what the snapshot does not hold is written below ``working``."""
    for table in contents.tables:
        yield _Relation(table.name, table.key, contents.parts(table))
    for statement in contents.statements:
        path = working / f"{statement.name}.parquet"
        write_rows(contents, statement, path)
        yield _Relation(statement.name, (), [path])
    pages = {"terms": pa.table({"text": [terms_text()]}), "credits": credits_frame(contents).to_arrow()}
    for name, rows in pages.items():
        pq.write_table(rows, working / name)
        yield _Relation(name, (), [working / name])


def _begin(
    catalog: Catalog,
    identifier: tuple[str, ...],
    relation: _Relation,
    before: IcebergTable | None,
    facts: Mapping[str, str],
) -> Transaction:
    """A transaction that makes a table, or brings its columns and what is said of them up to date."""
    stored = pq.read_schema(relation.parts[0])
    schema = pa.schema([_documented(field) for field in stored])
    properties = {MARKER: facts[MARKER]}
    if description := (stored.metadata or {}).get(b"description"):
        properties["comment"] = description.decode()
    if before is None:
        transaction = catalog.create_table_transaction(identifier, schema, properties=properties)
    else:
        transaction = before.transaction()
        if new := {name: text for name, text in properties.items() if before.properties.get(name) != text}:
            transaction.set_properties(new)
    # a column that must have values may be added: files without it do not stay
    with transaction.update_schema(allow_incompatible_changes=True) as update:
        update.union_by_name(schema)
        update.set_identifier_fields(*relation.key)
        for field in before.schema().fields if before else ():
            if field.name not in schema.names:
                update.delete_column(field.name)
    return transaction


def _documented(field: pa.Field) -> pa.Field:
    told = field.metadata or {}
    unit = b" In " + told[b"unit"] + b"." if b"unit" in told else b""
    return field.with_metadata({b"doc": told[b"description"] + unit} if b"description" in told else {})


def _files_of(table: IcebergTable) -> tuple[dict[str, DataFile], list[DataFile]]:
    """The files of a table by what is in them, and those that another engine has changed since."""
    kept: dict[str, DataFile] = {}
    changed: list[DataFile] = []
    for task in table.scan().plan_files():
        name = PurePosixPath(task.file.file_path).stem.rpartition("-")[0]
        if task.delete_files or name in kept:
            changed.append(task.file)
        else:
            kept[name] = task.file
    return kept, changed


def _identity(part: Path, schema: Schema) -> str:
    """What a file of the part's rows is named by: they, and the ids of the columns that it has them under."""
    with part.open("rb") as stream:
        digest = hashlib.file_digest(stream, hashlib.blake2b)
    digest.update(repr([(field.field_id, field.name, field.field_type) for field in schema.fields]).encode())
    return f"{part.stem}-{digest.hexdigest()[:32]}"


def _copy_rows(part: Path, schema: pa.Schema, stream: object) -> None:
    source = pq.ParquetFile(part)
    with pq.ParquetWriter(stream, schema, compression="zstd", write_page_checksum=True) as writer:
        for number in range(source.num_row_groups):
            writer.write_table(source.read_row_group(number).select(schema.names).cast(schema))


def _earlier_tables(
    catalog: Catalog, namespace: tuple[str, ...], wanted: Mapping[str, _Relation]
) -> dict[str, IcebergTable]:
    """The tables that exports have made in a namespace, by name.

    Raises:
        ExportError: something else has a name that is wanted.
    """
    from pyiceberg.exceptions import NoSuchTableError

    earlier: dict[str, IcebergTable] = {}
    for identifier in catalog.list_tables(namespace) if catalog.namespace_exists(namespace) else ():
        with suppress(NoSuchTableError):  # a table that is not Iceberg's, or was dropped meanwhile
            table, name = catalog.load_table(identifier), identifier[-1]
            if MARKER in table.properties:
                earlier[name] = table
            elif name in wanted:
                place = ".".join((catalog.name, *identifier))
                raise ExportError(
                    f"{place} is not an export of a warehouse: name another namespace, or drop the table."
                )
    return earlier


@contextmanager
def _opened(target: str) -> Iterator[tuple[Catalog, tuple[str, ...]]]:
    """The catalog and the namespace of a target.

    Raises:
        ExportError: the target names none, or pyiceberg is not installed.
    """
    try:
        from pyiceberg.catalog import list_catalogs, load_catalog
    except ImportError as error:
        raise ExportError(
            "Iceberg needs the package pyiceberg: install it with `pip install finevideo-warehouse[iceberg]`."
        ) from error
    name, *namespace = target.split(".")
    if not name or not namespace or not all(namespace):
        raise ExportError(f"{target} names no catalog and namespace of Iceberg: write CATALOG.NAMESPACE.")
    if name.lower() not in list_catalogs():
        known = ", ".join(list_catalogs()) or "none"
        raise ExportError(
            f"There is no catalog {name} in pyiceberg's configuration, which has {known}: name it in .pyiceberg.yaml "
            f"or by PYICEBERG_CATALOG__{name.upper()}__URI."
        )
    with load_catalog(name) as catalog:
        yield catalog, tuple(namespace)


@contextmanager
def _made_namespace(catalog: Catalog, namespace: tuple[str, ...]) -> Iterator[None]:
    """A namespace that is there; one that was made for an export that fails is dropped."""
    there = catalog.namespace_exists(namespace)
    if not there:
        catalog.create_namespace(namespace)
    try:
        yield
    except BaseException:
        with suppress(Exception):  # the first error is the one to tell
            if not there and not catalog.list_tables(namespace):
                catalog.drop_namespace(namespace)
        raise


@contextmanager
def _catalog_errors(target: str) -> Iterator[None]:
    """Turn what goes wrong in a catalog into one sentence."""
    try:
        yield
    except WarehouseError:
        raise
    except OSError as error:
        raise remedy(target, error) from error
    except Exception as error:  # what catalogs raise has no base of its own
        text = " ".join(str(error).split())[:200]
        if type(error).__name__ in _REFUSALS:
            raise AccessError(f"{target} cannot be written ({text}): allow it, or name another target.") from error
        raise ExportError(
            f"{target} cannot be used ({text}): see pyiceberg's configuration of the catalog, or name another target."
        ) from error
