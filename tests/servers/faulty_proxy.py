"""A reverse proxy in front of one server that does to requests what bad networks and busy servers do.

What happens is decided by the seed, the request (method, URL, Range and body) and how often it came before: a run can
be repeated, whatever order threads ask in. A transient fault goes away when the same request comes again often enough,
a permanent one stays.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import urlsplit

from .loopback import Handler, Server, serving

UPSTREAM_SECONDS = 30
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "host", "content-length"}
PIECES = 10


@dataclass(frozen=True)
class Faults:
    """What goes wrong, and how often."""

    seed: int = 1
    share: float = 0.0  # of the different requests: these fail at first
    kinds: tuple[str, ...] = ("drop", "truncate", "reset", "429 seconds", "429 date", "429", "500", "503")
    repeats: int = 1  # so many times a request fails before it succeeds
    permanent: tuple[tuple[str, str], ...] = ()  # (pattern searched in path and query, kind): fails each time
    stall_seconds: float = 2.0  # of "stall" and "stall body": nothing is sent, then the connection is dropped
    trickle_seconds: float = 0.5  # of "trickle": a whole answer takes so long
    retry_after: int = 1  # seconds that "429 seconds", "429 date" and "503" ask to wait

    def __post_init__(self) -> None:
        unknown = {*self.kinds, *(kind for _, kind in self.permanent)} - set(KINDS)
        if unknown:
            raise ValueError(f"no faults of these names: {sorted(unknown)}; there are {sorted(KINDS)}")

    def of(self, path: str, request: str, attempt: int) -> str | None:
        """The fault of the nth time (from 0) that a request comes, or None."""
        for pattern, kind in self.permanent:
            if re.search(pattern, path):
                return kind
        if attempt >= self.repeats or _chance(self.seed, request) >= self.share:
            return None
        return self.kinds[int(_chance(self.seed, request, attempt) * len(self.kinds))]


@dataclass(frozen=True)
class Deed:
    """A request and what was done to it."""

    method: str
    path: str  # with query
    range: str
    attempt: int  # from 0, of the same method, path, range and body
    fault: str | None
    status: int | None  # None: no status line was sent
    sent: int  # bytes of the body


@dataclass(frozen=True)
class Answer:
    """What the server behind the proxy said."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class FaultyProxy(Server):
    """The proxy. ``faults`` may be set at any time; requests that came before keep the count of their attempts."""

    def __init__(self, upstream: str, faults: Faults) -> None:
        self.upstream = upstream.rstrip("/")
        self.faults = faults
        self.ended = threading.Event()
        self._deeds: list[Deed] = []
        self._busy = 0  # requests that are being answered
        self._changed = threading.Condition()
        self._times: Counter[str] = Counter()
        super().__init__(_Handler)

    @property
    def deeds(self) -> list[Deed]:
        """What was done until now, in the order in which it ended. Waits for answers on their way, stalled ones too."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._busy == 0, UPSTREAM_SECONDS):
                raise TimeoutError(f"{self._busy} requests are still being answered.")
            return list(self._deeds)

    def restart(self, faults: Faults) -> None:
        """Begin anew with other faults: all requests come for the first time again."""
        _ = self.deeds  # an old answer on its way must not count as one of the new beginning
        with self._changed:
            self.faults = faults
            self._deeds.clear()
            self._times.clear()

    def stopping(self) -> None:
        self.ended.set()

    def decide(self, path: str, request: str) -> tuple[int, str | None]:
        """Which time a request comes, from 0, and its fault; ``note`` must follow."""
        with self._changed:
            self._busy += 1
            attempt = self._times[request]
            self._times[request] += 1
            return attempt, self.faults.of(path, request, attempt)

    def note(self, deed: Deed) -> None:
        """Remember what was done to a request that ``decide`` was asked about."""
        with self._changed:
            self._busy -= 1
            self._deeds.append(deed)
            self._changed.notify_all()

    def fetch(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Ask the server behind. Its own address in JSON becomes ours, so that next links come back to us."""
        address = urlsplit(self.upstream)
        with closing(http.client.HTTPConnection(str(address.hostname), address.port, timeout=UPSTREAM_SECONDS)) as link:
            link.request(method, address.path + path, body or None, headers)
            response = link.getresponse()
            content, kept = response.read(), response.getheaders()
        if method != "HEAD" and "json" in response.headers.get_content_type() and response.status == 200:
            content = content.replace(self.upstream.encode(), self.url.encode())
        length = len(content) if method != "HEAD" else response.headers.get("Content-Length", "0")
        kept = [(name, value) for name, value in kept if name.lower() not in HOP_BY_HOP]
        return Answer(response.status, (*kept, ("Content-Length", str(length))), content)


class _Handler(Handler):
    server: FaultyProxy

    def do_GET(self) -> None:
        body, span = self.body(), self.headers.get("Range", "")
        request = f"{self.command} {self.path} {span} {hashlib.sha256(body).hexdigest()}"
        attempt, fault = self.server.decide(self.path, request)
        self.status: int | None = None
        self.sent = 0
        try:
            (KINDS[fault] if fault else _pass)(self, body)
        finally:
            self.server.note(Deed(self.command, self.path, span, attempt, fault, self.status, self.sent))

    do_HEAD = do_POST = do_GET

    def fetched(self, body: bytes) -> Answer:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        return self.server.fetch(self.command, self.path, headers, body)

    def head(self, answer: Answer) -> None:
        self.status = answer.status
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()

    def send(self, body: bytes) -> None:
        self.wfile.write(body)
        self.sent += len(body)

    def hold(self, seconds: float) -> None:
        self.server.ended.wait(seconds)

    def refuse(self, status: int, wait: str | None = None) -> None:
        self.status = status
        body = f"{status}, made by the proxy of the tests\n".encode()
        self.sent = 0 if self.command == "HEAD" else len(body)
        self.answer(status, body, Content_Type="text/plain", **({} if wait is None else {"Retry_After": wait}))


def _pass(handler: _Handler, body: bytes) -> None:
    answer = handler.fetched(body)
    handler.head(answer)
    handler.send(answer.body)


def _drop(handler: _Handler, body: bytes) -> None:
    handler.close_connection = True


def _stall(handler: _Handler, body: bytes) -> None:
    handler.hold(handler.server.faults.stall_seconds)
    handler.close_connection = True


def _stall_body(handler: _Handler, body: bytes) -> None:
    _truncate(handler, body)
    handler.hold(handler.server.faults.stall_seconds)


def _truncate(handler: _Handler, body: bytes) -> None:
    """Half of the body, although the whole was promised."""
    answer = handler.fetched(body)
    handler.head(answer)
    handler.send(answer.body[: len(answer.body) // 2])
    handler.close_connection = True


def _reset(handler: _Handler, body: bytes) -> None:
    """As truncated, but with a reset of the connection."""
    _truncate(handler, body)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The server would take leave in order, with a shutdown, after which a close sends no reset.
    handler.connection.close()


def _trickle(handler: _Handler, body: bytes) -> None:
    answer = handler.fetched(body)
    handler.head(answer)
    size = max(1, -(-len(answer.body) // PIECES))
    for start in range(0, len(answer.body), size):
        handler.hold(handler.server.faults.trickle_seconds / PIECES)
        handler.send(answer.body[start : start + size])


def _later(handler: _Handler) -> str:
    return str(handler.server.faults.retry_after)


def _date(handler: _Handler) -> str:
    # Dates of HTTP have whole seconds: rounded up, so that the wait is never shorter than asked for.
    return formatdate(int(time.time()) + 1 + handler.server.faults.retry_after, usegmt=True)


KINDS: dict[str, Callable[[_Handler, bytes], None]] = {
    "drop": _drop,
    "stall": _stall,
    "stall body": _stall_body,
    "truncate": _truncate,
    "reset": _reset,
    "trickle": _trickle,
    "429": lambda handler, body: handler.refuse(429),
    "429 seconds": lambda handler, body: handler.refuse(429, _later(handler)),
    "429 date": lambda handler, body: handler.refuse(429, _date(handler)),
    "500": lambda handler, body: handler.refuse(500),
    "503": lambda handler, body: handler.refuse(503, _later(handler)),
    "404": lambda handler, body: handler.refuse(404),
    "403": lambda handler, body: handler.refuse(403),
}
"""Every fault by name. "trickle" is slow but whole."""


def serve(upstream: str, faults: Faults | None = None) -> AbstractContextManager[FaultyProxy]:
    """The proxy in front of a server's URL, until the context ends. Without faults it only passes on."""
    return serving(FaultyProxy(upstream, faults or Faults()))


def _chance(*parts: object) -> float:
    """A number in [0, 1) that depends on nothing but the arguments, in every process."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
