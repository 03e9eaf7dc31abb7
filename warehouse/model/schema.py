"""What the model means in Arrow: the shape of a source record, and the schema of each table's Parquet files."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property

import pyarrow as pa

from warehouse.model import SOURCE_TABLES, Column, Table, Type

SOURCE_TYPES: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.TIMESTAMP: pa.string(),
    Type.DATE: pa.string(),
}
TABLE_TYPES: dict[Type, pa.DataType] = {
    **SOURCE_TYPES,
    Type.TIMESTAMP: pa.float64(),
    Type.DATE: pa.date32(),
    Type.MOMENT: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class Shape:
    """A node of the declared record: a struct with ``fields``, a list with ``item``, or a value of ``type``."""

    path: str
    fields: dict[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    type: Type | None = None

    @cached_property
    def arrow(self) -> pa.DataType:
        """The exact Arrow type of the node."""
        if self.item is not None:
            return pa.list_(self.item.arrow)
        if self.type is not None:
            return SOURCE_TYPES[self.type]
        return pa.struct([(name, shape.arrow) for name, shape in self.fields.items()])


def _leaves() -> dict[str, Type]:
    return {
        path: column.type
        for table in SOURCE_TABLES
        for column in table.columns
        if (path := table.source_path(column)) is not None
    }


def _build(path: str, leaves: dict[str, Type]) -> Shape:
    if list(leaves) == [""]:
        return Shape(path, type=leaves[""])
    if all(rest.startswith("[]") for rest in leaves):
        inner = {rest[2:].removeprefix("."): type_ for rest, type_ in leaves.items()}
        return Shape(path, item=_build(path + "[]", inner))
    fields: dict[str, dict[str, Type]] = {}
    for rest, type_ in leaves.items():
        name = rest.split(".")[0].split("[]")[0]
        fields.setdefault(name, {})[rest[len(name) :].removeprefix(".")] = type_
    return Shape(path, {name: _build(f"{path}.{name}".lstrip("."), fields[name]) for name in sorted(fields)})


@cache
def record_shape() -> Shape:
    """The declared shape of a source record, keys in alphabetical order at every level."""
    return _build("", _leaves())


@cache
def record_type() -> pa.StructType:
    """The Arrow type of a canonical source record: a struct of 62 leaf columns."""
    return record_shape().arrow


def column_field(column: Column) -> pa.Field:
    """The Arrow field of a column, its description and unit in the field's metadata."""
    metadata = {"description": column.doc} | ({"unit": column.unit} if column.unit else {})
    return pa.field(column.name, TABLE_TYPES[column.type], column.nullable, metadata)


@cache
def table_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table: explicit nullability, descriptions in the metadata."""
    metadata = {"table": table.name, "description": table.doc, "row": f"one row per {table.row}"}
    return pa.schema([column_field(column) for column in table.all_columns], metadata)
