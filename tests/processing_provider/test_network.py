"""QGIS's proxy and stored credentials: they reach documents and pixels, the right host, and no log or result."""

from __future__ import annotations

import base64
import http.client
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import rasterio

from tests.servers.fixtures import ServedArchive
from tests.servers.loopback import Handler, Server, serving
from tests.servers.small_stac_api import Manners, SmallStacApi

USER, PASSWORD = "user@example", "p:ss/w%rd-17"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SECRETS = (PASSWORD, BASIC.split()[1])


class ForwardProxy(Server):
    """An HTTP proxy that remembers URL and headers of every request."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        super().__init__(_Forwarding)

    def urls(self, ending: str = "") -> list[str]:
        return [url for url, _ in self.seen if url.endswith(ending)]


class _Forwarding(Handler):
    server: ForwardProxy

    def do_GET(self) -> None:
        self._forward()

    def do_POST(self) -> None:
        self._forward()

    def _forward(self) -> None:
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        parts = urlsplit(self.path)
        there = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        kept = {name: value for name, value in self.headers.items() if not name.lower().startswith(("proxy-", "host"))}
        there.request(self.command, parts.path + (f"?{parts.query}" if parts.query else ""), self.body(), kept)
        answer = there.getresponse()
        body = answer.read()
        there.close()
        passed = ("Content-Type", "Content-Range", "ETag", "Last-Modified")
        headers = {name.replace("-", "_"): answer.headers[name] for name in passed if answer.headers[name]}
        self.answer(answer.status, body, **headers)


class GuardedApi(SmallStacApi):
    """A STAC API that asks for user and password."""

    def refusal(self, headers: Mapping[str, str]) -> tuple[int, dict[str, str]] | None:
        return None if headers.get("Authorization") == BASIC else (401, {"WWW-Authenticate": "Basic"})


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    with serving(ForwardProxy()) as server:
        yield server


@pytest.fixture
def set_proxy(qgis_app: Any) -> Iterator[Callable[..., None]]:
    """Call with a proxy's kind, port and lists of URLs: the options of QGIS; as before after the test."""
    from qgis.core import QgsNetworkAccessManager, QgsSettings

    names = {"proxyEnabled", "proxyType", "proxyHost", "proxyPort", "proxyUser", "proxyPassword"}
    names |= {"proxyExcludedUrls", "noProxyUrls"}

    def arrange(kind: str, port: int, **more: Any) -> None:
        values = {"proxyEnabled": True, "proxyType": kind, "proxyHost": "127.0.0.1", "proxyPort": port, **more}
        for name, value in values.items():
            QgsSettings().setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield arrange
    for name in names:
        QgsSettings().remove(f"proxy/{name}")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


@pytest.fixture
def store(qgis_app: Any) -> Iterator[Callable[..., str]]:
    """Call with a method and its values: the id of a stored authentication."""
    from qgis.core import QgsAuthMethodConfig

    manager, stored = qgis_app.authManager(), []
    assert not manager.isDisabled(), manager.disabledMessage()
    assert manager.setMasterPassword("master", True)

    def keep(method: str, **values: str) -> str:
        config = QgsAuthMethodConfig(method)
        config.setName("test")
        config.setConfigMap(values)
        done = manager.storeAuthenticationConfig(config)
        config = done[1] if isinstance(done, tuple) else config
        stored.append(config.id())
        return config.id()

    yield keep
    for one in stored:
        manager.removeAuthenticationConfig(one)


@pytest.fixture
def served_order(order: dict[str, Any], served_archive: ServedArchive) -> dict[str, Any]:
    """A mosaic of the served archive."""
    west, south, east, north = served_archive.bbox
    extent = f"{west},{east},{south},{north} [EPSG:4326]"
    return {**order, "SOURCE": served_archive.catalogue_url, "EXTENT": extent, "BANDS": ["B02", "B03", "B04"]}


def test_the_cache_of_the_parameters_serves_the_next_mosaic(
    run: Callable[..., Any], served_order: dict[str, Any], tmp_path: Path
) -> None:
    used = []
    for method in ("newest", "oldest"):
        folder = tmp_path / method
        cached = {"CACHE": str(tmp_path / "cache"), "CACHE_SIZE": 0.5, "FOLDER": str(folder)}
        run({**served_order, **cached, "METHOD": method})
        (record,) = folder.rglob("run.json")
        used.append(json.loads(record.read_text())["cache"])
    assert used[0]["bytes_stored"] > 0
    assert used[1]["hits"] > 0
    assert used[1]["misses"] < used[0]["misses"] / 4


def test_a_cache_folder_with_other_files_is_refused(
    run: Callable[..., Any], served_order: dict[str, Any], tmp_path: Path
) -> None:
    from qgis.core import QgsProcessingException

    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(QgsProcessingException, match="cannot be a cache"):
        run({**served_order, "CACHE": str(tmp_path)})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt"]


def _pixels(path: str) -> bytes:
    with rasterio.open(path) as mosaic:
        return mosaic.read().tobytes()


def test_documents_and_pixels_go_through_the_proxy_of_qgis(
    run: Callable[..., Any],
    served_order: dict[str, Any],
    served_archive: ServedArchive,
    proxy: ForwardProxy,
    set_proxy: Callable[..., None],
) -> None:
    from_disk = _pixels(run({**served_order, "SOURCE": str(served_archive.catalogue)})["OUTPUT"])
    set_proxy("HttpProxy", proxy.server_address[1])
    served_archive.nginx.forget()
    assert _pixels(run(served_order)["OUTPUT"]) == from_disk
    assert proxy.urls("catalog.json") and proxy.urls(".xml")
    assert any("range" in headers for url, headers in proxy.seen if url.endswith(".tif"))
    assert len(served_archive.nginx.requests()) == len(proxy.seen)  # nothing went past the proxy


@pytest.mark.parametrize("kind", ["noProxyUrls", "proxyExcludedUrls"])
def test_addresses_that_the_options_except_are_read_directly(
    run: Callable[..., Any],
    served_order: dict[str, Any],
    served_archive: ServedArchive,
    proxy: ForwardProxy,
    set_proxy: Callable[..., None],
    kind: str,
) -> None:
    set_proxy("HttpProxy", proxy.server_address[1], **{kind: [served_archive.nginx.url]})
    run(served_order)
    assert proxy.seen == []


def test_a_proxy_with_password_is_described_without_it(set_proxy: Callable[..., None]) -> None:
    from s2gm.processing_provider.network import proxy_settings

    set_proxy("HttpProxy", 3128, proxyUser=USER, proxyPassword=PASSWORD)
    settings = proxy_settings()
    address = "http://user%40example:p%3Ass%2Fw%25rd-17@127.0.0.1:3128"
    assert settings.proxies == {"http": address, "https": address}
    assert "p%3Ass" not in repr(settings)


def test_without_a_proxy_in_the_options_the_system_decides(qgis_app: Any) -> None:
    from s2gm.processing_provider.network import proxy_settings

    assert proxy_settings().proxies == {}


def test_a_socks_proxy_is_taken_or_the_missing_package_named(
    set_proxy: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qgis.core import QgsProcessingException

    from s2gm.processing_provider import network

    set_proxy("Socks5Proxy", 1080)
    monkeypatch.setattr(network, "find_spec", lambda name: object())
    assert network.proxy_settings().proxies["https"] == "socks5h://127.0.0.1:1080"
    monkeypatch.setattr(network, "find_spec", lambda name: None)
    with pytest.raises(QgsProcessingException, match="PySocks"):
        network.proxy_settings()


def test_credentials_reach_the_source_and_no_other_host_log_or_result(
    run: Callable[..., Any],
    served_order: dict[str, Any],
    served_archive: ServedArchive,
    proxy: ForwardProxy,
    set_proxy: Callable[..., None],
    store: Callable[..., str],
    tmp_path: Path,
) -> None:
    from qgis.core import QgsProcessingFeedback

    set_proxy("HttpProxy", proxy.server_address[1])
    feedback, auth = QgsProcessingFeedback(False), store("Basic", username=USER, password=PASSWORD)
    with serving(GuardedApi(served_archive.items, Manners())) as api:
        folder = str(tmp_path / "products")
        run({**served_order, "SOURCE": api.url, "AUTH": auth, "FOLDER": folder}, feedback)
        there = [headers.get("authorization") for url, headers in proxy.seen if url.startswith(api.url)]
    elsewhere = [headers for url, headers in proxy.seen if url.startswith(served_archive.nginx.url)]
    assert there and set(there) == {BASIC}
    assert elsewhere and not any("authorization" in headers for headers in elsewhere)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in SECRETS:
        assert secret not in feedback.textLog()
        assert secret.encode() not in written


def test_a_search_uses_credentials_and_without_them_says_what_is_missing(
    qgis_app: Any, served_order: dict[str, Any], served_archive: ServedArchive, store: Callable[..., str]
) -> None:
    import processing
    from qgis.core import QgsProcessingException

    asked = {"EXTENT": served_order["EXTENT"], "START": "2025-07-01", "END": "2025-07-31"}
    asked["OUTPUT"] = "TEMPORARY_OUTPUT"
    with serving(GuardedApi(served_archive.items, Manners())) as api:
        asked["SOURCE"] = api.url
        auth = store("Basic", username=USER, password=PASSWORD)
        assert processing.run("s2gm:searchscenes", {**asked, "AUTH": auth})["SCENES"] == 4
        with pytest.raises(QgsProcessingException, match="401"):
            processing.run("s2gm:searchscenes", asked)
        wrong = store("Basic", username=USER, password="other-secret")
        with pytest.raises(QgsProcessingException) as refused:
            processing.run("s2gm:searchscenes", {**asked, "AUTH": wrong})
    assert "other-secret" not in str(refused.value)


def _signed(source: str, auth: str, url: str, send: Any = None) -> Any:
    """A request as the signers of a source and an authentication leave it."""
    from s2gm.processing_provider.network import signers_for
    from s2gm.s2gm_core.network.transport import HttpRequest

    request = HttpRequest(url)
    for signer in signers_for(source, auth):
        request = signer.sign(request, send)
    return request


def test_user_and_password_of_the_data_space_fetch_its_token(store: Callable[..., str]) -> None:
    sent: list[Any] = []

    def send(request: Any) -> Any:
        sent.append(request)
        return SimpleNamespace(status=200, headers={}, body=b'{"access_token": "token", "expires_in": 600}')

    auth, before = store("Basic", username=USER, password=PASSWORD), dict(os.environ)
    request = _signed("cdse", auth, "https://zipper.dataspace.copernicus.eu/file", send)
    assert request.headers["Authorization"] == "Bearer token"
    assert b"username=user%40example" in (sent[0].body or b"")
    assert urlsplit(sent[0].url).hostname == "identity.dataspace.copernicus.eu"
    assert _signed("cdse", auth, "https://elsewhere.example/file", send).headers == {}
    assert dict(os.environ) == before


def test_s3_keys_are_marked_by_their_realm(store: Callable[..., str]) -> None:
    auth = store("Basic", username="ACCESSKEY", password=PASSWORD, realm="S3")
    request = _signed("cdse", auth, "s3://eodata/Sentinel-2/file.jp2")
    assert request.url == "https://eodata.dataspace.copernicus.eu/eodata/Sentinel-2/file.jp2"
    assert "Credential=ACCESSKEY/" in request.headers["Authorization"]
    request = _signed("https://stac.example/v1", auth, "s3://bucket/file.tif")
    assert request.url.startswith("https://bucket.s3.")
    assert "Credential=ACCESSKEY/" in request.headers["Authorization"]
    assert _signed("https://stac.example/v1", auth, "https://stac.example/v1/search").headers == {}


@pytest.mark.parametrize("url", ["http://source.example/x", "https://source.example:8443/x", "https://other.example/x"])
def test_headers_go_to_one_host_port_and_scheme_only(store: Callable[..., str], url: str) -> None:
    auth = store("Basic", username=USER, password=PASSWORD)
    source = "earth-search + https://source.example/stac + https://other.example/stac"
    assert _signed(source, auth, "https://SOURCE.example:443/x").headers == {"Authorization": BASIC}
    assert _signed(source, auth, url).headers == {}


def test_an_authentication_that_no_source_asks_for_is_refused(store: Callable[..., str]) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="no source asks for it"):
        _signed("earth-search + /data/products", store("Basic", username=USER, password=PASSWORD), "https://a.example")


class _Silent(Handler):
    """Accepts requests and never answers."""

    def do_GET(self) -> None:
        time.sleep(15)


def test_a_cancel_does_not_wait_for_a_silent_server(qgis_app: Any, served_order: dict[str, Any]) -> None:
    import processing
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    asked = {"EXTENT": served_order["EXTENT"], "START": "2025-07-01", "OUTPUT": "TEMPORARY_OUTPUT"}
    with serving(Server(_Silent)) as server:
        timer = threading.Timer(0.5, feedback.cancel)
        timer.start()
        began = time.monotonic()
        assert processing.run("s2gm:searchscenes", {**asked, "SOURCE": server.url}, feedback=feedback) == {}
    assert time.monotonic() - began < 3
