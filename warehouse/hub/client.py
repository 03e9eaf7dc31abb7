"""How the Hub is reached: everything that the Hub's own client takes from the environment, and our patience."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from huggingface_hub import constants
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # exported lazily

_CLIENT_LOGGER = "huggingface_hub.utils._http"
_QUERY = re.compile(r"\?\S+")


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
def relayed_notes(on_note: Callable[[str], None]) -> Iterator[None]:
    """Within the context, what the client says of its waits and retries goes to ``on_note`` and not to stderr."""

    def relay(record: logging.LogRecord) -> bool:
        if record.levelno == logging.WARNING:
            on_note(_QUERY.sub("", record.getMessage()))
        return record.levelno != logging.WARNING

    logger = logging.getLogger(_CLIENT_LOGGER)
    logger.addFilter(relay)
    try:
        yield
    finally:
        logger.removeFilter(relay)


def ignore(_: object) -> None:
    """A callback that does nothing."""
