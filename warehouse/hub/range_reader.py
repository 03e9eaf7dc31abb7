"""Byte ranges of one file of the Hub at one commit, over the session of the Hub's own client.

Busy answers are waited out; a connection that breaks within a body is taken up again where it broke. The signed
address that the Hub redirects to serves all ranges of the file, so that the Hub itself is asked once a shard.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants, hf_hub_url

from warehouse.errors import SourceError
from warehouse.hub.byte_ranges import ByteRange
from warehouse.hub.client import Hub, answered, require_success
from warehouse.hub.http_errors import KEPT, DamagedError, StoppedError
from warehouse.hub.listing import Listing, RemoteFile

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIGNATURE_TRIES = 3
_NO_REFUSALS = {408, 416, 429}


class _SignatureRefusedError(Exception):
    """The storage host does not take the signed address (any more)."""


class RangeReader:
    """Reads ranges of ``file``; ``on_bytes`` hears of every body byte, and a set ``stop`` ends it with StoppedError.

    Not for use by two threads at once.
    """

    def __init__(
        self, hub: Hub, listing: Listing, file: RemoteFile, stop: threading.Event, on_bytes: Callable[[int], None]
    ) -> None:
        self._hub, self._listing, self._file, self._stop, self._on_bytes = hub, listing, file, stop, on_bytes
        self._url = hf_hub_url(
            listing.repository, file.path, repo_type="dataset", revision=listing.commit, endpoint=hub.endpoint
        )
        self._signed_url: str | None = None
        self._keeps_signature, self._refusals = True, 0

    def read(self, wanted: ByteRange, sink: BinaryIO) -> None:
        """Append the bytes of ``wanted`` to ``sink``.

        Raises what the client raises once its tries are used up, SourceError if the server cannot serve ranges,
        DamagedError if the file is not the listed one.
        """
        first, failures = sink.tell(), 0
        while (done := sink.tell() - first) < len(wanted):
            try:
                self._read_once(ByteRange(wanted.start + done, wanted.stop), sink)
            except _SignatureRefusedError:
                continue
            except httpx2.TransportError:
                failures = 1 if sink.tell() - first > done else failures + 1
                if failures >= self._hub.tries:
                    raise
                self._pause(self._hub.wait_seconds * 2 ** (failures - 1))

    def _read_once(self, wanted: ByteRange, sink: BinaryIO) -> None:
        headers = {"Range": f"bytes={wanted.start}-{wanted.stop - 1}", "Accept-Encoding": "identity"}
        if self._signed_url is None:
            headers = {**self._hub.headers(), **headers}
        with answered(self._hub, self._signed_url or self._url, headers, self._pause) as response:
            self._check(response, wanted)
            self._refusals = 0
            self._signed_url = str(response.url) if self._keeps_signature and self._is_storage(response) else None
            self._copy_body(response, len(wanted), sink)

    def _check(self, response: httpx2.Response, wanted: ByteRange) -> None:
        self._check_identity(response)
        status = response.status_code
        if self._is_storage(response) and 400 <= status < 500 and status not in _NO_REFUSALS:
            self._count_refusal()
            raise _SignatureRefusedError
        if status == 416:
            raise DamagedError("it has another size than listed")
        require_success(response)
        if status != 206:
            raise SourceError(self._say("the server ignores byte ranges: set HF_ENDPOINT to one that serves them"))
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise SourceError(self._say("the server compresses byte ranges: set HF_ENDPOINT to one that does not"))
        expected = f"bytes {wanted.start}-{wanted.stop - 1}/{self._file.bytes}"
        if response.headers.get("Content-Range") != expected:
            raise DamagedError("it has another size than listed, or other bytes came than were asked for")

    def _check_identity(self, response: httpx2.Response) -> None:
        # the storage's own ETag may be of any other kind of hash
        for answer in (answer for answer in [*response.history, response] if not self._is_storage(answer)):
            commit = answer.headers.get(constants.HUGGINGFACE_HEADER_X_REPO_COMMIT, self._listing.commit)
            etag = answer.headers.get(constants.HUGGINGFACE_HEADER_X_LINKED_ETAG) or answer.headers.get("ETag")
            digest = (etag or "").removeprefix("W/").strip('"')
            other_digest = _SHA256.fullmatch(digest) and _SHA256.fullmatch(self._file.sha256)
            if commit != self._listing.commit or (other_digest and digest != self._file.sha256):
                raise DamagedError("it is not the listed file any more")

    def _copy_body(self, response: httpx2.Response, length: int, sink: BinaryIO) -> None:
        for block in response.iter_raw():
            if self._stop.is_set():
                raise StoppedError
            length -= len(block)
            if length < 0:
                raise DamagedError("more bytes came than were asked for")
            sink.write(block)
            self._on_bytes(len(block))
        if length:
            raise httpx2.RemoteProtocolError("the body ended early")

    def _is_storage(self, response: httpx2.Response) -> bool:
        return urlsplit(str(response.url)).netloc != urlsplit(self._url).netloc

    def _count_refusal(self) -> None:
        if self._signed_url:
            # it expired, or this storage signs each range by itself
            self._signed_url, self._keeps_signature = None, False
            return
        self._refusals += 1
        if self._refusals >= _SIGNATURE_TRIES:
            remedy = f"set this computer's clock right, then {KEPT}"
            raise SourceError(self._say(f"the storage host refuses the addresses that the Hub signs: {remedy}"))

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise StoppedError

    def _say(self, sentence: str) -> str:
        return f"{self._listing.repository}/{self._file.path}: {sentence}"
