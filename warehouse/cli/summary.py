"""What a run did, printed on the standard error."""

from __future__ import annotations

from warehouse.cli.terminal import say
from warehouse.model.issues import DRIFT
from warehouse.snapshot.manifest import Manifest

SHOWN_ISSUES = 10


def print_summary(manifest: Manifest) -> None:
    """Report what a new snapshot holds, what has drifted and what was left out."""
    rows, rate = manifest.rows, manifest.rows["videos"] / max(manifest.seconds, 1e-3)
    kind = " (synthetic sample)" if manifest.synthetic else " (PARTIAL: not all files)" if manifest.partial else ""
    say(
        f"Snapshot {manifest.snapshot}: {rows['videos']:,} videos{kind}, {sum(rows.values()):,} rows in "
        f"{len(rows)} tables, from {manifest.files:,} file(s) in {manifest.seconds:.1f} s ({rate:,.0f} videos/s)."
    )
    _print_changes(manifest)
    if rows["rejected_records"]:
        say(f"{rows['rejected_records']:,} record(s) could not be loaded: see the table rejected_records.")
    for name, reason in manifest.skipped.items():
        say(f"Skipped {name}: {reason}")
    _print_issues(manifest)


def _print_changes(manifest: Manifest) -> None:
    if manifest.changes is None:
        return
    changes = manifest.changes
    see = " (see `warehouse status --removed`)" if changes.removed else ""
    say(
        f"Since {changes.since}: {changes.added:,} video(s) added, {changes.changed:,} changed, "
        f"{len(changes.removed):,} removed{see}."
    )


def _print_issues(manifest: Manifest) -> None:
    drift = {kind.value for kind in DRIFT}
    counts = sorted(manifest.issues, key=lambda issue: (issue.kind not in drift, -issue.count, issue.path))
    for issue in counts[:SHOWN_ISSUES]:
        what = "Drift" if issue.kind in drift else "Issue"
        say(f"{what}: {issue.kind} at {issue.path or 'a whole file'}, {issue.count:,} time(s).")
    if len(counts) > SHOWN_ISSUES:
        say(f"... and at {len(counts) - SHOWN_ISSUES} more places: see the table ingest_issues.")
