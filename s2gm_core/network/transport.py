"""One request, one answer: the border to ``requests``, behind a Protocol so that a host program can bring its own."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import requests

from ..errors import S2GMError

CHUNK_BYTES = 2**18
CONNECT_SECONDS, SILENCE_SECONDS = 15.0, 20.0
"""How long a connection may take, and how long a server may send nothing."""

SLOWEST_BYTES_PER_SECOND = 2_000.0
"""An answer that comes more slowly than this over `SILENCE_SECONDS` counts as stalled."""


_PLAIN_HEADERS = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "range", "user-agent"}
    | {"cookie", "proxy-authorization"}  # which requests itself makes anew for each host
)
"""What goes along when a server sends a request on to another host; every other header may hold credentials."""


@dataclass(frozen=True)
class HttpRequest:
    """A request; headers and URL may hold credentials, so neither is ever logged."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    limit: int = 64 * 2**20  # bytes of the answer that are accepted


@dataclass(frozen=True)
class HttpAnswer:
    """An answer of a server, whatever its status; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ConnectionProblem(S2GMError):
    """No whole answer came: no connection, a timeout, a connection that broke, or a body cut short."""


class AnswerTooLarge(S2GMError):
    """The answer is larger than the request allows; it was not read."""


class Transport(Protocol):
    """Sends requests. Called from several threads at once."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        """The server's answer; raises `ConnectionProblem` or `AnswerTooLarge` where there is none."""


class RequestsTransport:
    """HTTP with ``requests``: one session per thread, connections are used again.

    ``proxies`` by scheme, as ``requests`` takes them, stand before those of the environment; "" means no proxy.
    """

    def __init__(self, proxies: Mapping[str, str] | None = None) -> None:
        self._proxies = dict(proxies or {})
        self._local = threading.local()
        _hide_queries_in_log()

    def send(self, request: HttpRequest) -> HttpAnswer:
        """The answer, its body decoded and complete."""
        try:
            with self._session().request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
                stream=True,
                proxies=dict(self._proxies),  # those of a session would stand behind the environment's
            ) as answer:
                body = _body(answer, request)
                return HttpAnswer(answer.status_code, _lower(answer.headers), body)
        except requests.RequestException as problem:
            # The problem's own text holds the URL with its signature.
            raise ConnectionProblem(type(problem).__name__) from None
        except (OSError, ValueError) as problem:  # urllib3's own errors while the body is read
            raise ConnectionProblem(type(problem).__name__) from None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = _Session()
        return session


class _Session(requests.Session):
    """Credentials stay with the host that they were meant for: ``requests`` itself only takes care of Authorization."""

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Called before a redirect is followed."""
        if self.should_strip_auth(response.request.url, prepared_request.url):
            for name in set(map(str.lower, prepared_request.headers)) - _PLAIN_HEADERS:
                del prepared_request.headers[name]
        super().rebuild_auth(prepared_request, response)


def _body(answer: requests.Response, request: HttpRequest) -> bytes:
    """The decoded body; what is longer than the limit, cut short or too slow raises."""
    pieces: list[bytes] = []
    size, started = 0, time.monotonic()
    for piece in answer.iter_content(CHUNK_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > request.limit:
            raise AnswerTooLarge(f"is larger than {request.limit} bytes")
        seconds = time.monotonic() - started
        if seconds > SILENCE_SECONDS and size < seconds * SLOWEST_BYTES_PER_SECOND:
            raise ConnectionProblem("stalled")
    announced = answer.headers.get("Content-Length", "")
    whole = "Content-Encoding" in answer.headers or not announced.isdigit() or int(announced) == size
    if not whole and request.method != "HEAD":
        raise ConnectionProblem(f"ended after {size} of {announced} bytes")
    return b"".join(pieces)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class _WithoutQueries(logging.Filter):
    """Takes queries, where signatures stand, out of urllib3's debug lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = re.sub(r"\?[^\s\"]*", "?...", record.getMessage()), ()
        return True


def _hide_queries_in_log() -> None:
    logger = logging.getLogger("urllib3.connectionpool")
    if not any(isinstance(one, _WithoutQueries) for one in logger.filters):
        logger.addFilter(_WithoutQueries())
