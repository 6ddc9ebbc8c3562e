"""Signatures as the providers publish them, tokens that are asked for once, and secrets that are never shown."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from s2gm_core.errors import CatalogueError
from s2gm_core.network import signing
from s2gm_core.network.client import HttpClient, NetworkError
from s2gm_core.network.retry import RetryPolicy
from s2gm_core.network.signing import (
    CdseAccount,
    CdseTokenSigner,
    PlanetaryComputerSigner,
    S3Account,
    S3Signer,
    signed_v4,
    signers_from_environment,
)
from s2gm_core.network.transport import HttpAnswer, HttpRequest, RequestsTransport
from tests.servers.loopback import Handler, Server, serving

SHORT = RetryPolicy(tries=4, first_wait=0.01, longest_wait=0.05)
AMAZON = S3Account("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
THEN = datetime(2013, 5, 24, tzinfo=timezone.utc)


def test_amazons_published_example_of_a_range() -> None:
    """Source: Amazon S3 API reference, "Signature Calculations for the Authorization Header", GET Object."""
    request = HttpRequest("https://examplebucket.s3.amazonaws.com/test.txt", headers={"Range": "bytes=0-9"})
    authorization = signed_v4(request, AMAZON, THEN).headers["Authorization"]
    assert authorization == (
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def slow_signature(path: str, headers: dict[str, str], account: S3Account, time: str) -> str:
    """The specification's steps written out for GET without query and body."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    text = "GET\n" + path + "\n\n"
    for name in sorted(headers):
        text += name + ":" + headers[name] + "\n"
    text += "\n" + ";".join(sorted(headers)) + "\n" + empty
    scope = f"{time[:8]}/{account.region}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(text.encode()).hexdigest()}"
    key = ("AWS4" + account.secret_key).encode()
    for word in (time[:8], account.region, "s3", "aws4_request", to_sign):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key.hex()


def test_endpoint_session_payer_and_odd_keys_are_signed_as_specified() -> None:
    account = S3Account("ID", "KEY", "https://eodata.example.org:8443", "default", True, "SESSION")
    signer = S3Signer(account, "eodata")
    given = HttpRequest("s3://eodata/a b/ü+1.jp2", headers={"Range": "bytes=5-6", "Accept-Encoding": "identity"})
    request = signer.sign(given, lambda request: pytest.fail("no token"))
    assert request.url == "https://eodata.example.org:8443/eodata/a%20b/%C3%BC%2B1.jp2"
    headers = {name.lower(): value for name, value in request.headers.items()}
    signed = {name: headers[name] for name in headers if name in ("host", "range") or name.startswith("x-amz-")}
    assert signed["x-amz-security-token"] == "SESSION"
    assert signed["x-amz-request-payer"] == "requester"
    assert signed["host"] == "eodata.example.org:8443"
    expected = slow_signature("/eodata/a%20b/%C3%BC%2B1.jp2", signed, account, headers["x-amz-date"])
    assert headers["authorization"].endswith(f"Signature={expected}")


def test_public_buckets_are_read_unsigned_and_names_cannot_lead_elsewhere() -> None:
    def url(location: str) -> str:
        return S3Signer().sign(HttpRequest(location), lambda request: pytest.fail("no token")).url

    assert url("s3://sentinel-cogs/a/b.tif") == "https://sentinel-cogs.s3.amazonaws.com/a/b.tif"
    assert url("s3://with.dots/b.tif") == "https://s3.amazonaws.com/with.dots/b.tif"
    for location in ("s3://user@host/a", "s3://host:80/a", "s3:///a"):
        with pytest.raises(CatalogueError, match="names no bucket"):
            url(location)


def test_eodata_without_keys_says_which_variables_to_set_and_asks_nobody() -> None:
    class Nobody:
        def send(self, request: HttpRequest) -> HttpAnswer:
            raise AssertionError(request)

    client = HttpClient(Nobody(), SHORT, signers_from_environment({}))
    for url in ("s3://eodata/Sentinel-2/x.jp2", "https://download.dataspace.copernicus.eu/odata/v1/x/$value"):
        assert not client.can_read(url)
        with pytest.raises(CatalogueError, match=r"CDSE_S3_ACCESS_KEY.*CDSE_USER"):
            client.read_range(url, 0, 10)
    assert client.statistics.requests == 0
    user = HttpClient(signers=signers_from_environment({"CDSE_USER": "u", "CDSE_PASSWORD": "p"}))
    assert user.can_read("https://download.dataspace.copernicus.eu/x")
    assert not user.can_read("s3://eodata/x")


class Tokens(Server):
    """A token service and the files behind it, both."""

    def __init__(self) -> None:
        self.tokens = 0
        self.accepted: set[str] = set()
        self.lasts = timedelta(hours=1)
        self.refused = 0  # requests for tokens that get 429 first
        self.seen: list[str] = []
        super().__init__(_TokensHandler)

    def new_token(self) -> str:
        self.tokens += 1
        token = f"se=1&sig=SECRET{self.tokens}"
        self.accepted = {token}
        return token


class _TokensHandler(Handler):
    server: Tokens

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.server.seen.append(path)
        if path.startswith("/token/") and self.server.refused:
            self.server.refused -= 1
            self.answer(429, Retry_After="0")
        elif path == "/token/known/box":
            ends = datetime.now(timezone.utc) + self.server.lasts
            body = f'{{"token": "{self.server.new_token()}", "msft:expiry": "{ends:%Y-%m-%dT%H:%M:%S}.1234567Z"}}'
            self.answer(200, body.encode())
        elif path.startswith("/token/"):
            self.answer(404)
        else:
            bearer = self.headers.get("Authorization", "").replace("Bearer ", "")
            fine = (query or bearer) in self.server.accepted or path.startswith("/open")
            self.answer(200 if fine else 403, b"pixels" if fine else b"")

    def do_POST(self) -> None:
        self.server.seen.append(self.body().decode())
        self.answer(200, f'{{"access_token": "{self.server.new_token()}", "expires_in": 600}}'.encode())


@pytest.fixture
def tokens() -> Iterator[Tokens]:
    with serving(Tokens()) as server:
        yield server


class Cloud:
    """Sends what is for the cloud to the loopback server: a file host of any name."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.inner = tokens, RequestsTransport()

    def send(self, request: HttpRequest) -> HttpAnswer:
        url = request.url
        for host in ("https://known.blob.core.windows.net", "https://other.blob.core.windows.net"):
            url = url.replace(host, self.tokens.url)
        return self.inner.send(HttpRequest(url, request.method, request.headers, request.body, request.limit))


def cloud_client(tokens: Tokens) -> HttpClient:
    return HttpClient(Cloud(tokens), SHORT, [PlanetaryComputerSigner(f"{tokens.url}/token")])


FILE = "https://known.blob.core.windows.net/box/a/b.tif"


def test_one_token_serves_sixteen_threads_until_it_is_refused(tokens: Tokens) -> None:
    client = cloud_client(tokens)
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(client.document, [FILE] * 40)) == [b"pixels"] * 40
    assert tokens.tokens == 1
    tokens.accepted = set()
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(client.document, [FILE] * 40)) == [b"pixels"] * 40
    assert tokens.tokens == 2
    assert client.statistics.failed == 0


def test_a_refusal_after_a_new_token_is_final(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tokens, "new_token", lambda self: setattr(self, "tokens", self.tokens + 1) or "sig=SECRETBAD")
    with pytest.raises(NetworkError, match="status 403") as refused:
        cloud_client(tokens).document(FILE)
    assert tokens.tokens == 2
    assert tokens.seen.count("/box/a/b.tif") == 2
    assert "SECRET" not in str(refused.value) + repr(refused.value)


def test_a_token_is_renewed_before_it_ends(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "KEPT_AT_LEAST", timedelta(0))
    tokens.lasts = timedelta(minutes=1)
    client = cloud_client(tokens)
    client.document(FILE)
    client.document(FILE)
    assert tokens.tokens == 2


def test_a_busy_token_service_costs_time_only(tokens: Tokens) -> None:
    tokens.refused = 2
    assert cloud_client(tokens).document(FILE) == b"pixels"


def test_foreign_containers_and_signed_urls_stay_as_they_are(tokens: Tokens) -> None:
    client = cloud_client(tokens)
    for _ in range(2):
        assert client.document("https://other.blob.core.windows.net/open/b.tif") == b"pixels"
    assert tokens.seen.count("/token/other/open") == 1
    tokens.accepted = {"sig=own"}
    assert client.document(f"{FILE}?sig=own") == b"pixels"
    assert tokens.tokens == 0


def test_a_cdse_token_is_got_once_and_goes_to_its_hosts_only(tokens: Tokens) -> None:
    account = CdseAccount("me@example.org", "SECRET&ü")
    signer = CdseTokenSigner(account, f"{tokens.url}/auth", origins=(tokens.url,))
    client = HttpClient(policy=SHORT, signers=[signer])
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(client.document, [f"{tokens.url}/file"] * 20)) == [b"pixels"] * 20
    assert tokens.tokens == 1
    assert "password=SECRET%26%C3%BC" in next(seen for seen in tokens.seen if "grant_type=password" in seen)
    foreign = HttpRequest("https://elsewhere.example.org/file")
    assert signer.sign(foreign, lambda request: pytest.fail("no token")) == foreign


@pytest.mark.parametrize(
    "start",
    ["http://{}", "http://{}:443", "https://{}:8443", "https://{}.evil.org", "https://{}@evil.org", "ftp://{}"],
)
def test_tokens_go_over_https_to_the_usual_port_only(start: str) -> None:
    cdse, planetary = CdseTokenSigner(CdseAccount("u", "p")), PlanetaryComputerSigner()
    for signer, host in ((cdse, "download.dataspace.copernicus.eu"), (planetary, "known.blob.core.windows.net")):
        request = HttpRequest(f"{start.format(host)}/box/file?sig=own")
        assert signer.sign(request, lambda request: pytest.fail("no token")) == request
        assert not signer.forget(request)
        unsigned = HttpRequest(f"{start.format(host)}/box/file")
        assert signer.sign(unsigned, lambda request: pytest.fail("no token")) == unsigned


@pytest.mark.parametrize("host", ["download.dataspace.copernicus.eu", "ZIPPER.dataspace.copernicus.eu:443"])
def test_the_download_hosts_get_a_token(host: str) -> None:
    answer = HttpAnswer(200, {}, b'{"access_token": "T", "expires_in": 600}', 40)
    signed = CdseTokenSigner(CdseAccount("u", "p")).sign(HttpRequest(f"https://{host}/x"), lambda request: answer)
    assert signed.headers["Authorization"] == "Bearer T"


def test_nothing_secret_is_shown(tokens: Tokens, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = cloud_client(tokens)
    client.document(FILE)
    tokens.accepted = set()
    tokens.lasts = timedelta(0)
    signed: Any = S3Signer(S3Account("ID", "SECRETKEY", session_token="SECRETSESSION")).sign(
        HttpRequest("s3://some-bucket/key?x=SECRET"), lambda request: pytest.fail("no token")
    )
    with pytest.raises(NetworkError) as missing:
        client.document(f"{tokens.url}/file?sig=SECRET")
    shown = [
        caplog.text,
        str(missing.value),
        repr(signed),
        repr(S3Account("ID", "SECRETKEY", session_token="SECRETSESSION")),
        repr(CdseAccount("me", "SECRET")),
        repr(HttpRequest("https://u:SECRET@h/a?sig=SECRET", headers={"Authorization": "SECRET"}, body=b"SECRET")),
        repr(HttpAnswer(200, {"set-cookie": "SECRET"}, b"SECRET", 6)),
    ]
    assert "GET" in caplog.text  # urllib3 did write
    assert "SECRET" not in "\n".join(shown)
