"""What went wrong, in one sentence that says what to do; no text of a server or client is repeated."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
from huggingface_hub.errors import (
    DeviceCodeError,
    HfHubHTTPError,
    LocalTokenNotFoundError,
    OfflineModeIsEnabled,
    OIDCError,
)

from warehouse.errors import AccessError, SourceError, WarehouseError
from warehouse.hub.client import Hub, LongWaitError
from warehouse.hub.environment import explain_environment, proxy_variable

LOG_IN = "log in with `hf auth login` or set HF_TOKEN"
# ImportError: the client asks for a package once the environment names a SOCKS proxy
FAULTS = (
    *(httpx2.HTTPError, httpx2.InvalidURL, OSError, OIDCError, DeviceCodeError, ImportError),
    *(LongWaitError, ValueError, OverflowError),  # numbers in headers that no number can be
)
_LOGIN_FAULTS = (OIDCError, DeviceCodeError, LocalTokenNotFoundError)
KEPT = "run again (what was read is kept)"


@dataclass(frozen=True)
class Subject:
    """What was asked for when the trouble came."""

    hub: Hub
    repository: str
    revision: str
    path: str = ""

    @property
    def page(self) -> str:
        """The address of the dataset's page."""
        return self.hub.page(self.repository)

    def __str__(self) -> str:
        return f"{self.repository}/{self.path}" if self.path else self.repository


class DamagedError(Exception):
    """Bytes that are not what the listing or Parquet promises; read once more before it is reported."""


class StoppedError(Exception):
    """The run was asked to stop."""


def explain(error: Exception, subject: Subject) -> WarehouseError:
    """The error to raise in place of ``error``, which came from the Hub's client or from below it."""
    if isinstance(error, HfHubHTTPError):
        return _explain_answer(error.response, subject)
    if isinstance(error, OfflineModeIsEnabled):
        return SourceError(f"{subject}: HF_HUB_OFFLINE is set, so it cannot be read: unset it and run again")
    if isinstance(error, _LOGIN_FAULTS):
        return AccessError(f"{subject.repository}: the login cannot be used ({type(error).__name__}): {LOG_IN} again")
    if isinstance(error, httpx2.LocalProtocolError | UnicodeEncodeError):
        return AccessError(
            f"{subject.repository}: the token has characters that are not allowed in one: {LOG_IN} again"
        )
    if isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.UnsupportedProtocol):
        return SourceError(_explain_transport(error, subject))
    return SourceError(f"{subject}: {explain_environment() or _explain_other(error, subject)}")


def _explain_other(error: Exception, subject: Subject) -> str:
    if isinstance(error, LongWaitError):
        return f"{subject.hub.endpoint} asks to wait {error.args[0]:.0f} s: {KEPT} after that"
    if isinstance(error, OSError) and error.errno is not None:
        return f"cannot be stored ({error.strerror}): free or allow disk space, then {KEPT}"
    reason = f"the answer is not the Hub's ({type(error).__name__})"
    return f"{reason}: check that HF_ENDPOINT ({subject.hub.endpoint}) is a Hub"


def _explain_transport(error: httpx2.TransportError, subject: Subject) -> str:
    endpoint = subject.hub.endpoint
    if isinstance(error, httpx2.ReadTimeout):
        waited = f"no byte came for {subject.hub.timeout_seconds:g} s, several times"
        return f"{subject}: {waited}: {KEPT}, or set HF_HUB_DOWNLOAD_TIMEOUT to more seconds"
    if isinstance(error, httpx2.ReadError | httpx2.RemoteProtocolError):
        return f"{subject}: the connection to {endpoint} or its storage broke several times: {KEPT}"
    if reason := explain_environment():
        return f"{subject}: cannot reach {endpoint}: {reason}"
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        whose = f"the certificate of {endpoint} is of no authority that this machine knows"
        return f"{subject}: {whose}: name the file of your network's certificates in SSL_CERT_FILE"
    if variable := proxy_variable(endpoint):
        return f"{subject}: cannot reach {endpoint} by the proxy in {variable}: check that proxy, or unset {variable}"
    return f"{subject}: cannot reach {endpoint}: check the network and HF_ENDPOINT, then {KEPT}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _explain_answer(response: httpx2.Response, subject: Subject) -> WarehouseError:
    code, status = response.headers.get("X-Error-Code", ""), response.status_code
    if code == "GatedRepo":
        return AccessError(_explain_gate(response, subject))
    if code == "RevisionNotFound":
        hint = f"see {subject.page}/tree/main for its branches and tags"
        return SourceError(f"{subject.repository}: there is no revision '{subject.revision}': {hint}")
    if code == "EntryNotFound":
        where = f"{subject.page}/tree/{subject.revision}"
        return SourceError(f"{subject}: there is no such file or folder at '{subject.revision}': see {where}")
    if status == 429 or status >= 500:
        return SourceError(f"{subject}: the Hub answered {status} after several tries: wait some minutes, then {KEPT}")
    if status in {401, 403, 404}:
        return _explain_refusal(response, subject)
    return SourceError(f"{subject}: the Hub answered {status}: {KEPT}, or see {subject.page}")


def _explain_gate(response: httpx2.Response, subject: Subject) -> str:
    if not _had_token(response):
        return f"{subject.repository}: no token was sent: accept the terms at {subject.page} and {LOG_IN}"
    return (
        f"{subject.repository}: the token has no access: accept the terms at {subject.page} with the token's account, "
        "and let a fine-grained token read public gated repositories"
    )


def _explain_refusal(response: httpx2.Response, subject: Subject) -> WarehouseError:
    repository, endpoint = subject.repository, subject.hub.endpoint
    if response.status_code == 403:
        return AccessError(_explain_gate(response, subject))
    if response.status_code == 401 and _had_token(response):
        return AccessError(f"{repository}: the token is wrong or has expired: {LOG_IN} again")
    if _had_token(response):
        hint = "check the name, or use a token that may see it"
    else:
        hint = f"check the name, or if it is private {LOG_IN}"
    return SourceError(f"{repository}: there is no such dataset at {endpoint}: {hint}")


def _had_token(response: httpx2.Response) -> bool:
    first = response.history[0] if response.history else response
    return "authorization" in first.request.headers
