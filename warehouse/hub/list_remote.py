"""What is there: the revision resolved to a commit once, and the tree at that commit listed once.

What a server says is not believed: names, sizes and digests become names of files here.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
from huggingface_hub import is_offline_mode

from warehouse.errors import SourceError, WarehouseError
from warehouse.hub.cache import PARTIAL
from warehouse.hub.client import HUB, Hub, answered, ignore, read_bounded, relayed_notes, require_success
from warehouse.hub.http_errors import FAULTS, Subject, explain
from warehouse.hub.listing import Listing, RemoteFile, last_listing
from warehouse.hub.location import Location
from warehouse.source.find import natural_key
from warehouse.text import cell

_FAULTS = (*FAULTS, KeyError, TypeError, RecursionError)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_DIGEST = re.compile(r"[0-9a-f]{64}|git:[0-9a-f]{40}")
# a page of the tree has 1,000 entries in some 300 kB, and the largest repositories some 100,000 files
_LARGEST_ANSWER_BYTES = 2**26
_MOST_ENTRIES = 2_000_000
# room for what the name in the cache has more
_LONGEST_NAME_BYTES = 200
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
    except SourceError as error:
        trouble = error.with_traceback(None)
    except _FAULTS as error:
        trouble = explain(error, subject)
    else:
        if files:
            return Listing(location.repository, location.revision, commit, files, location.path)
        where = f"{subject.page}/tree/{location.revision}"
        trouble = SourceError(f"{location.repository}: no Parquet file fits '{location.path or '*'}': see {where}")
    raise trouble


def _get_commit(url: str, hub: Hub) -> str:
    answer, _ = _ask(f"{url}?expand=sha", hub)
    commit = str(answer["sha"])
    if not _COMMIT.fullmatch(commit):
        raise ValueError(commit)
    return commit


def _list_tree(location: Location, commit: str, hub: Hub) -> Iterator[dict[str, Any]]:
    folder = "/" + quote(location.folder, safe="") if location.folder else ""
    url: str | None = f"{hub.endpoint}/api/datasets/{location.repository}/tree/{commit}{folder}?recursive=true"
    asked, entries = set[str](), 0
    while url is not None:
        # the token goes along with each page
        if url in asked or urlsplit(url)[:2] != urlsplit(hub.endpoint)[:2] or entries > _MOST_ENTRIES:
            raise ValueError(url)
        asked.add(url)
        page, url = _ask(url, hub)
        entries += len(page)
        yield from page


def _ask(url: str, hub: Hub) -> tuple[Any, str | None]:
    """The value that is answered, and the address of the page after it."""
    for attempt in range(hub.tries):
        with suppress(*_RETRIED):
            return _ask_once(url, hub)
        time.sleep(hub.wait_seconds * 2**attempt)
    return _ask_once(url, hub)


def _ask_once(url: str, hub: Hub) -> tuple[Any, str | None]:
    with answered(hub, url, hub.headers()) as response:
        require_success(response)
        body = read_bounded(response, _LARGEST_ANSWER_BYTES)
        return json.loads(body), response.links.get("next", {}).get("url")


def _select(entries: Iterable[dict[str, Any]], location: Location) -> tuple[RemoteFile, ...]:
    files = {}
    for entry in entries:
        if entry["type"] == "file" and location.selects(str(entry["path"])):
            file = _remote_file(entry, location.repository)
            if file.path in files:
                raise SourceError(_refusal(location.repository, file.path, "is listed twice"))
            files[file.path] = file
    return tuple(sorted(files.values(), key=lambda file: natural_key(file.path)))


def _remote_file(entry: dict[str, Any], repository: str) -> RemoteFile:
    lfs, path = entry.get("lfs"), str(entry["path"])
    digest = str(lfs["oid"] if lfs else f"git:{entry['oid']}")
    size = lfs["size"] if lfs else entry["size"]
    if not _is_name(path):
        raise SourceError(_refusal(repository, path, "has a name that is not a valid path"))
    if not _DIGEST.fullmatch(digest) or type(size) is not int or not 0 <= size < 2**63:
        raise SourceError(_refusal(repository, path, "is listed without a valid digest and size"))
    return RemoteFile(path, size, digest)


def _is_name(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "/".join(parts) == path
        and not {"..", "/", PARTIAL} & {*parts}
        and cell(path) == path
        and "\\" not in path
        and all(len(part.encode()) <= _LONGEST_NAME_BYTES for part in parts)
    )


def _refusal(repository: str, path: str, fault: str) -> str:
    shown = cell(path) if len(path) <= _LONGEST_NAME_BYTES else f"{cell(path[:_LONGEST_NAME_BYTES])}..."
    remedy = (
        "check that HF_ENDPOINT is a Hub, choose other files with hf://datasets/OWNER/NAME/FOLDER or tell its owner"
    )
    return f"{repository}/{shown} {fault}: {remedy}"
