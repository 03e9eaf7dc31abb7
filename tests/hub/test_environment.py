"""Proxies and certificates that cannot be used: one sentence that names the variable and the remedy."""

from __future__ import annotations

import http.server
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from huggingface_hub.utils import close_session  # type: ignore[attr-defined]  # exported lazily

from warehouse.errors import SourceError
from warehouse.home import Home
from warehouse.hub import Hub, list_remote, parse_location

from .commands import run
from .conftest import SPEC
from .server import LoopbackHub

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
SECRET = "ps3cr3t"
KINDS = {
    f"socks://me:{SECRET}@127.0.0.1:9": "names a proxy of the kind socks://, which cannot be used: write http://",
    f"socks4://me:{SECRET}@127.0.0.1:9": "names a proxy of the kind socks4://, which cannot be used: write http://",
    f"ftp://{SECRET}": "names a proxy of the kind ftp://, which cannot be used: write http://",
    f"http://{SECRET}:port": "is not the address of a proxy: write http://",
}
SOCKS = {
    f"{kind}://me:{SECRET}@127.0.0.1:9": "names a SOCKS proxy, which needs a package: run `pip install socksio`"
    for kind in ("socks5", "socks5h")
}
ALL = {**KINDS, **SOCKS}


@pytest.fixture(autouse=True)
def own_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only what a test puts into the environment, read by a client of its own."""
    for name in [*os.environ]:
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)
    close_session()
    yield
    close_session()


def told(hub: Hub) -> str:
    with pytest.raises(SourceError) as caught:
        list_remote(parse_location(SPEC), hub=hub)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("address", ALL)
def test_a_proxy_that_cannot_be_used_is_named(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, variable: str, address: str
) -> None:
    if address in SOCKS and find_spec("socksio"):
        pytest.skip("the package for SOCKS proxies is installed")
    monkeypatch.setenv(variable, address)
    assert f"{variable} {ALL[address]}" in told(hub)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_that_does_not_answer_is_named(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, nowhere: str, variable: str
) -> None:
    monkeypatch.setenv(variable, nowhere.replace("//", f"//me:{SECRET}@"))
    assert f"by the proxy in {variable}: check that proxy, or unset {variable}" in told(hub)


@pytest.mark.usefixtures("source")
def test_a_proxy_that_is_not_asked_is_no_matter(hub: Hub, monkeypatch: pytest.MonkeyPatch, nowhere: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", nowhere)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert len(list_remote(parse_location(SPEC), hub=hub).files) == 4


def test_without_a_proxy_none_is_blamed(nowhere: str) -> None:
    assert "check the network and HF_ENDPOINT" in told(Hub(nowhere, token=False, timeout_seconds=9, tries=1))


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\n!\n", "folder"])
def test_certificates_that_cannot_be_read_are_named(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | str | None
) -> None:
    path = tmp_path / "certificates.pem"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    message = told(hub)
    assert f"SSL_CERT_FILE names '{path}', which" in message
    assert "name a file of certificates in PEM form, or unset it" in message


def test_a_folder_of_certificates_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nowhere: str
) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    hub = Hub(nowhere.replace("http", "https"), token=False, timeout_seconds=9, tries=1)
    assert f"SSL_CERT_DIR names '{tmp_path / 'none'}', which is not a folder" in told(hub)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="a certificate is made by openssl")
def test_a_certificate_of_an_unknown_authority_is_told(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1")
    subprocess.run(
        ["openssl", "req", *made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # the client goes away
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    hub = Hub(f"https://127.0.0.1:{server.server_port}", token=False, timeout_seconds=60, tries=1)
    message = told(hub)
    server.shutdown()
    server.server_close()
    assert (
        "of no authority that this machine knows: name the file of your network's certificates in SSL_CERT" in message
    )


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("ingest", SPEC), ("ingest", "--dry-run", SPEC)])
def test_the_command_line_tells_it_in_a_sentence(
    loopback_hub: LoopbackHub, home: Home, arguments: tuple[str, ...]
) -> None:
    outcome = run(loopback_hub, home, *arguments, ALL_PROXY="socks5://127.0.0.1:9")
    assert (outcome.code, outcome.err.count("\n"), outcome.err.count("ALL_PROXY names a SOCKS proxy")) == (1, 1, 1)
