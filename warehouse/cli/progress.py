"""A progress bar on the standard error, with rate and time left; none where that is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, Task, TextColumn, TimeRemainingColumn

from warehouse.cli.terminal import say
from warehouse.snapshot import read_ahead
from warehouse.text import size_text

if TYPE_CHECKING:
    from warehouse.hub import FetchProgress

COLUMNS = (
    TextColumn("{task.description}"),
    TextColumn("{task.fields[files]} files"),
    BarColumn(),
    TextColumn("{task.fields[amount]}"),
    TextColumn("{task.fields[rate]}"),
    TimeRemainingColumn(),
)


@dataclass
class Shown:
    """Callbacks that draw how far a run is: first what is fetched, if anything is, then what is built."""

    bar: Progress
    fetched: bool = False

    def fetch(self, progress: FetchProgress) -> None:
        """Draw how far the fetching is; waits and retries are printed on lines of their own."""
        if progress.note:
            say(progress.note)
        self.fetched = True
        done = progress.shards_present + progress.shards_done
        total = max(progress.bytes_expected, progress.bytes_read)
        self._draw(
            "Fetching",
            progress.bytes_read,
            total,
            files=f"{done:,}/{progress.shards_total:,}",
            amount=f"{size_text(progress.bytes_read)} of {size_text(total)}",
            rate=lambda seconds: f"{size_text(progress.bytes_read / seconds)}/s",
        )

    def build(self, progress: read_ahead.Progress) -> None:
        """Draw how far the building is."""
        # of files on the Hub next to nothing is read: their sizes would mislead
        amount = "" if self.fetched else f"{size_text(progress.bytes)} of {size_text(progress.total_bytes)}"
        self._draw(
            "Building",
            progress.bytes,
            progress.total_bytes,
            files=f"{progress.files:,}/{progress.total_files:,}",
            amount=amount,
            rate=lambda seconds: f"{progress.records / seconds:,.0f} records/s",
        )

    def _draw(self, stage: str, done: int, total: int, *, rate: Callable[[float], str], **fields: Any) -> None:
        task = self._task(stage)
        shown = rate(task.elapsed) if task.elapsed else ""
        self.bar.update(task.id, completed=done, total=total, rate=shown, **fields)

    def _task(self, stage: str) -> Task:
        """The bar of a stage; the one of the stage before makes way for it."""
        if self.bar.tasks and self.bar.tasks[-1].description != stage:
            self.bar.remove_task(self.bar.tasks[-1].id)
        if not self.bar.tasks:
            self.bar.add_task(stage, total=None, files="", amount="", rate="")
        return self.bar.tasks[-1]


@contextmanager
def shown_progress() -> Iterator[Shown]:
    """Draw the progress of a run for as long as it lasts."""
    console = Console(stderr=True)
    with Progress(*COLUMNS, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        yield Shown(bar)
