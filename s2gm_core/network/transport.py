"""One request, one answer: the border to ``requests``, behind a Protocol so that a host program can bring its own."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import requests
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url

from ..errors import S2GMError
from ..version import __version__
from .urls import without_query
from .watched import Pace, Stalled, WatchedAdapter

CHUNK_BYTES = 2**14
"""Bytes that are read at a time: few enough that packed blanks fill no memory."""

CONNECT_SECONDS, SILENCE_SECONDS = 15.0, 20.0
"""How long a connection may take, and how long a server may send nothing."""

HEADER_SECONDS = 30.0
"""How long it may take until all headers of an answer are there."""

SLOWEST_BYTES_PER_SECOND = 2_000.0
"""A body that comes more slowly than this over `SILENCE_SECONDS` counts as stalled."""

ERROR_BYTES = 2**16
"""So much is read of the body of an answer that reports an error; the rest is left."""

_HOPELESS = (
    requests.exceptions.InvalidURL,  # InvalidProxyURL is one
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
    ValueError,  # what urllib3 makes of impossible hosts
)
_PART = re.compile(r"bytes (\d{1,18})-(\d{1,18})/", re.ASCII)  # more digits are no place in a file
_LENGTH = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True)
class HttpRequest:
    """A request; headers, body and query may hold credentials, so none of them is ever shown."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    limit: int = 64 * 2**20  # bytes of the answer that are accepted

    def __repr__(self) -> str:
        return f"HttpRequest({self.method} {without_query(self.url)})"


@dataclass(frozen=True)
class HttpAnswer:
    """An answer of a server, whatever its status; header names in lower case. Tokens come in answers, too."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    received: int  # bytes of the body as they came, packed or not


class ConnectionProblem(S2GMError):
    """No usable answer came, and the next try may bring one: no connection, a timeout, a body cut short, "not now"."""

    def __init__(
        self, message: str, status: int | None = None, retry_after: float | None = None, received: int = 0
    ) -> None:
        super().__init__(message)
        self.status, self.retry_after, self.received = status, retry_after, received


class PermanentProblem(S2GMError):
    """The request cannot be sent or its answer cannot be used; another try would end in the same way."""

    def __init__(self, message: str, status: int | None = None, received: int = 0) -> None:
        super().__init__(message)
        self.status, self.received = status, received


class AnswerTooLarge(PermanentProblem):
    """The answer is larger than the request allows; the rest was not read."""


class Transport(Protocol):
    """Sends requests. Called from several threads at once."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        """The server's answer, redirections not followed; raises `ConnectionProblem` or `PermanentProblem`."""


class RequestsTransport:
    """HTTP with ``requests``: one session per thread, connections are used again.

    ``proxies`` (scheme: URL) come before those of the environment.
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
                allow_redirects=False,  # the client follows them: each host gets its own credentials and no others
                proxies=dict(self._proxies),  # those of a session would come after the environment's
                auth=_credentials_of_url,
            ) as answer:
                body = _whole_body(answer, request)
                return HttpAnswer(answer.status_code, _lower(answer.headers), body, answer.raw.tell())
        except Stalled:
            raise ConnectionProblem("stalled") from None
        # A problem's own text holds the URL with its signature; only the kind is told.
        except _HOPELESS as problem:
            raise PermanentProblem(type(problem).__name__) from None
        except requests.exceptions.SSLError as problem:
            if "CERTIFICATE_VERIFY_FAILED" in str(problem):
                raise PermanentProblem("the server's certificate is not trusted") from None
            raise ConnectionProblem(type(problem).__name__) from None
        except (requests.RequestException, OSError) as problem:
            raise ConnectionProblem(type(problem).__name__) from None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = _Session()
            adapter = WatchedAdapter(Pace(HEADER_SECONDS, SILENCE_SECONDS, SLOWEST_BYTES_PER_SECOND))
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            session.headers["User-Agent"] = f"S2GM-for-QGIS/{__version__}"
            self._local.session = session
        return session


class _Session(requests.Session):
    """Leaves redirections to the client. ``requests`` would read their bodies whole and choke on odd locations."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: there is nothing to prepare."""


def _credentials_of_url(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """User and password of the URL itself, if any. Without this, ``requests`` sends those of .netrc to any host."""
    user, password = get_auth_from_url(prepared.url or "")
    return HTTPBasicAuth(user, password)(prepared) if user or password else prepared


def _whole_body(answer: requests.Response, request: HttpRequest) -> bytes:
    """The decoded body; raises where it cannot be had, and counts what came of it."""
    try:
        return _body(answer, request)
    except Stalled:
        raise ConnectionProblem("stalled", received=answer.raw.tell()) from None
    except (requests.RequestException, OSError, ValueError) as problem:  # the latter two are urllib3's
        raise ConnectionProblem(type(problem).__name__, received=answer.raw.tell()) from None


def _body(answer: requests.Response, request: HttpRequest) -> bytes:
    """The decoded body; what is longer than the limit or cut short raises."""
    if "," in answer.headers.get("Content-Encoding", ""):  # packed more than once: a trick to fill the memory
        raise PermanentProblem("its body is packed more than once", answer.status_code)
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_content(CHUNK_BYTES):
        pieces.append(piece)
        size += len(piece)
        is_error = answer.status_code >= 300
        if is_error and size >= ERROR_BYTES:
            return b"".join(pieces)
        if size > request.limit and not is_error:
            received = answer.raw.tell()
            raise AnswerTooLarge(f"the answer is larger than {request.limit} bytes", answer.status_code, received)
    _check_whole(answer, request, size)
    return b"".join(pieces)


def _check_whole(answer: requests.Response, request: HttpRequest, size: int) -> None:
    """Raise where less came than was announced; old versions of urllib3 do not tell."""
    received, announced = answer.raw.tell(), answer.headers.get("Content-Length", "")
    part = _PART.match(answer.headers.get("Content-Range", "")) if answer.status_code == 206 else None
    promised = int(part[2]) - int(part[1]) + 1 if part else size
    if request.method != "HEAD" and _LENGTH.fullmatch(announced) and int(announced) != received:
        raise ConnectionProblem(f"ended after {received} of {announced} bytes", received=received)
    if size != promised:
        raise ConnectionProblem(f"ended after {size} of {promised} bytes", received=received)


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
