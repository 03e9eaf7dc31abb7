"""The reference of the command line, from the commands' own help, as Markdown."""

from __future__ import annotations

import click

from warehouse.cli.main import COMMANDS, main

WIDTH = 100


def reference_markdown() -> str:
    """The text of ``docs/command-line.md``."""
    root = click.Context(main, info_name="warehouse", max_content_width=WIDTH, terminal_width=WIDTH)
    parts = [_section("warehouse", main.get_help(root))]
    for name in COMMANDS:
        command = main.get_command(root, name)
        assert command is not None
        context = click.Context(command, root, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH)
        parts.append(_section(f"warehouse {name}", command.get_help(context)))
    head = "# Command line\n\n<!-- Derived from the commands' help by `make derived`; do not edit. -->\n"
    return head + "".join(parts)


def _section(title: str, text: str) -> str:
    return f"\n## {title}\n\n```\n{text}\n```\n"
