"""What is there: the revision resolved to a commit once, and the tree at that commit listed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import httpx2
from huggingface_hub import hf_raise_for_status, is_offline_mode
from huggingface_hub.utils import http_backoff, paginate  # type: ignore[attr-defined]  # exported lazily

from warehouse.errors import SourceError, WarehouseError
from warehouse.hub.client import HUB, Hub, ignore, relayed_notes
from warehouse.hub.http_errors import FAULTS, Subject, explain
from warehouse.hub.listing import Listing, RemoteFile, last_listing
from warehouse.hub.location import Location
from warehouse.source.find import natural_key

_FAULTS = (*FAULTS, ValueError, KeyError, TypeError)
# a refused connection fails at once: the client's default would try for half a minute
_RETRIED = (httpx2.ReadError, httpx2.ReadTimeout, httpx2.RemoteProtocolError)


def resolve_commit(location: Location, *, hub: Hub = HUB, on_note: Callable[[str], None] = ignore) -> str:
    """The commit that the location's revision is now: one API call. Raises SourceError or AccessError."""
    url = f"{hub.endpoint}/api/datasets/{location.repository}/revision/{quote(location.revision, safe='')}"
    trouble: WarehouseError
    try:
        with relayed_notes(on_note):
            return _get_commit(url, hub)
    except _FAULTS as error:
        trouble = explain(error, Subject(hub, location.repository, location.revision))
    raise trouble


def list_remote(
    location: Location,
    *,
    hub: Hub = HUB,
    cache: Path | None = None,
    on_note: Callable[[str], None] = ignore,
) -> Listing:
    """The shards of ``location``: one call for the commit, one a page of the tree, none a shard; needs no access.

    Under HF_HUB_OFFLINE the listing that the last fetch left in ``cache`` is returned instead.
    Raises SourceError or AccessError.
    """
    if is_offline_mode():
        return last_listing(location, cache)
    commit = resolve_commit(location, hub=hub, on_note=on_note)
    subject = Subject(hub, location.repository, location.revision, location.folder)
    trouble: WarehouseError
    try:
        with relayed_notes(on_note):
            files = _select(_list_tree(location, commit, hub), location)
    except _FAULTS as error:
        trouble = explain(error, subject)
    else:
        if files:
            return Listing(location.repository, location.revision, commit, files, location.path)
        where = f"{subject.page}/tree/{location.revision}"
        trouble = SourceError(f"{location.repository}: no Parquet file fits '{location.path or '*'}': see {where}")
    raise trouble


def _get_commit(url: str, hub: Hub) -> str:
    response = http_backoff(
        "GET",
        url,
        params={"expand": "sha"},
        headers=hub.headers(),
        timeout=hub.timeout_seconds,
        max_retries=hub.tries,
        base_wait_time=hub.wait_seconds,
        retry_on_exceptions=_RETRIED,
    )
    hf_raise_for_status(response)
    return str(response.json()["sha"])


def _list_tree(location: Location, commit: str, hub: Hub) -> Iterable[dict[str, Any]]:
    folder = "/" + quote(location.folder, safe="") if location.folder else ""
    url = f"{hub.endpoint}/api/datasets/{location.repository}/tree/{commit}{folder}"
    return paginate(url, params={"recursive": True}, headers=hub.headers(), timeout=hub.timeout_seconds)


def _select(entries: Iterable[dict[str, Any]], location: Location) -> tuple[RemoteFile, ...]:
    files = [
        _remote_file(entry) for entry in entries if entry["type"] == "file" and location.selects(_safe(entry["path"]))
    ]
    return tuple(sorted(files, key=lambda file: natural_key(file.path)))


def _remote_file(entry: dict[str, Any]) -> RemoteFile:
    lfs = entry.get("lfs")
    digest = lfs["oid"] if lfs else f"git:{entry['oid']}"
    return RemoteFile(entry["path"], int(lfs["size"] if lfs else entry["size"]), digest)


def _safe(path: str) -> str:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(path)
    return path
