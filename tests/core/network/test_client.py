"""Requests end: with the whole answer, with an error that says why, or at once when the user cancels."""

from __future__ import annotations

import gzip
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from s2gm_core.errors import Cancelled
from s2gm_core.network import transport
from s2gm_core.network.client import HttpClient, NetworkError
from s2gm_core.network.retry import RetryPolicy, retry_after_seconds
from tests.servers.loopback import Handler, Server, serving

SHORT = RetryPolicy(tries=3, first_wait=0.01, longest_wait=0.05)
BODY = bytes(range(256)) * 8
Do = Callable[[Handler], None]


def test_waits_double_up_to_a_bound_with_jitter() -> None:
    policy = RetryPolicy(first_wait=1.0, longest_wait=10.0)
    for number, full in ((2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 10.0), (60, 10.0)):
        waits = [policy.wait_before(number, None) for _ in range(200)]
        assert full / 2 <= min(waits) < max(waits) <= full
        assert max(waits) - min(waits) > full / 4
    asked = [policy.wait_before(2, 5.0) for _ in range(50)]
    assert 5.0 <= min(asked) < max(asked) <= 5.5
    assert policy.wait_before(2, 1e9) == 10.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("-5", 0.0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2026 09:28:30 +0200", 30.0),
        ("Wed, 21 Oct 2020 07:28:00 GMT", 0.0),
        ("soon", None),
        ("1.5", None),
        ("", None),
        (None, None),
        ("9" * 400, None),
        ("9" * 9000, None),
        ("Wed, 99 Oct 99999 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    now = datetime(2026, 10, 21, 7, 28, tzinfo=timezone.utc)
    assert retry_after_seconds(value, now) == seconds


class Site(Server):
    """Does with the nth request of a path what the test says; the last deed stays."""

    def __init__(self) -> None:
        self.deeds: dict[str, list[Do]] = {}
        self.seen: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        super().__init__(_SiteHandler)

    def stopping(self) -> None:
        self.ended.set()


class _SiteHandler(Handler):
    server: Site

    def do_GET(self) -> None:
        self.body()
        self.server.seen.append((self.command, self.path))
        self.server.headers.append(dict(self.headers))
        deeds = self.server.deeds[self.path.partition("?")[0]]
        (deeds.pop(0) if len(deeds) > 1 else deeds[0])(self)

    do_POST = do_HEAD = do_CONNECT = do_GET


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as server:
        yield server


@pytest.fixture
def client() -> HttpClient:
    return HttpClient(policy=SHORT, signers=())


def says(status: int, body: bytes = b"", **headers: str) -> Do:
    return lambda handler: handler.answer(status, body, **headers)


def silent(handler: Handler) -> None:
    handler.server.ended.wait(20)  # type: ignore[attr-defined]
    handler.close_connection = True


def cut_short(body: bytes, announced: int, **headers: str) -> Do:
    def do(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in {**headers, "Content-Length": str(announced)}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return do


def test_transient_answers_are_repeated_and_everything_is_counted(site: Site, client: HttpClient) -> None:
    site.deeds["/a"] = [says(503, b"busy", Retry_After="0"), cut_short(BODY[:100], 2048), says(200, BODY)]
    assert client.document(f"{site.url}/a") == BODY
    now = client.statistics
    assert (now.requests, now.repeated, now.failed, now.bytes) == (3, 2, 0, 4 + 100 + 2048)
    assert 0 < now.seconds_waited < 0.1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 416, 501])
def test_permanent_answers_are_not_repeated(status: int, site: Site, client: HttpClient) -> None:
    site.deeds["/a"] = [says(status)]
    with pytest.raises(NetworkError, match=rf"{site.url}/a could not be fetched \(HTTP status {status}\)\. \w+"):
        client.document(f"{site.url}/a?sig=SECRET")
    assert len(site.seen) == 1
    assert (client.statistics.requests, client.statistics.failed) == (1, 1)


def test_transient_answers_end_after_the_last_try(site: Site, client: HttpClient) -> None:
    site.deeds["/a"] = [says(500, b"x" * 500_000)]  # a page that is longer than the part that was asked for
    with pytest.raises(NetworkError, match="HTTP status 500 after 3 tries"):
        client.read_range(f"{site.url}/a", 0, 100)
    assert len(site.seen) == 3


def test_packed_documents_are_unpacked_counted_as_sent_and_noticed_when_cut(site: Site, client: HttpClient) -> None:
    packed = gzip.compress(BODY)
    site.deeds["/a"] = [
        cut_short(packed[:-20], len(packed), Content_Encoding="gzip"),
        says(200, packed, Content_Encoding="gzip"),
    ]
    assert client.document(f"{site.url}/a") == BODY
    assert client.statistics.bytes == 2 * len(packed) - 20


def test_too_large_answers_are_refused_also_when_packed(
    site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s2gm_core.network.client.MAX_DOCUMENT_BYTES", 100_000)
    packed = gzip.compress(b" " * 10_000_000)
    site.deeds["/plain"] = [says(200, b" " * 100_001)]
    site.deeds["/packed"] = [says(200, packed, Content_Encoding="gzip")]
    site.deeds["/twice"] = [says(200, gzip.compress(packed), Content_Encoding="gzip, gzip")]
    for path, why in (("plain", "larger than"), ("packed", "larger than"), ("twice", "packed more than once")):
        with pytest.raises(NetworkError, match=why):
            client.document(f"{site.url}/{path}")
    assert len(site.seen) == 3


@pytest.mark.parametrize(
    "span",
    [
        "bytes 0-9/100",
        "bytes 10-18/100",
        "bytes 10-19/*",
        "items 10-19/100",
        "bytes x-y/z",
        "",
        f"bytes 10-19/{'9' * 5000}",
        f"bytes {'9' * 5000}-19/20",
        "bytes 10-19/\xb2",
    ],
)
def test_another_part_than_asked_for_is_refused(span: str, site: Site, client: HttpClient) -> None:
    body = BODY[:9] if "18" in span else BODY[:10]
    site.deeds["/a"] = [says(206, body, Content_Range=span)]
    with pytest.raises(NetworkError, match="does not send parts"):
        client.read_range(f"{site.url}/a", 10, 10)
    site.deeds["/a"] = [says(206, BODY[10:20], Content_Range="bytes 10-19/20", ETag='"v1"')]
    answer = client.read_range(f"{site.url}/a", 10, 100)
    assert (answer.data, answer.file_size, answer.version) == (BODY[10:20], 20, '"v1"')
    assert site.headers[-1]["Range"] == "bytes=10-109"


def test_silence_and_trickles_are_given_up(site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(transport, "SLOWEST_BYTES_PER_SECOND", 1e9)

    def trickle(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "160000")
        handler.end_headers()
        for _ in range(10):
            handler.wfile.write(b"x" * 16_000)
            time.sleep(0.06)

    site.deeds["/silent"], site.deeds["/slow"] = [silent], [trickle]
    with pytest.raises(NetworkError, match="ReadTimeout after 3 tries"):
        client.document(f"{site.url}/silent")
    with pytest.raises(NetworkError, match="stalled after 3 tries"):
        client.document(f"{site.url}/slow")


def by_bytes(before: bytes, dripped: bytes, ended: list[float]) -> Do:
    """Sends ``dripped`` byte by byte, again and again, until the client hangs up."""

    def do(handler: Handler) -> None:
        handler.wfile.write(before)
        handler.close_connection = True
        try:
            for number in range(200):
                handler.wfile.write(dripped[number % len(dripped) :][:1])
                time.sleep(0.05)
        except OSError:
            ended.append(time.monotonic())

    return do


HEAD = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "status": (b"", b"HTTP/1.1 200 OOOO"),
    "headers": (HEAD + b"X-Slow: ", b"x"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (HEAD + b"Content-Length: 5000\r\n\r\n", b"x"),
    "endless body": (HEAD + b"Connection: close\r\n\r\n", b"x"),
    "after much": (HEAD + b"Content-Length: 900000\r\n\r\n" + b"x" * 800_000, b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "length of a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "packed": (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2078\r\n\r\n", gzip.compress(BODY, 0)),
    "error": (b"HTTP/1.1 500 No\r\nContent-Length: 5000\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("kind", DRIPS)
def test_single_bytes_hold_nobody_and_the_connection_is_closed(
    kind: str, site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(transport, "HEADER_SECONDS", 0.3)
    hung_up: list[float] = []
    site.deeds["/a"] = [by_bytes(*DRIPS[kind], hung_up)]
    started = time.monotonic()
    with pytest.raises(NetworkError, match="stalled after 3 tries"):
        client.document(f"{site.url}/a")
    assert time.monotonic() - started < 4  # without the watch, a try takes ten seconds
    time.sleep(0.3)
    assert len(hung_up) == 3


def test_a_proxy_that_drips_before_the_tunnel_holds_nobody(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(transport, "HEADER_SECONDS", 0.3)
    site.deeds["far.invalid:443"] = [by_bytes(HEAD + b"X-Slow: ", b"x", [])]
    client = HttpClient(transport.RequestsTransport({"https": site.url}), SHORT, ())
    started = time.monotonic()
    with pytest.raises(NetworkError, match="stalled after 3 tries"):
        client.document("https://far.invalid/a")
    assert time.monotonic() - started < 4
    assert site.seen[0] == ("CONNECT", "far.invalid:443")


def test_bursts_and_late_first_bytes_are_no_stall(
    site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(transport, "HEADER_SECONDS", 0.8)

    def bursts(handler: Handler) -> None:
        time.sleep(0.4)
        handler.send_response(200)
        handler.send_header("Content-Length", "40000")
        handler.end_headers()
        for _ in range(4):
            time.sleep(0.3)
            handler.wfile.write(b"x" * 10_000)

    site.deeds["/a"] = [bursts]
    assert len(client.document(f"{site.url}/a")) == 40_000
    assert client.statistics.repeated == 0


def test_redirections_are_followed_within_bounds_and_not_to_files(site: Site, client: HttpClient) -> None:
    site.deeds["/a"] = [says(301, bytes(20_000_000), Location="/b")]
    site.deeds["/b"] = [says(307, Location=f"{site.url}/c")]
    site.deeds["/c"] = [says(200, BODY)]
    site.deeds["/loop"] = [says(302, Location="/loop")]
    site.deeds["/file"] = [says(302, Location="file:///etc/passwd")]
    assert client.document(f"{site.url}/a") == client.post(f"{site.url}/a", b"{}") == BODY
    assert client.statistics.bytes < 300_000  # of pages beside a redirection only the beginning is read
    assert site.seen[3:] == [("POST", "/a"), ("POST", "/b"), ("POST", "/c")]  # a search stays one
    with pytest.raises(NetworkError, match="more than 5 redirections"):
        client.document(f"{site.url}/loop")
    with pytest.raises(NetworkError, match="'file:///etc/passwd', which is not read"):
        client.document(f"{site.url}/file")
    for location in ("http://[bad/", "http://host:99999/", "http://host/\x1b[2J", "//[bad:SECRET@x/?sig=SECRET"):
        site.deeds["/lost"] = [says(302, Location=location)]
        with pytest.raises(NetworkError, match=r"it leads to '.*', which is not read") as refused:
            client.document(f"{site.url}/lost")
        assert str(refused.value).isprintable()
        assert "SECRET" not in str(refused.value)
    assert client.statistics.repeated == 0


def test_what_cannot_be_a_request_is_not_repeated(client: HttpClient) -> None:
    for one in (client, HttpClient(policy=SHORT)):
        for url in ("http://", "ftp://host/a", "http://host:99999/", "http://[bad/"):
            with pytest.raises(NetworkError):
                one.document(url)
        assert one.statistics.repeated == 0


def test_stored_passwords_go_to_nobody(
    site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("default login me password SECRET\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    site.deeds["/a"] = [says(200, BODY)]
    client.document(f"{site.url}/a")
    assert "Authorization" not in site.headers[-1]
    client.document(f"{site.url}/a".replace("//", "//user:word@"))
    assert site.headers[-1]["Authorization"].startswith("Basic ")


def test_connections_are_used_again_and_idle_threads_end(
    site: Site, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s2gm_core.network.threads.IDLE_SECONDS", 0.1)
    ports: list[Any] = []
    site.deeds["/a"] = [lambda handler: (ports.append(handler.client_address[1]), handler.answer(200, BODY))[1]]
    others = set(threading.enumerate())
    for _ in range(5):
        client.document(f"{site.url}/a")
    assert len(set(ports)) == 1
    time.sleep(0.4)
    new = set(threading.enumerate()) - others
    assert not [one for one in new if one.name == "s2gm-network"]
    assert client.document(f"{site.url}/a") == BODY


def test_a_cancel_ends_a_silent_request_and_a_long_wait(site: Site) -> None:
    site.deeds["/silent"], site.deeds["/later"] = [silent], [says(429, Retry_After="25")]
    for path in ("silent", "later"):
        cancelled = threading.Event()
        client = HttpClient(signers=()).stopped_by(cancelled.is_set)
        threading.Timer(0.3, cancelled.set).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            client.document(f"{site.url}/{path}")
        assert time.monotonic() - started < 1.0


def test_a_silent_server_does_not_hold_the_program(site: Site) -> None:
    site.deeds["/silent"] = [silent]
    program = f"""
        import threading
        from s2gm_core.errors import Cancelled
        from s2gm_core.network.client import HttpClient
        cancelled = threading.Event()
        threading.Timer(0.2, cancelled.set).start()
        try:
            HttpClient(signers=(), is_cancelled=cancelled.is_set).document("{site.url}/silent")
        except Cancelled:
            print("cancelled")
    """
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=10, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("cancelled\n", "", 0)
