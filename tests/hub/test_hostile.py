"""A Hub that means harm, or a server that is none: what it says is not believed, and becomes one sentence."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from warehouse.errors import SourceError, WarehouseError
from warehouse.hub import Hub, fetch, list_remote, parse_location

from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub

LOCATION = parse_location(SPEC)
SHA256 = "a" * 64
ESCAPES = "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\r\n"
TOKEN = "hf_abcdefghijklmnopqrstuvwxyz"


def told(hub: Hub, cache: Path | None = None) -> str:
    """The one printable sentence in which a listing, or the fetch after it, ends."""
    with pytest.raises(WarehouseError) as caught:
        fetch(list_remote(LOCATION, hub=hub), cache or Path("none"), hub=hub)
    message = str(caught.value)
    assert message.isprintable(), message
    assert TOKEN not in message
    return message


def entry(path: str, oid: Any = SHA256, size: Any = 1000) -> dict[str, Any]:
    return {"type": "file", "path": path, "oid": "0" * 40, "size": size, "lfs": {"oid": oid, "size": size}}


def list_instead(loopback_hub: LoopbackHub, *entries: dict[str, Any]) -> None:
    loopback_hub.trouble("answer", host="hub", path="/tree/", status=200, body=json.dumps(entries).encode(), times=None)


NAMES = [
    *("../../x.parquet", "data/../../x.parquet", "..", "/etc/x.parquet", "//host/x.parquet", "./x.parquet"),
    *("a\x00.parquet", "a\n.parquet", f"{ESCAPES}.parquet", "\u202ex.parquet", "\ud800.parquet", "a\\..\\x.parquet"),
    *("x" * 300 + ".parquet", "y" * 300 + "/x.parquet", ".partial/x.parquet", "a/./x.parquet", "x\x7f.parquet"),
    *("a//x.parquet", "../.parquet"),
]  # fmt: skip


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_that_are_no_paths(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    list_instead(loopback_hub, entry("data/good.parquet"), entry(name))
    if name == "..":  # not Parquet by its name, so that nobody reads it
        assert [file.path for file in list_remote(LOCATION, hub=hub).files] == ["data/good.parquet"]
        return
    message = told(hub, tmp_path / "cache")
    assert "has a name that is not a valid path" in message
    assert len(message) < 800
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    ("oid", "size"),
    [
        *((oid, 1000) for oid in ("../../../../evil", "", "A" * 64, "a" * 63, None, 7, f"{SHA256}\n", ["a"], ESCAPES)),
        *((SHA256, size) for size in (-1, 2**63, 1.5, "12", None, True, [1], 1e300)),
    ],
)
def test_digests_and_sizes_that_are_none(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, oid: Any, size: Any
) -> None:
    list_instead(loopback_hub, entry("data/x.parquet", oid, size))
    assert "data/x.parquet is listed without a valid digest and size" in told(hub, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("source")
def test_a_name_that_is_listed_twice(loopback_hub: LoopbackHub, hub: Hub) -> None:
    list_instead(loopback_hub, entry("x.parquet"), entry("x.parquet", "b" * 64))
    assert "x.parquet is listed twice" in told(hub)


@pytest.mark.slow
def test_names_that_differ_by_case_are_two_files(
    loopback_hub: LoopbackHub, hub: Hub, source: Path, tmp_path: Path
) -> None:
    first, second, *others = sorted((source / "data").iterdir())
    first.rename(first.with_name("Shard.parquet"))
    second.rename(second.with_name("shard.parquet"))
    loopback_hub.publish(REPOSITORY, source)
    shards = fetch(list_remote(LOCATION, hub=hub), tmp_path / "cache", hub=hub)
    assert len(shards) == len({str(shard.path).lower() for shard in shards}) == 2 + len(others)


REVISIONS: dict[str, Any] = {
    "a path": {"sha": "../../x"},
    "escapes": {"sha": ESCAPES},
    "no commit": {"sha": None},
    "no text": {"sha": ["a"]},
    "a list": [],
    "a number": 7,
    "nothing": None,
}
BODIES = {
    "empty": b"",
    "cut": b'{"sha": "',
    "no JSON": b"\x1b[2J<html>",
    "no UTF-8": b'{"sha": "\xff\xfe"}',
    "nested": b"[" * 200_000,
    "other encoding": '{"sha": "x"}'.encode("utf-16"),
}


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("name", [*REVISIONS, *BODIES])
def test_answers_that_are_none(loopback_hub: LoopbackHub, hub: Hub, name: str) -> None:
    body = BODIES[name] if name in BODIES else json.dumps(REVISIONS[name]).encode()
    loopback_hub.trouble("answer", host="hub", path="/revision/", status=200, body=body)
    assert "the answer is not the Hub's" in told(hub)


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    "body", [b"{}", b"[7]", b'[{"type": "file"}]', b'[{"path": "x"}]', b'[{"type": "file", "path": 7}]', b"7", b'["x"]']
)
def test_listings_that_are_none(loopback_hub: LoopbackHub, hub: Hub, body: bytes) -> None:
    loopback_hub.trouble("answer", host="hub", path="/tree/", status=200, body=body)
    assert REPOSITORY in told(hub)


@pytest.mark.slow
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("where", ["/revision/", "/tree/", "/resolve/"])
@pytest.mark.parametrize("to", ["file:///etc/passwd", "circle", "gopher://127.0.0.1/", "http://", "//", "javascript:1"])
def test_redirects_to_nowhere(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, where: str, to: str) -> None:
    circle = f"{loopback_hub.endpoint}/api/datasets/{REPOSITORY}{where}main"
    headers = {"Location": circle if to == "circle" else to}
    loopback_hub.trouble("answer", host="hub", path=where, status=302, headers=headers, times=None)
    assert REPOSITORY in told(hub, tmp_path / "cache")


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("where", ["/revision/", "/tree/", "/resolve/"])
def test_the_token_does_not_go_along_to_another_host(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, where: str
) -> None:
    loopback_hub.tokens[TOKEN] = {REPOSITORY}
    headers = {"Location": f"{loopback_hub.storage}/elsewhere"}
    loopback_hub.trouble("answer", host="hub", path=where, status=302, headers=headers, times=None)
    assert told(replace(hub, token=TOKEN), tmp_path / "cache")
    assert next(request.authorization for request in loopback_hub.of("hub") if where in request.path)
    asked = loopback_hub.of("storage")
    assert asked
    assert {request.authorization for request in asked} == {None}


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    "next_page", ["{storage}/next", "{hub}", "file:///etc/passwd", "/relative", "http://user@{host}/x"]
)
def test_pages_that_lead_elsewhere_or_in_circles(loopback_hub: LoopbackHub, hub: Hub, next_page: str) -> None:
    loopback_hub.tokens[TOKEN] = {REPOSITORY}
    commit = loopback_hub.repositories[REPOSITORY].revisions["main"]
    tree = f"{loopback_hub.endpoint}/api/datasets/{REPOSITORY}/tree/{commit}?recursive=true"
    host = loopback_hub.endpoint.removeprefix("http://")
    link = next_page.format(storage=loopback_hub.storage, hub=tree, host=host)
    headers = {"Link": f'<{link}>; rel="next"'}
    loopback_hub.trouble("answer", host="hub", path="/tree/", status=200, body=b"[]", headers=headers, times=None)
    assert "the answer is not the Hub's (ValueError)" in told(replace(hub, token=TOKEN))
    assert loopback_hub.of("storage") == []


@pytest.mark.slow
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("where", ["/revision/", "/tree/", "/resolve/"])
@pytest.mark.parametrize("status", [200, 404, 500])
def test_bodies_that_never_end(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, where: str, status: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    body = {"body": b" " * 65_536, "endless": True}
    loopback_hub.trouble("answer", host="hub", path=where, status=status, times=None, **body)
    assert REPOSITORY in told(hub, tmp_path / "cache")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


@pytest.mark.slow
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("length", ["0", "1", "99999999", "-1", "x", "9" * 30])
@pytest.mark.parametrize("where", ["/revision/", "/tree/", "/resolve/"])
def test_lengths_that_are_wrong(loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, where: str, length: str) -> None:
    headers = {"Content-Length": length}
    loopback_hub.trouble("answer", host="hub", path=where, status=200, body=b"[]", headers=headers, times=None)
    assert REPOSITORY in told(hub, tmp_path / "cache")


@pytest.mark.slow
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("where", ["/revision/", "/tree/", "/resolve/"])
@pytest.mark.parametrize("seconds", ["1000000000", "9" * 400])
def test_waits_that_nobody_sits_out(
    loopback_hub: LoopbackHub, hub: Hub, tmp_path: Path, where: str, status: int, seconds: str
) -> None:
    headers = {"Retry-After": seconds}
    loopback_hub.trouble("answer", host="hub", path=where, status=status, headers=headers, times=None)
    message = told(hub, tmp_path / "cache")
    assert "asks to wait" in message if len(seconds) < 20 else REPOSITORY in message


@pytest.mark.slow
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 500])
def test_error_pages_with_escapes(loopback_hub: LoopbackHub, hub: Hub, status: int) -> None:
    notes: list[str] = []
    written = ESCAPES.strip().encode().decode("latin-1")
    headers = dict.fromkeys(("X-Error-Message", "X-HF-Warning", "X-Request-Id", "X-Error-Code", "Retry-After"), written)
    loopback_hub.trouble(
        "answer", host="hub", path="/revision/", status=status, headers=headers, body=ESCAPES.encode(), times=None
    )
    with pytest.raises(WarehouseError) as caught:
        list_remote(LOCATION, hub=hub, on_note=notes.append)
    assert str(caught.value).isprintable()
    assert "owned" not in str(caught.value) + "".join(notes)
    assert all(note.isprintable() for note in notes)


def test_an_endpoint_that_is_none() -> None:
    for endpoint in ("file:///etc", "nowhere", "ftp://127.0.0.1", "http://", "https://[::1"):
        with pytest.raises(SourceError):
            list_remote(LOCATION, hub=Hub(endpoint, token=False, timeout_seconds=5, tries=1))
