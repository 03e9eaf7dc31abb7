"""A Hub on the loopback interface: the part of the real one's interface that its client uses, and faults on demand.

The Hub proper answers on one port; the bytes come from a second port, behind addresses that are signed and expire.
Every request and every body byte that left the server is recorded.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from .content import Blob, Repository, tree, tree_entry, xet_hash
from .gate import Gate

Host = Literal["hub", "storage"]
Kind = Literal[
    "status", "reset", "stall", "truncate", "corrupt", "ignore_range", "wrong_size", "replaced", "html", "answer"
]
_BLOCK = 64 * 1024
SIGNATURE_SECONDS = 3600


@dataclass
class Fault:
    """Trouble for ``times`` requests (None: all) to ``host`` for files that hold ``path``, after ``skip`` good ones.

    ``after`` is the number of body bytes before a break, or the body position of a corrupted byte. ``answer`` is
    whatever a server may say instead.
    """

    kind: Kind
    host: Host = "storage"
    path: str = ""
    times: int | None = 1
    skip: int = 0
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    after: int = 0
    seconds: float = 60.0
    # of an answer instead of the Hub's: its body, which comes again and again if it is endless
    body: bytes = b""
    endless: bool = False


@dataclass
class Request:
    """A request as the server saw it; ``range`` is what was asked for, ``sent`` the body bytes that left."""

    host: Host
    method: str
    path: str
    file: str
    range: tuple[int, int] | None
    authorization: str | None
    started: float
    status: int = 0
    sent: int = 0
    ended: bool = False

    @property
    def served(self) -> tuple[int, int]:
        """The byte positions of the file that were sent."""
        start = self.range[0] if self.range and self.status == 206 else 0
        return start, start + self.sent


class LoopbackHub:
    """Repositories on two ports; ``tokens`` maps each valid token to the gated repositories that it may read."""

    def __init__(self, *, page_size: int = 1000, latency_seconds: float = 0.0) -> None:
        self.repositories: dict[str, Repository] = {}
        self.tokens: dict[str, set[str]] = {}
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.gates: list[Gate] = []
        self.page_size, self.latency_seconds = page_size, latency_seconds
        self.clock_ahead_seconds, self.signs_ranges = 0.0, False
        self.blobs: dict[str, tuple[str, Blob]] = {}
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._hub, self._storage = _serve(self, _HubHandler), _serve(self, _StorageHandler)
        self.endpoint = f"http://127.0.0.1:{self._hub.server_port}"
        self.storage = f"http://127.0.0.1:{self._storage.server_port}"

    def publish(
        self, repository: str, folder: Path, revision: str = "main", *, gated: bool = False, lfs: bool = True
    ) -> str:
        """Make the files of ``folder`` the content of ``revision``; returns the commit. Leave the files as they are."""
        content = self.repositories.setdefault(repository, Repository())
        content.gated = gated
        commit = content.publish(folder, revision, lfs=lfs)
        for path, blob in content.commits[commit].items():
            self.blobs[blob.sha256] = (path, blob)
        return commit

    def trouble(self, kind: Kind, **details: Any) -> None:
        """Add a Fault."""
        self.faults.append(Fault(kind, **details))

    @contextlib.contextmanager
    def held(self, host: Host | None = None, path: str = "", skip: int = 0) -> Iterator[Gate]:
        """Within the context, requests wait at the gate."""
        gate = Gate(host, path, skip)
        self.gates.append(gate)
        try:
            yield gate
        finally:
            self.gates.remove(gate)
            gate.open()

    def take_fault(self, host: Host, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.host != host or fault.path not in path or fault.times == 0:
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    def record(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def of(self, host: Host, file: str = "") -> list[Request]:
        """The recorded requests to ``host`` for paths that hold ``file``."""
        return [request for request in self.requests if request.host == host and file in request.file]

    @property
    def sent(self) -> int:
        """All body bytes of the storage host."""
        return sum(request.sent for request in self.of("storage"))

    def now(self) -> float:
        """The time by the server's clock, which a test can put forward."""
        return time.time() + self.clock_ahead_seconds

    def sign(self, blob: Blob, span: str | None) -> str:
        """The address of the bytes: valid for an hour and, if ``signs_ranges``, for this range alone."""
        expires = f"{self.now() + SIGNATURE_SECONDS:.3f}"
        query = f"Expires={expires}&Signature={self.signature(blob.sha256, expires, span)}"
        return f"{self.storage}/{blob.sha256}?{query}"

    def signature(self, sha256: str, expires: str, span: str | None) -> str:
        bound = span if self.signs_ranges else ""
        return hashlib.sha256(f"secret {sha256} {expires} {bound}".encode()).hexdigest()

    def close(self) -> None:
        self.closing.set()
        for server in (self._hub, self._storage):
            server.shutdown()
            server.server_close()


@contextlib.contextmanager
def running(**options: Any) -> Iterator[LoopbackHub]:
    """A loopback Hub that is closed at the end."""
    hub = LoopbackHub(**options)
    try:
        yield hub
    finally:
        hub.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    hub: LoopbackHub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


def _serve(hub: LoopbackHub, handler: type[BaseHTTPRequestHandler]) -> _Server:
    server = _Server(("127.0.0.1", 0), handler)
    server.hub = hub
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def _parse_range(headers: Message, size: int) -> tuple[int, int] | None:
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", headers.get("Range") or "")
    if match is None:
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size
    return int(match[1]), min(size, int(match[2]) + 1 if match[2] else size)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    host: Host
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def handle_one_request(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle_one_request()

    def do_GET(self) -> None:
        self.hub = self.server.hub
        self.seen = Request(
            self.host,
            self.command,
            self.path,
            "",
            None,
            self.headers.get("Authorization"),
            time.monotonic(),
        )
        self.hub.record(self.seen)
        name = self.name_of(urlsplit(self.path).path)
        self.fault = self.hub.take_fault(self.host, name)
        for gate in tuple(self.hub.gates):
            gate.pass_through(self.host, name)
        if self.hub.latency_seconds:
            time.sleep(self.hub.latency_seconds)
        try:
            if not self.fail_at_once():
                self.answer()
        finally:
            self.seen.ended = True

    do_HEAD = do_GET  # noqa: N815 -- the base class's names
    do_POST = do_GET  # noqa: N815

    def name_of(self, path: str) -> str:
        return unquote(path)

    def answer(self) -> None:
        raise NotImplementedError

    def fail_at_once(self) -> bool:
        match self.fault:
            case Fault(kind="status", status=status, headers=headers):
                self.refuse(status, headers.get("X-Error-Code", ""), "Trouble", **headers)
            case Fault(kind="reset", after=0):
                self.reset()
            case Fault(kind="stall", after=0, seconds=seconds):
                self.hub.closing.wait(seconds)
                self.close_connection = True
            case Fault(kind="html"):
                self.reply(200, {"Content-Type": "text/html"}, b"<html>Please log in to this network</html>")
            case Fault(kind="answer", status=status, headers=headers, body=body, endless=endless):
                self.start(status, headers if endless else {"Content-Length": str(len(body)), **headers})
                self.wfile.write(body)
                while endless:
                    self.seen.sent += self.wfile.write(body)
                self.close_connection = "Content-Length" in headers or endless
            case _:
                return False
        return True

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def reply(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.start(status, {"Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def start(self, status: int, headers: dict[str, str]) -> None:
        self.seen.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def refuse(self, status: int, code: str, message: str, **headers: str) -> None:
        named = {"X-Error-Code": code} if code else {}
        body = json.dumps({"error": message}).encode()
        self.reply(status, {"Content-Type": "application/json", **named, "X-Error-Message": message, **headers}, body)

    def send_file(self, path: str, blob: Blob, headers: dict[str, str]) -> None:
        """The bytes of ``blob``, the asked range of it, or what the fault makes of it."""
        self.seen.file = path
        self.seen.range = span = _parse_range(self.headers, blob.size)
        kind = self.fault.kind if self.fault else None
        if span is not None and span[0] >= blob.size:
            return self.refuse(416, "", "Range not satisfiable", **{"Content-Range": f"bytes */{blob.size}"})
        start, stop = (0, blob.size) if span is None or kind == "ignore_range" else span
        total = blob.size + (kind == "wrong_size")
        partial = span is not None and kind != "ignore_range"
        found = {"Content-Range": f"bytes {start}-{stop - 1}/{total}"} if partial else {}
        self.start(206 if partial else 200, {"Content-Length": str(stop - start), **found, **headers})
        if self.command != "HEAD":
            self.send_bytes(blob, start, stop)
        return None

    def send_bytes(self, blob: Blob, start: int, stop: int) -> None:
        fault = self.fault or Fault("status")
        breaks = fault.kind in {"truncate", "reset", "stall"}
        end = min(stop, start + fault.after) if breaks else stop
        with blob.file.open("rb") as file:
            file.seek(start)
            while (position := start + self.seen.sent) < end:
                block = bytearray(file.read(min(_BLOCK, end - position)))
                if fault.kind == "corrupt" and 0 <= (at := start + fault.after - position) < len(block):
                    block[at] ^= 0xFF
                # counted first: once the client has it, a test may ask
                self.seen.sent += len(block)
                self.wfile.write(block)
        if breaks:
            self.break_off(fault)

    def break_off(self, fault: Fault) -> None:
        if fault.kind == "stall":
            self.hub.closing.wait(fault.seconds)
        if fault.kind == "reset":
            self.reset()
        self.close_connection = True


class _StorageHandler(_Handler):
    host = "storage"

    def name_of(self, path: str) -> str:
        return self.hub.blobs.get(path.lstrip("/"), ("",))[0]

    def answer(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        sha256, expires = url.path.lstrip("/"), query.get("Expires", "0")
        if self.seen.authorization:
            return self.refuse(400, "", "Only one auth mechanism allowed")
        signature = self.hub.signature(sha256, expires, self.headers.get("Range"))
        if query.get("Signature") != signature or self.hub.now() > float(expires):
            return self.refuse(403, "", "Request has expired")
        return self.send_file(*self.hub.blobs[sha256], {"ETag": f'"{xet_hash(sha256)}"'})


class _HubHandler(_Handler):
    host = "hub"
    routes = (
        (re.compile(r"/api/(?:datasets|models)/([^/]+/[^/]+)/tree/([^/]+)(?:/(.*))?"), "answer_tree"),
        (re.compile(r"/api/(?:datasets|models)/([^/]+/[^/]+)/paths-info/([^/]+)"), "answer_paths_info"),
        (re.compile(r"/api/(?:datasets|models)/([^/]+/[^/]+)(?:/revision/([^/]+))?"), "answer_info"),
        (re.compile(r"/(?:datasets/)?([^/]+/[^/]+)/resolve/([^/]+)/(.+)"), "answer_resolve"),
    )

    def answer(self) -> None:
        for pattern, name in self.routes:
            if match := pattern.fullmatch(urlsplit(self.path).path):
                groups = [unquote(group or "") for group in match.groups()]
                return self.answer_repository(name, groups[0], groups[1] or "main", *groups[2:])
        return self.refuse(404, "", "Not found")

    def answer_repository(self, name: str, repository: str, revision: str, *rest: str) -> None:
        token = (self.seen.authorization or "").removeprefix("Bearer ")
        if token and token not in self.hub.tokens:
            return self.refuse(401, "", "Invalid credentials in Authorization header")
        content = self.hub.repositories.get(repository)
        if content is None:
            return self.refuse(404 if token else 401, "RepoNotFound", "Repository not found")
        commit = content.resolve(revision)
        if commit is None:
            return self.refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if name == "answer_resolve" and content.gated and repository not in self.hub.tokens.get(token, ()):
            return self.refuse(403 if token else 401, "GatedRepo", f"Access to dataset {repository} is restricted.")
        answer = getattr(self, name)
        return answer(repository, commit, content.commits[commit], *rest)  # type: ignore[no-any-return]

    def reply_json(self, value: Any, **headers: str) -> None:
        limits = {"RateLimit": '"api";r=499;t=300', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}
        self.reply(200, {"Content-Type": "application/json", **limits, **headers}, json.dumps(value).encode())

    def answer_info(self, repository: str, commit: str, blobs: dict[str, Blob]) -> None:
        siblings = [{"rfilename": path} for path in blobs]
        self.reply_json({"_id": "0", "id": repository, "sha": commit, "siblings": siblings, "tags": []})

    def answer_tree(self, repository: str, commit: str, blobs: dict[str, Blob], folder: str) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        entries = tree(blobs, folder, recursive=query.get("recursive", "").lower() == "true")
        if not entries:
            return self.refuse(404, "EntryNotFound", f"{folder} does not exist")
        first = int(query.get("cursor", 0))
        page, rest = entries[first : first + self.hub.page_size], entries[first + self.hub.page_size :]
        url = f"{self.hub.endpoint}/api/datasets/{repository}/tree/{commit}/{quote(folder, safe='')}".rstrip("/")
        link = {"Link": f'<{url}?recursive=true&cursor={first + self.hub.page_size}>; rel="next"'} if rest else {}
        return self.reply_json(page, **link)

    def answer_paths_info(self, _: str, __: str, blobs: dict[str, Blob]) -> None:
        form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        self.reply_json([tree_entry(path, blobs[path]) for path in form.get("paths", []) if path in blobs])

    def answer_resolve(self, _: str, commit: str, blobs: dict[str, Blob], path: str) -> None:
        self.seen.file = path
        if path not in blobs:
            return self.refuse(404, "EntryNotFound", f"{path} does not exist")
        blob = blobs[path]
        if not blob.is_lfs:
            return self.send_file(path, blob, {"ETag": f'"{blob.oid}"', "X-Repo-Commit": commit})
        self.seen.range = _parse_range(self.headers, blob.size)
        digest = "0" * 64 if self.fault and self.fault.kind == "replaced" else blob.sha256
        headers = {
            "Location": self.hub.sign(blob, self.headers.get("Range")),
            "X-Repo-Commit": commit,
            "X-Linked-Size": str(blob.size),
            "X-Linked-ETag": f'"{digest}"',
            "Accept-Ranges": "bytes",
        }
        return self.reply(302, headers, b"Found. Redirecting")
