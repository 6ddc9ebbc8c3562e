"""Whose proxy is used, and that credentials stay with the host that they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from s2gm_core.network.client import HttpClient
from s2gm_core.network.transport import HttpRequest, RequestsTransport
from tests.servers.loopback import Handler, Server, serving


class _Handler(Handler):
    """Answers with its own name; /away leads to the other server."""

    server: _Recorder

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        if self.path == "/away":
            self.answer(302, Location=self.server.away)
        else:
            self.answer(200, b"here")


class _Recorder(Server):
    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.away = ""
        super().__init__(_Handler)


@pytest.fixture
def one() -> Iterator[_Recorder]:
    with serving(_Recorder()) as server:
        yield server


@pytest.fixture
def other() -> Iterator[_Recorder]:
    with serving(_Recorder()) as server:
        yield server


class _Keys:
    """A signer for one server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def sign(self, request: HttpRequest, send: object) -> HttpRequest:
        keys = {"Authorization": "Bearer secret", "X-API-Key": "secret"} if request.url.startswith(self.url) else {}
        return replace(request, headers={**request.headers, **keys})

    def forget(self, request: HttpRequest) -> bool:
        return False


def test_a_redirect_to_another_host_carries_no_credentials(one: _Recorder, other: _Recorder) -> None:
    one.away = f"{other.url}/file"
    client = HttpClient(RequestsTransport(), signers=[_Keys(one.url)])
    assert client.document(f"{one.url}/away") == b"here"
    assert one.seen[0][1]["x-api-key"] == "secret"
    assert [path for path, _ in other.seen] == ["/file"]
    assert "secret" not in str(other.seen)


def test_a_redirect_within_a_host_keeps_credentials(one: _Recorder) -> None:
    one.away = f"{one.url}/file"
    HttpClient(RequestsTransport(), signers=[_Keys(one.url)]).document(f"{one.url}/away")
    assert [seen["x-api-key"] for _, seen in one.seen] == ["secret", "secret"]


def test_a_given_proxy_stands_before_that_of_the_environment(
    one: _Recorder, other: _Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", other.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    far = HttpRequest("http://far.invalid/file")
    RequestsTransport().send(far)
    assert [path for path, _ in other.seen] == ["http://far.invalid/file"]
    RequestsTransport({"http": one.url}).send(far)
    assert [path for path, _ in one.seen] == ["http://far.invalid/file"]
    RequestsTransport({"http": ""}).send(HttpRequest(f"{one.url}/direct"))
    assert one.seen[-1][0] == "/direct"
    assert len(other.seen) == 1
