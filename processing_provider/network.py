"""The core's HTTP client as QGIS is set up: with its proxy, and with credentials from its authentication database.

GDAL opens no connection in the core, so this client carries documents and pixels alike.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager, QgsProcessingException
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkRequest

from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core.network.client import HttpClient
    from ..s2gm_core.network.signing import Send, Signer
    from ..s2gm_core.network.transport import HttpAnswer, HttpRequest

S3_REALM = "s3"
"""Realm of a Basic configuration that marks its user name and password as S3 keys; QGIS 3.22 has no AWSS3."""

DIRECT: Mapping[str, str] = {"http": "", "https": ""}


@dataclass(frozen=True)
class ProxySettings:
    """QGIS's network options: which proxy a URL takes."""

    proxies: Mapping[str, str] = field(repr=False)  # by scheme; may hold a password; empty = the system's
    direct: tuple[str, ...] = ()  # starts of URLs that take no proxy
    system: tuple[str, ...] = ()  # starts of URLs that take the system's proxy


def client_for(source: str, auth: str) -> HttpClient:
    """The client for an order's source with the authentication ``auth``, the id of a configuration of QGIS, or "".

    Reads QGIS's settings, so it is called where an algorithm prepares. `QgsProcessingException` where that fails.
    """
    from ..s2gm_core.network.client import HttpClient

    return HttpClient(QgisTransport(proxy_settings()), signers=signers_for(source, auth))


def proxy_settings() -> ProxySettings:
    """What the options of QGIS say (Settings > Options > Network); credentials of the proxy are looked up by QGIS."""
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    proxies = {} if manager.useSystemProxy() else _as_requests_has_it(proxy)
    return ProxySettings(proxies, tuple(manager.noProxyList()), tuple(manager.excludeList()))


def _as_requests_has_it(proxy: QNetworkProxy) -> Mapping[str, str]:
    kinds = QNetworkProxy.ProxyType
    if proxy.type() == kinds.NoProxy:
        return DIRECT
    scheme = {kinds.HttpProxy: "http", kinds.HttpCachingProxy: "http", kinds.Socks5Proxy: "socks5h"}.get(proxy.type())
    if scheme is None:  # QGIS's default: the system decides. FTP proxies are for FTP.
        return {}
    if scheme == "socks5h" and find_spec("socks") is None:
        text = translate(
            "S2GM",
            "QGIS is set to a SOCKS5 proxy, for which Python needs the package PySocks (python3-socks on Debian and "
            "Ubuntu). Install it and restart QGIS, or choose an HTTP proxy.",
        )
        raise QgsProcessingException(text)
    user = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    address = f"{scheme}://{user}{proxy.hostName()}:{proxy.port()}"
    return {"http": address, "https": address}


class QgisTransport:
    """Sends each request by the proxy that QGIS's options name for its URL."""

    def __init__(self, settings: ProxySettings) -> None:
        from ..s2gm_core.network.transport import RequestsTransport

        self._settings = settings
        self._usual = RequestsTransport(settings.proxies)
        self._direct, self._system = RequestsTransport(DIRECT), RequestsTransport()

    def send(self, request: HttpRequest) -> HttpAnswer:
        """The server's answer."""
        if self._settings.direct and request.url.startswith(self._settings.direct):
            return self._direct.send(request)
        if self._settings.system and request.url.startswith(self._settings.system):
            return self._system.send(request)
        return self._usual.send(request)


def signers_for(source: str, auth: str) -> tuple[Signer, ...]:
    """The signers of the environment, with the credentials of a stored authentication in the place of its own.

    User and password (Basic) for the Copernicus Data Space, S3 keys (AWSS3, or Basic with the realm ``s3``), and for
    any other source the headers that QGIS itself would send, only to the source's host.
    """
    from ..s2gm_core.network.signing import signers_from_environment

    if not auth:
        return signers_from_environment()
    method, stored = _stored(auth)
    if method == "AWSS3" or (method == "Basic" and stored.get("realm", "").strip().lower() == S3_REALM):
        return signers_from_environment({**os.environ, **_s3_variables(source, stored)})
    url = _url_with_account(source)
    if not _is_cdse(url):
        return (*signers_from_environment(), HeaderSigner(url, _headers(auth, url)))
    if method != "Basic":
        text = translate("S2GM", "The Copernicus Data Space takes user and password (Basic) or S3 keys, not {method}.")
        raise QgsProcessingException(text.format(method=method))
    account = {"CDSE_USER": stored.get("username", ""), "CDSE_PASSWORD": stored.get("password", "")}
    return signers_from_environment({**os.environ, **account})


class HeaderSigner:
    """Adds headers to the requests for one host (with its scheme and port) and to no others."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._origin, self._headers = _origin(url), dict(headers)

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The request with the headers where it goes to the host."""
        if _origin(request.url) != self._origin:
            return request
        return replace(request, headers={**request.headers, **self._headers})

    def forget(self, request: HttpRequest) -> bool:
        """Nothing can be renewed: what is stored in QGIS was refused."""
        return False


def unknown_authentication(auth: str) -> str:
    """What is wrong with the id of an authentication, without asking for the master password; else empty."""
    manager = QgsApplication.authManager()
    if not auth or (not manager.isDisabled() and auth in manager.configIds()):
        return ""
    text = translate("S2GM", "AUTH: QGIS has no authentication with the id '{auth}' (Settings > Options).")
    return text.format(auth=auth[:20])


def _stored(auth: str) -> tuple[str, dict[str, str]]:
    """Method and values of a stored authentication; asks for the master password where it is not known yet."""
    problem = unknown_authentication(auth)
    if problem:
        raise QgsProcessingException(problem)
    config = QgsAuthMethodConfig()
    loaded = QgsApplication.authManager().loadAuthenticationConfig(auth, config, True)
    fine, config = loaded if isinstance(loaded, tuple) else (loaded, config)
    if not fine:
        text = translate("S2GM", "AUTH: the authentication '{auth}' cannot be opened. Is the master password right?")
        raise QgsProcessingException(text.format(auth=auth))
    return config.method(), config.configMap()


def _s3_variables(source: str, stored: Mapping[str, str]) -> dict[str, str]:
    """S3 keys by the names that the core knows: those of the Copernicus Data Space or those of Amazon."""
    user, password = stored.get("username", ""), stored.get("password", "")
    if any(_is_cdse(url) for url in _urls(source)):
        return {"CDSE_S3_ACCESS_KEY": user, "CDSE_S3_SECRET_KEY": password}
    keys = {"AWS_ACCESS_KEY_ID": user, "AWS_SECRET_ACCESS_KEY": password, "AWS_SESSION_TOKEN": ""}
    return {**keys, "AWS_REGION": stored["region"]} if stored.get("region") else keys


def _urls(source: str) -> list[str]:
    """The URLs of an order's sources that may ask for an account, in their order."""
    from ..s2gm_core.catalog.providers import PROVIDERS
    from ..s2gm_core.network.urls import is_url

    parts = [part.strip() for part in source.split(" + ")]
    return [PROVIDERS["cdse"].api if part == "cdse" else part for part in parts if part == "cdse" or is_url(part)]


def _url_with_account(source: str) -> str:
    """The one source to which the credentials are sent: the first that may ask for them."""
    urls = _urls(source)
    if not urls:
        text = translate("S2GM", "AUTH is given, but no source asks for it. Leave it empty, or give the source's URL.")
        raise QgsProcessingException(text)
    return urls[0]


def _is_cdse(url: str) -> bool:
    from ..s2gm_core.network.urls import host_of

    return host_of(url).endswith(".dataspace.copernicus.eu")


def _headers(auth: str, url: str) -> dict[str, str]:
    """The headers that QGIS's authentication method adds to a request for the source."""
    request = QNetworkRequest(QUrl(url))
    done: Any = QgsApplication.authManager().updateNetworkRequest(request, auth)
    fine, request = done if isinstance(done, tuple) else (done, request)
    headers = {bytes(name).decode("latin-1"): bytes(request.rawHeader(name)) for name in request.rawHeaderList()}
    if not fine or not headers:
        text = translate("S2GM", "AUTH: the authentication '{auth}' adds no header; use Basic or API Header.")
        raise QgsProcessingException(text.format(auth=auth))
    return {name: value.decode("latin-1") for name, value in headers.items()}


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme)
