"""How the Hub is reached: everything that the Hub's own client takes from the environment, and our patience."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
from huggingface_hub import constants
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # exported lazily
    build_hf_headers,
    http_stream_backoff,
    parse_ratelimit_headers,
)

from warehouse.text import cell

_CLIENT_LOGGER = "huggingface_hub.utils._http"
_QUERY = re.compile(r"\?\S+")
_BUSY = (408, 429, 500, 502, 503, 504)
_LONGEST_PAUSE_SECONDS = 8.0
# twice the window over which the Hub counts requests
LONGEST_WAIT_SECONDS = 600.0


class LongWaitError(Exception):
    """A server asks to wait longer than anybody does; the argument is the seconds."""


@dataclass(frozen=True)
class Hub:
    """The endpoint, the token (None: the one the user is logged in with) and how long to wait for answers.

    ``tries`` counts failures in a row without a new byte; ``wait_seconds`` is the first pause, which then doubles.
    """

    endpoint: str = constants.ENDPOINT
    token: str | bool | None = field(default=None, repr=False)
    timeout_seconds: float = constants.HF_HUB_DOWNLOAD_TIMEOUT
    tries: int = 5
    wait_seconds: float = 1.0

    def headers(self) -> dict[str, str]:
        """The client's headers, authorization included; never to be printed."""
        return build_hf_headers(token=self.token, library_name="finevideo-warehouse", library_version="0")

    def page(self, repository: str) -> str:
        """The address of the dataset's page, where terms are accepted."""
        return f"{self.endpoint}/datasets/{repository}"


HUB = Hub()


@contextmanager
def answered(
    hub: Hub,
    url: str,
    headers: dict[str, str],
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[httpx2.Response]:
    """The answer to a GET, its body still to be read; a busy server is asked again, after the wait that it names.

    The client itself would sit out any wait, and read the body of an error whatever its size.
    Raises LongWaitError, and what the client raises.
    """
    tries = 0
    while True:
        tries += 1
        with http_stream_backoff(
            "GET",
            url,
            headers=headers,
            timeout=hub.timeout_seconds,
            retry_on_exceptions=(),
            retry_on_status_codes=(),
        ) as response:
            if response.status_code not in _BUSY or tries > hub.tries:
                yield response
                return
        seconds = _named_wait(response) or min(hub.wait_seconds * 2 ** (tries - 1), _LONGEST_PAUSE_SECONDS)
        if seconds > LONGEST_WAIT_SECONDS:
            raise LongWaitError(seconds)
        note = (
            f"{response.status_code} from {hub.endpoint}. Waiting {seconds}s before retry [Retry {tries}/{hub.tries}]."
        )
        logging.getLogger(_CLIENT_LOGGER).warning(note)
        pause(seconds)


def require_success(response: httpx2.Response) -> None:
    """Raise HfHubHTTPError for the answer of an error, of which no more than the headers is read."""
    if response.status_code >= 400:
        raise HfHubHTTPError(f"{response.status_code}", response=response)


def read_bounded(response: httpx2.Response, most: int) -> bytes:
    """The body of an answer; ValueError if it is larger than that."""
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > most:
            raise ValueError("the body is too large")
    return bytes(body)


def _named_wait(response: httpx2.Response) -> float | None:
    """The seconds that an answer asks to wait, with one more against rounding."""
    limit = parse_ratelimit_headers(response.headers) if response.status_code == 429 else None
    if limit is not None and limit.remaining == 0:
        return float(limit.reset_in_seconds) + 1
    seconds = response.headers.get("Retry-After", "").strip()
    return float(seconds) + 1 if seconds.isascii() and seconds.isdigit() else None


@contextmanager
def relayed_notes(on_note: Callable[[str], None]) -> Iterator[None]:
    """Within the context, what is said of waits and retries goes to ``on_note`` and not to stderr."""

    def relay(record: logging.LogRecord) -> bool:
        if record.levelno == logging.WARNING:
            on_note(cell(_QUERY.sub("", record.getMessage())))
        return record.levelno != logging.WARNING

    logger = logging.getLogger(_CLIENT_LOGGER)
    logger.addFilter(relay)
    try:
        yield
    finally:
        logger.removeFilter(relay)


def ignore(_: object) -> None:
    """A callback that does nothing."""
