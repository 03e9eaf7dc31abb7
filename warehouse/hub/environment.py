"""The proxies and certificates that the environment names: which of them cannot be used, and what to do about it."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

_PROXY_KINDS = ("http", "https", "socks5", "socks5h")
_KIND_ADVICE = "write http://HOST:PORT, or socks5://HOST:PORT for a SOCKS proxy, or unset it"


def explain_environment() -> str | None:
    """What is wrong with a proxy or certificates of the environment, and the remedy; None if they can be used.

    A proxy's address may hold a password, so that no more of it than its scheme is said.
    """
    return next(_faults(), None)


def proxy_variable(url: str) -> str | None:
    """The variable that names the proxy by which ``url`` is reached; None if it is reached directly."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return next((_variable(scheme) for scheme in (parts.scheme, "all") if proxies.get(scheme)), None)


def _faults() -> Iterator[str]:
    proxies = getproxies()
    for scheme in ("http", "https", "all"):
        address = proxies.get(scheme)
        fault = _proxy_fault(address if "://" in address else f"http://{address}") if address else None
        if fault:
            yield f"{_variable(scheme)} {fault}"
    # the client looks at the folder only where there is no file
    if file := os.environ.get("SSL_CERT_FILE"):
        if why := _certificates_fault(Path(file)):
            yield f"SSL_CERT_FILE names {file!r}, which {why}: name a file of certificates in PEM form, or unset it"
    elif (folder := os.environ.get("SSL_CERT_DIR")) and not any(Path(part).is_dir() for part in folder.split(":")):
        yield f"SSL_CERT_DIR names {folder!r}, which is not a folder: name a folder of certificates, or unset it"


def _proxy_fault(address: str) -> str | None:
    kind = address.partition("://")[0].lower()
    if kind not in _PROXY_KINDS:
        return f"names a proxy of the kind {kind}://, which cannot be used: {_KIND_ADVICE}"
    try:
        proxy = httpx2.Proxy(address)
    except (httpx2.InvalidURL, ValueError):
        return f"is not the address of a proxy: {_KIND_ADVICE}"
    if not proxy.url.host:
        return f"names no host: {_KIND_ADVICE}"
    if kind.startswith("socks") and find_spec("socksio") is None:
        return "names a SOCKS proxy, which needs a package: run `pip install socksio`, or name an http:// proxy"
    return None


def _certificates_fault(file: Path) -> str | None:
    try:
        ssl.create_default_context(cafile=str(file))
    except ssl.SSLError:
        return "holds no certificate in PEM form"
    except (OSError, ValueError) as error:
        return f"cannot be read ({getattr(error, 'strerror', None) or error})"
    return None


def _variable(scheme: str) -> str:
    """The variable that is in force for a scheme: lower case wins."""
    lower = f"{scheme}_proxy"
    return lower if os.environ.get(lower) else next((name for name in os.environ if name.lower() == lower), lower)
