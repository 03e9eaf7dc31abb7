"""The group of all commands, and what holds for each of them: errors, Ctrl-C, closed pipes."""

from __future__ import annotations

import ast
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from warehouse.cli.complete import TYPED
from warehouse.cli.importing import ended_by_ctrl_c
from warehouse.cli.terminal import say
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.resources import is_out_of_memory, require_address_space

# each is in the module of its name, in the order in which one needs them
COMMANDS = (
    "ingest",
    "status",
    "tables",
    "describe",
    "check",
    "record",
    "show",
    "sql",
    "query",
    "lineage",
    "search",
    "embed",
    "similar",
    "explore",
    "select",
    "fetch",
    "clips",
    "exports",
    "export",
    "shell",
    "relocate",
    "verify",
)

# what DuckDB makes of Ctrl-C while it runs a statement
_INTERRUPTED = "Query interrupted"


class Commands(click.Group):
    """Commands that are imported when they are called, and whose errors are one sentence."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of the commands, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """The command of a name."""
        if name not in COMMANDS:
            return None
        with ended_by_ctrl_c():
            command: click.Command = getattr(import_module(f"warehouse.cli.{name}"), name)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the first sentences of their docstrings, which are read and not imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(context)])

    def invoke(self, context: click.Context) -> object:
        """Run a command; an error of the warehouse is printed, and the exit code is 1."""
        try:
            require_address_space()
            done = super().invoke(context)
            if sys.stdout.writable():
                sys.stdout.flush()
            return done
        except WarehouseError as error:
            say(f"Error: {error}")
            context.exit(1)
        except (KeyboardInterrupt, RuntimeError) as error:
            if not (isinstance(error, KeyboardInterrupt) or str(error) == _INTERRUPTED):
                raise
            say("Stopped; what was there before is untouched.")
            context.exit(130)
        except BrokenPipeError:
            _discard_output()
            context.exit(0)

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line; an output that cannot be written is one sentence, too, and so is a lack of memory."""
        _hold_standard_streams()
        if sys.stdout is None:  # it was closed: writing to it shall be an error of the system, as with any other
            sys.stdout = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process runs
        try:
            return super().main(*arguments, **options)
        except Exception as error:
            if is_out_of_memory(error):
                told = "Memory, or what is allowed of it, does not suffice: free or allow more, and run again."
            elif isinstance(error, OSError):
                where, why = error.filename or "The output", error.strerror or error
                told = f"{where} cannot be read or written ({why}): free or allow it, and run again."
            else:
                raise
            _discard_output()
            say(f"Error: {told}")
            sys.exit(1)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; what follows it is kept for the completion, which sees no half-typed option."""
        found = super().resolve_command(context, args)
        context.meta[TYPED] = list(found[2])
        return found

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, none of which may have bytes that are not UTF-8: no engine would take them."""
        for argument in args:
            if any("\ud800" <= character <= "\udfff" for character in argument):
                raise click.UsageError(f"The argument {argument!r} is not valid UTF-8.")
        return super().parse_args(context, args)


def _hold_standard_streams() -> None:
    """Let no file that is opened get the number of a standard stream that was closed: engines use those by number."""
    while (opened := os.open(os.devnull, os.O_RDONLY)) <= 2:
        pass
    os.close(opened)


def _discard_output() -> None:
    """Let what is still to be written to the standard output go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _summary(name: str) -> str:
    """The first sentence of a command's docstring."""
    tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    (command,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return (ast.get_docstring(command) or "").split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".") + "."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    envvar="WAREHOUSE_HOME",
    default="data",
    show_default=True,
    type=click.Path(path_type=Path, readable=False),
    help="The warehouse's folder; also WAREHOUSE_HOME.",
)
@click.version_option(package_name="finevideo-warehouse")
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """A local analytical warehouse for the metadata of the video dataset FineVideo."""
    context.obj = Home.at(home)
