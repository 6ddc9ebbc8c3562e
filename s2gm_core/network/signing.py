"""Signatures and tokens that providers ask for. Credentials live here and in memory only."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from ..errors import CatalogueError
from .transport import HttpAnswer, HttpRequest
from .urls import host_of, is_s3

RENEW_BEFORE = timedelta(minutes=2)
"""How long before its end a token is replaced."""

PLANETARY_COMPUTER_TOKENS = "https://planetarycomputer.microsoft.com/api/sas/v1/token"
CDSE_TOKENS = "https://identity.dataspace.copernicus.eu/auth/realms/CDSE/protocol/openid-connect/token"
CDSE_S3 = "https://eodata.dataspace.copernicus.eu"

Send = Callable[[HttpRequest], HttpAnswer]


class Signer(Protocol):
    """Adds what a provider asks for to requests for its hosts; leaves all others as they are."""

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The signed request; ``send`` fetches tokens. Raises `CatalogueError` where credentials are missing."""

    def forget(self, request: HttpRequest) -> None:
        """Drop what was remembered for this request: the provider refused it."""


@dataclass(frozen=True)
class _Token:
    text: str
    ends: datetime

    @property
    def is_fresh(self) -> bool:
        return datetime.now(timezone.utc) + RENEW_BEFORE < self.ends


class PlanetaryComputerSigner:
    """Microsoft Planetary Computer: one read token per storage container, kept until it expires.

    Source: Planetary Computer documentation, on shared access signatures: GET .../sas/v1/token/{account}/{container}
    gives ``token`` and ``msft:expiry``; the token is the query of every asset's URL.
    """

    _HOST_ENDING = ".blob.core.windows.net"

    def __init__(self, tokens_url: str = PLANETARY_COMPUTER_TOKENS) -> None:
        self._tokens_url = tokens_url
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The request with the container's token as its query."""
        container = self._container(request.url)
        if container is None:
            return request
        with self._lock:  # one thread fetches, the others wait for the same token
            token = self._tokens.get(container)
            if token is None or not token.is_fresh:
                token = self._tokens[container] = self._fetch(container, send)
        return replace(request, url=f"{request.url.partition('?')[0]}?{token.text}")

    def forget(self, request: HttpRequest) -> None:
        """Fetch a new token next time."""
        with self._lock:
            self._tokens.pop(self._container(request.url) or "", None)

    def _container(self, url: str) -> str | None:
        host, path = host_of(url), urlsplit(url).path.strip("/")
        if not host.endswith(self._HOST_ENDING) or "/" not in path:
            return None
        return f"{host[: -len(self._HOST_ENDING)]}/{path.partition('/')[0]}"

    def _fetch(self, container: str, send: Send) -> _Token:
        answer = send(HttpRequest(f"{self._tokens_url}/{container}", limit=2**16))
        try:
            document = json.loads(answer.body)
            ends = datetime.fromisoformat(str(document["msft:expiry"]).replace("Z", "+00:00"))
            return _Token(str(document["token"]), ends if ends.tzinfo else ends.replace(tzinfo=timezone.utc))
        except (KeyError, TypeError, ValueError):
            raise CatalogueError(
                f"The Planetary Computer gave no access token for {container} (HTTP status {answer.status})."
            ) from None


@dataclass(frozen=True)
class CdseAccount:
    """User name and password of the Copernicus Data Space Ecosystem; never shown."""

    user: str
    password: str = field(repr=False)


class CdseTokenSigner:
    """Copernicus Data Space: a bearer token for its download hosts, from user name and password (OpenID Connect).

    Source: documentation.dataspace.copernicus.eu, "Access token": password grant, client ``cdse-public``. Untried
    against the service itself.
    """

    _HOSTS = ("download.dataspace.copernicus.eu", "zipper.dataspace.copernicus.eu", "catalogue.dataspace.copernicus.eu")

    def __init__(self, account: CdseAccount, tokens_url: str = CDSE_TOKENS, hosts: tuple[str, ...] = _HOSTS) -> None:
        self._account, self._tokens_url, self._hosts = account, tokens_url, hosts
        self._lock = threading.Lock()
        self._token: _Token | None = None

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The request with the token in its Authorization header."""
        if host_of(request.url) not in self._hosts:
            return request
        with self._lock:
            if self._token is None or not self._token.is_fresh:
                self._token = self._fetch(send)
            token = self._token.text
        return replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})

    def forget(self, request: HttpRequest) -> None:
        """Fetch a new token next time."""
        if host_of(request.url) in self._hosts:
            with self._lock:
                self._token = None

    def _fetch(self, send: Send) -> _Token:
        form = {
            "client_id": "cdse-public",
            "grant_type": "password",
            "username": self._account.user,
            "password": self._account.password,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = send(HttpRequest(self._tokens_url, "POST", headers, urlencode(form).encode(), limit=2**18))
        try:
            document = json.loads(answer.body)
            ends = datetime.now(timezone.utc) + timedelta(seconds=float(document["expires_in"]))
            return _Token(str(document["access_token"]), ends)
        except (KeyError, TypeError, ValueError):
            raise CatalogueError(
                f"The Copernicus Data Space gave no access token (HTTP status {answer.status}). Check user name and "
                "password."
            ) from None


@dataclass(frozen=True)
class S3Account:
    """Keys of an S3 service; the secret is never shown."""

    access_key: str
    secret_key: str = field(repr=False)
    endpoint: str = ""  # such as https://eodata.dataspace.copernicus.eu; "" = Amazon's
    region: str = "us-east-1"
    requester_pays: bool = False
    session_token: str = field(default="", repr=False)


class S3Signer:
    """Turns s3://bucket/key into a signed https request (AWS Signature Version 4), or an unsigned one without keys.

    Source: AWS General Reference, "Signature Version 4 signing process".
    """

    def __init__(self, account: S3Account | None = None) -> None:
        self._account = account

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The https form of an s3 request; others are left as they are."""
        if not is_s3(request.url):
            return request
        parts = urlsplit(request.url)
        bucket, key = parts.netloc, quote(parts.path.lstrip("/"), safe="/-_.~")
        if self._account is None:
            return replace(request, url=f"https://{bucket}.s3.amazonaws.com/{key}")
        if self._account.endpoint:
            url = f"{self._account.endpoint.rstrip('/')}/{bucket}/{key}"
        else:
            url = f"https://{bucket}.s3.{self._account.region}.amazonaws.com/{key}"
        return signed_v4(replace(request, url=url), self._account, datetime.now(timezone.utc))

    def forget(self, request: HttpRequest) -> None:
        """Nothing is remembered."""


def signed_v4(request: HttpRequest, account: S3Account, now: datetime) -> HttpRequest:
    """The request with the headers of AWS Signature Version 4 for the service s3."""
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    parts = urlsplit(request.url)
    payload = hashlib.sha256(request.body or b"").hexdigest()
    headers = {**request.headers, "Host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": stamp}
    if account.requester_pays:
        headers["x-amz-request-payer"] = "requester"
    if account.session_token:
        headers["x-amz-security-token"] = account.session_token
    lowered = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    names = ";".join(sorted(lowered))
    lines = "".join(f"{name}:{lowered[name]}\n" for name in sorted(lowered))
    canonical = "\n".join([request.method, parts.path or "/", parts.query, lines, names, payload])
    scope = f"{day}/{account.region}/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{account.secret_key}".encode()
    for part in (day, account.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={account.access_key}/{scope}"
    headers["Authorization"] = f"AWS4-HMAC-SHA256 {credential},SignedHeaders={names},Signature={signature}"
    return replace(request, headers=headers)


def signers_from_environment(environment: Mapping[str, str] | None = None) -> tuple[Signer, ...]:
    """The signers of all providers, with the credentials that the environment holds.

    ``CDSE_S3_ACCESS_KEY`` and ``CDSE_S3_SECRET_KEY`` for the bucket eodata, ``CDSE_USER`` and ``CDSE_PASSWORD`` for
    downloads, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_SESSION_TOKEN``, ``AWS_REGION`` and
    ``AWS_REQUEST_PAYER`` for other buckets.
    """
    known = os.environ if environment is None else environment
    signers: list[Signer] = [PlanetaryComputerSigner()]
    if known.get("CDSE_USER") and known.get("CDSE_PASSWORD"):
        signers.append(CdseTokenSigner(CdseAccount(known["CDSE_USER"], known["CDSE_PASSWORD"])))
    if known.get("CDSE_S3_ACCESS_KEY") and known.get("CDSE_S3_SECRET_KEY"):
        cdse = S3Account(known["CDSE_S3_ACCESS_KEY"], known["CDSE_S3_SECRET_KEY"], CDSE_S3, "default")
        signers.append(S3BucketSigner("eodata", S3Signer(cdse)))
    signers.append(S3Signer(_aws_account(known)))
    return tuple(signers)


class S3BucketSigner:
    """Another S3 signer, for one bucket only."""

    def __init__(self, bucket: str, signer: S3Signer) -> None:
        self._start, self._signer = f"s3://{bucket}/", signer

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """Signed where the object lies in the bucket."""
        return self._signer.sign(request, send) if request.url.startswith(self._start) else request

    def forget(self, request: HttpRequest) -> None:
        """Nothing is remembered."""


def _aws_account(known: Mapping[str, str]) -> S3Account | None:
    if not (known.get("AWS_ACCESS_KEY_ID") and known.get("AWS_SECRET_ACCESS_KEY")):
        return None
    return S3Account(
        known["AWS_ACCESS_KEY_ID"],
        known["AWS_SECRET_ACCESS_KEY"],
        region=known.get("AWS_REGION") or known.get("AWS_DEFAULT_REGION") or "us-east-1",
        requester_pays=known.get("AWS_REQUEST_PAYER") == "requester",
        session_token=known.get("AWS_SESSION_TOKEN", ""),
    )
