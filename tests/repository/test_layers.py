"""Imports between the stages run downwards only, and a name means one thing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PACKAGE = TOP / "warehouse"

# from the ground up: a stage imports only from the lines above its own
STAGES = (
    ("errors", "text", "quoting"),
    ("model", "file_system", "resources"),
    ("home",),
    ("source", "queries"),
    ("hub", "normalize"),
    ("snapshot",),
    ("catalog", "search"),
    ("export", "fetch", "meaning"),
    ("ingest", "session", "verify"),
    ("show", "spark"),
    ("explore",),
    ("cli",),
)
LEVEL = {stage: level for level, stages in enumerate(STAGES) for stage in stages}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in LEVEL)


def stage_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """The modules of the warehouse that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.ImportFrom(module=str(module), level=0, names=names) if module.split(".")[0] == "warehouse":
                yield from (f"{module}.{name.name}" for name in names)
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.startswith("warehouse."))
            case ast.ImportFrom(level=level) if level:
                yield f"warehouse.{stage_of(path)}"


def upward_imports() -> Iterator[str]:
    for path in MODULES:
        here = stage_of(path)
        for module in imported(path):
            there = module.split(".")[1]
            if there != here and there in LEVEL and LEVEL[there] >= LEVEL[here]:
                yield f"{path.relative_to(TOP)} ({here}) imports {module} ({there}), which does not stand below it."


def test_no_import_runs_upwards() -> None:
    found = list(upward_imports())
    assert not found, "\n".join(found)


def test_every_module_stands_in_a_stage() -> None:
    doors = {"__init__", "__main__"}
    loose = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert loose - doors <= set(LEVEL)


def test_the_architecture_names_every_stage_and_only_files_that_are_there() -> None:
    page = (TOP / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`(warehouse/[\w/]+\.py)`", page))
    assert not {name for name in named if not (TOP / name).is_file()}
    assert not {stage for stage in LEVEL if not re.search(rf"^\|.*`{stage}`", page, re.MULTILINE)}


def dotted(path: Path) -> str:
    name = ".".join(path.relative_to(TOP).with_suffix("").parts)
    return name.removesuffix(".__init__")


def test_no_circle() -> None:
    names = {dotted(path) for path in PACKAGE.rglob("*.py")}
    arrows = {
        dotted(path): {
            found for module in imported(path) if (found := _module(module, names)) and found != dotted(path)
        }
        for path in PACKAGE.rglob("*.py")
    }
    while leaves := {name for name, targets in arrows.items() if not targets}:
        arrows = {name: targets - leaves for name, targets in arrows.items() if name not in leaves}
    assert not arrows, f"These modules import each other in a circle: {', '.join(sorted(arrows))}."


def _module(name: str, names: set[str]) -> str | None:
    """The module that is meant: what is imported may be a name in it."""
    return name if name in names else parent if (parent := name.rpartition(".")[0]) in names else None


# a command's module has the command's name; the stage below has the same word for what the command shows
def names_of_modules() -> list[str]:
    return [path.stem for path in MODULES if stage_of(path) != "cli" and not path.stem.startswith("__")]


def classes() -> list[str]:
    return [
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    ]


@pytest.mark.parametrize("names", [names_of_modules, classes])
def test_a_name_means_one_thing(names: object) -> None:
    assert callable(names)
    assert not {name for name, count in Counter(names()).items() if count > 1}
