"""How often the readers of edits and of trimming suggestions agree with labels that were set by hand.

``edit_labels.csv`` and ``trimming_labels.csv`` have the labels of every edit and suggestion of the 61 real records, by
video and number; ``docs/quality.md`` has the rules by which they were set, and the scores, which
``FINEVIDEO_RECORDS=... python -m tests.queries.label_scores`` writes there anew.
"""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import warehouse
from tests.conftest import real_folder
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.session import Warehouse

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
# fewer labels than these say little of a class
ENOUGH = 10


@dataclass(frozen=True)
class Reader:
    """A view that reads texts, the view of its words, its classes by hand, and the heading of its scores."""

    heading: str
    view: str
    words: str
    labels: Path


EDITS = Reader("Edits", "edit_techniques", "technique_words", Path(__file__).with_name("edit_labels.csv"))
TRIMMING = Reader("Trimming", "suggestion_reasons", "trimming_words", Path(__file__).with_name("trimming_labels.csv"))


@dataclass(frozen=True)
class Score:
    """How a class was found: labels by hand, rows of the view, and those that are both."""

    labelled: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.labelled if self.labelled else None


def scores(wh: Warehouse, reader: Reader, half: str | None = None) -> dict[str, Score]:
    """The score of each class, of one half of the labels or of both, the most frequent class first."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for *key, class_ in wh.sql(f"SELECT * FROM {reader.view}").rows():
        found[tuple(map(str, key))].add(class_)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with reader.labels.open() as stream:
        for *key, part, labels in list(csv.reader(stream))[1:]:
            by_hand, read = set(labels.split(" + ")), found[tuple(key)]
            for class_ in (by_hand | read) if half in (None, part) else ():
                both = (class_ in by_hand, class_ in read, class_ in by_hand & read)
                counts[class_] = [count + one for count, one in zip(counts[class_], both, strict=True)]
    return {class_: Score(*counts[class_]) for class_ in sorted(counts, key=lambda name: (-counts[name][0], name))}


def lines(wh: Warehouse, reader: Reader) -> Iterator[str]:
    """The table of the scores in Markdown."""
    held_out = scores(wh, reader, "held out")
    yield "| class | n | precision | recall | held out: n | precision | recall |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for class_, score in scores(wh, reader).items():
        half = held_out.get(class_, Score(0, 0, 0))
        rare = " (too rare)" if score.labelled < ENOUGH else ""
        shares = (shown(value) for one in (score, half) for value in (one.labelled, one.precision, one.recall))
        yield f"| {class_}{rare} | {' | '.join(shares)} |"


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def section(wh: Warehouse, reader: Reader) -> str:
    """The scores with the marks between which they stand on the page."""
    return "\n".join((f"<!-- scores: {reader.heading} -->\n", *lines(wh, reader), "\n<!-- end of scores -->"))


def main() -> None:
    """Write the scores of the real records into the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "data")
        ingest(home, str(real_folder()))
        wh = warehouse.open(home.root)
        text = PAGE.read_text()
        for reader in (EDITS, TRIMMING):
            ahead, _, rest = text.partition(f"<!-- scores: {reader.heading} -->")
            text = ahead + section(wh, reader) + rest.partition("<!-- end of scores -->")[2]
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
