"""Signatures and tokens that providers ask for. Credentials live here and in memory only."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Protocol
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from ..errors import CatalogueError
from .transport import HttpAnswer, HttpRequest
from .urls import is_s3, origin_of, without_query

RENEW_BEFORE = timedelta(minutes=2)
"""How long before its end a token is replaced."""

KEPT_AT_LEAST = timedelta(seconds=30)
"""A token is not asked for more often than this, unless it was refused."""

PLANETARY_COMPUTER_TOKENS = "https://planetarycomputer.microsoft.com/api/sas/v1/token"
CDSE_TOKENS = "https://identity.dataspace.copernicus.eu/auth/realms/CDSE/protocol/openid-connect/token"
CDSE_S3 = "https://eodata.dataspace.copernicus.eu"

CDSE_DOWNLOADS = ("download.dataspace.copernicus.eu", "zipper.dataspace.copernicus.eu")
CDSE_ORIGINS = tuple(f"https://{host}" for host in CDSE_DOWNLOADS)
CDSE_ADVICE = (
    "Set CDSE_S3_ACCESS_KEY and CDSE_S3_SECRET_KEY, or CDSE_USER and CDSE_PASSWORD, in the environment; an account of "
    "the Copernicus Data Space is free."
)

_BUCKET = re.compile(r"[A-Za-z0-9._-]{3,63}")

Send = Callable[[HttpRequest], HttpAnswer]


class Signer(Protocol):
    """Adds what a provider asks for to requests for its hosts; leaves all others as they are."""

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The signed request; ``send`` fetches tokens. Raises `CatalogueError` where credentials are missing."""

    def forget(self, request: HttpRequest) -> bool:
        """Drop the token of this signed request, which the provider refused; False where it held none from here."""


@dataclass(frozen=True)
class _Token:
    text: str = field(repr=False)
    renew: datetime  # when it is time for another one

    @property
    def is_fresh(self) -> bool:
        return datetime.now(timezone.utc) < self.renew


def _token(text: str, ends: datetime) -> _Token:
    """A token that is kept for a while even if it seems to end at once: clocks differ."""
    return _Token(text, max(ends - RENEW_BEFORE, datetime.now(timezone.utc) + KEPT_AT_LEAST))


class PlanetaryComputerSigner:
    """Microsoft Planetary Computer: one read token per storage container, kept until it expires.

    Source: Planetary Computer documentation, on shared access signatures: GET .../sas/v1/token/{account}/{container}
    gives ``token`` and ``msft:expiry``; the token is the query of every asset's URL. Containers of the same cloud that
    the service does not know (404) are somebody else's: their files are asked for as they are.
    """

    _HOST_ENDING = ".blob.core.windows.net"

    def __init__(self, tokens_url: str = PLANETARY_COMPUTER_TOKENS) -> None:
        self._tokens_url = tokens_url
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The request with the container's token as its query; one that is signed already stays as it is."""
        container = self._container(request.url)
        if container is None or "sig" in parse_qs(urlsplit(request.url).query):
            return request
        with self._lock:  # one thread fetches, the others wait for the same token
            token = self._tokens.get(container)
            if token is None or not token.is_fresh:
                token = self._tokens[container] = self._fetch(container, send)
        joint = "&" if "?" in request.url else "?"
        return replace(request, url=f"{request.url}{joint}{token.text}") if token.text else request

    def forget(self, request: HttpRequest) -> bool:
        """Fetch a new token next time, unless another thread did so already."""
        container = self._container(request.url) or ""
        with self._lock:
            token = self._tokens.get(container)
            if token is not None and token.text and request.url.endswith(token.text):
                del self._tokens[container]
        return bool(container and "sig" in parse_qs(urlsplit(request.url).query))

    def _container(self, url: str) -> str | None:
        (scheme, host, port), path = origin_of(url), urlsplit(url).path.strip("/")
        if (scheme, port) != ("https", 443) or not host.endswith(self._HOST_ENDING) or "/" not in path:
            return None
        return f"{host[: -len(self._HOST_ENDING)]}/{path.partition('/')[0]}"

    def _fetch(self, container: str, send: Send) -> _Token:
        answer = send(HttpRequest(f"{self._tokens_url}/{container}", limit=2**16))
        if answer.status == 404:
            return _token("", datetime.now(timezone.utc) + timedelta(hours=1))
        try:
            document = json.loads(answer.body)
            ends = datetime.fromisoformat(_without_fraction(str(document["msft:expiry"])))
            return _token(str(document["token"]), ends if ends.tzinfo else ends.replace(tzinfo=timezone.utc))
        except (KeyError, TypeError, ValueError):
            raise CatalogueError(
                f"The Planetary Computer gave no access token for {container} (HTTP status {answer.status})."
            ) from None


def _without_fraction(time: str) -> str:
    """An RFC 3339 time as Python 3.9 reads it."""
    return re.sub(r"\.\d+", "", time).replace("Z", "+00:00")


@dataclass(frozen=True)
class CdseAccount:
    """User name and password of the Copernicus Data Space Ecosystem; never shown."""

    user: str
    password: str = field(repr=False)


class CdseTokenSigner:
    """Copernicus Data Space: a bearer token for its download hosts, from user name and password (OpenID Connect).

    The token goes to the given origins only: not to another port of a host, and not over plain http.

    Source: documentation.dataspace.copernicus.eu, "Access token": password grant, client ``cdse-public``. Untried
    against the service itself.
    """

    def __init__(
        self,
        account: CdseAccount,
        tokens_url: str = CDSE_TOKENS,
        origins: tuple[str, ...] = CDSE_ORIGINS,
    ) -> None:
        self._account, self._tokens_url = account, tokens_url
        self._origins = frozenset(origin_of(origin) for origin in origins)
        self._lock = threading.Lock()
        self._token: _Token | None = None

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The request with the token in its Authorization header."""
        if origin_of(request.url) not in self._origins:
            return request
        with self._lock:
            if self._token is None or not self._token.is_fresh:
                self._token = self._fetch(send)
            token = self._token.text
        return replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})

    def forget(self, request: HttpRequest) -> bool:
        """Fetch a new token next time, unless another thread did so already."""
        if origin_of(request.url) not in self._origins:
            return False
        with self._lock:
            if self._token is not None and request.headers.get("Authorization") == f"Bearer {self._token.text}":
                self._token = None
        return True

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
            return _token(str(document["access_token"]), ends)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise CatalogueError(
                f"The Copernicus Data Space gave no access token (HTTP status {answer.status}). Check user name and "
                "password."
            ) from None


class MissingCredentials:
    """Says which variables to set where files of a provider are asked for that cannot be had without an account."""

    def __init__(self, starts: tuple[str, ...], advice: str) -> None:
        self._starts, self._advice = starts, advice

    def covers(self, url: str) -> bool:
        """Whether a URL is one of the provider's."""
        return url.startswith(self._starts)

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """Other requests as they are."""
        if self.covers(request.url):
            raise CatalogueError(f"{without_query(request.url)} cannot be read without an account. {self._advice}")
        return request

    def forget(self, request: HttpRequest) -> bool:
        """Nothing is remembered."""
        return False


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

    def __init__(self, account: S3Account | None = None, bucket: str = "") -> None:
        self._account, self._start = account, f"s3://{bucket}/" if bucket else "s3://"

    def sign(self, request: HttpRequest, send: Send) -> HttpRequest:
        """The https form of an s3 request for the bucket, or for any; others are left as they are."""
        if not (is_s3(request.url) and request.url.lower().startswith(self._start)):
            return request
        parts = urlsplit(request.url)
        if not _BUCKET.fullmatch(parts.netloc):
            raise CatalogueError(f"{without_query(request.url)[:120]!r} names no bucket of S3.")
        bucket, key = parts.netloc, quote(parts.path.lstrip("/"), safe="/-_.~")
        if self._account is None:
            return replace(request, url=_amazon_url(bucket, key, "s3.amazonaws.com"))
        if self._account.endpoint:
            url = f"{self._account.endpoint.rstrip('/')}/{bucket}/{key}"
        else:
            url = _amazon_url(bucket, key, f"s3.{self._account.region}.amazonaws.com")
        return signed_v4(replace(request, url=url), self._account, datetime.now(timezone.utc))

    def forget(self, request: HttpRequest) -> bool:
        """Nothing is remembered."""
        return False


def _amazon_url(bucket: str, key: str, host: str) -> str:
    """A bucket's name is part of the host, unless its dots would not fit the host's certificate."""
    return f"https://{host}/{bucket}/{key}" if "." in bucket else f"https://{bucket}.{host}/{key}"


def signed_v4(request: HttpRequest, account: S3Account, now: datetime) -> HttpRequest:
    """The request with the headers of AWS Signature Version 4 for the service s3.

    Only what must be signed is: proxies change other headers.
    """
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    parts = urlsplit(request.url)
    payload = hashlib.sha256(request.body or b"").hexdigest()
    headers = {**request.headers, "Host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": stamp}
    if account.requester_pays:
        headers["x-amz-request-payer"] = "requester"
    if account.session_token:
        headers["x-amz-security-token"] = account.session_token
    lowered = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    signed = sorted(name for name in lowered if name in ("host", "range", "content-type") or name.startswith("x-amz-"))
    names = ";".join(signed)
    lines = "".join(f"{name}:{lowered[name]}\n" for name in signed)
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
    return (PlanetaryComputerSigner(), _cdse_downloads(known), _cdse_bucket(known), S3Signer(_aws_account(known)))


def _cdse_downloads(known: Mapping[str, str]) -> Signer:
    if known.get("CDSE_USER") and known.get("CDSE_PASSWORD"):
        return CdseTokenSigner(CdseAccount(known["CDSE_USER"], known["CDSE_PASSWORD"]))
    return MissingCredentials(tuple(f"{origin}/" for origin in CDSE_ORIGINS), CDSE_ADVICE)


def _cdse_bucket(known: Mapping[str, str]) -> Signer:
    if known.get("CDSE_S3_ACCESS_KEY") and known.get("CDSE_S3_SECRET_KEY"):
        keys = known["CDSE_S3_ACCESS_KEY"], known["CDSE_S3_SECRET_KEY"]
        return S3Signer(S3Account(*keys, CDSE_S3, "default"), "eodata")
    return MissingCredentials(("s3://eodata/",), CDSE_ADVICE)


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
