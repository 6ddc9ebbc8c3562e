"""Documents and byte ranges over HTTP: retried, counted, signed, and given up at once when the user cancels."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar
from urllib.parse import urljoin

from ..errors import Cancelled, CatalogueError, S2GMError
from .retry import TRANSIENT_STATUSES, RetryPolicy, retry_after_seconds
from .signing import MissingCredentials, Signer, signers_from_environment
from .threads import DaemonThreads
from .transport import (
    AnswerTooLarge,
    ConnectionProblem,
    HttpAnswer,
    HttpRequest,
    PermanentProblem,
    RequestsTransport,
    Transport,
)
from .urls import is_url, is_well_formed, without_query

MAX_DOCUMENT_BYTES = 64 * 2**20
"""Larger JSON or XML documents are refused."""

CONNECTIONS = 16
"""Requests that are on their way at the same time, at most."""

POLL_SECONDS = 0.1

MAX_REDIRECTIONS = 5
NO_PARTS = "the server does not send parts of files"
_PART = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})", re.ASCII)  # more digits are no size of a file
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_REFUSED_STATUSES = frozenset({401, 403})
_ADVICE: Mapping[object, str] = {
    NO_PARTS: "Download the file first",
    401: "It asks for credentials: see docs/sources.md",
    403: "Access is refused: the credentials or the signature are not accepted",
    404: "The file is not there: leave the scene out or choose another source",
    416: "The file is empty",
    410: "The file is no longer there: leave the scene out or choose another source",
    429: "The service asks to slow down: try again later",
}

Result = TypeVar("Result")


class NetworkError(CatalogueError):
    """A request failed for good; the message says which, with which status, and what to do, without credentials."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class _TokenRefused(ConnectionProblem):
    """The provider did not accept a token, which was forgotten: one more try may succeed."""


@dataclass(frozen=True)
class NetworkStatistics:
    """What went over the network so far."""

    requests: int = 0  # sent: repetitions, redirections and requests for tokens included
    bytes: int = 0  # received in bodies, as they came: packed, or cut short
    repeated: int = 0  # requests that were sent again after a failure
    failed: int = 0  # requests that were given up
    seconds_waited: float = 0.0  # between tries, summed over the threads
    seconds: float = 0.0  # of requests on their way, summed over the connections


@dataclass(frozen=True)
class RangeAnswer:
    """Part of a remote file."""

    data: bytes
    file_size: int  # bytes of the whole file
    version: str  # ETag or date of the file, "" where the server tells none


class HttpClient:
    """Reads documents and ranges. All methods may be called from any thread; waits end at once on a cancel."""

    def __init__(
        self,
        transport: Transport | None = None,
        policy: RetryPolicy | None = None,
        signers: Sequence[Signer] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._transport = transport or RequestsTransport()
        self._policy = policy or RetryPolicy()
        self._signers = tuple(signers_from_environment() if signers is None else signers)
        self._is_cancelled = is_cancelled or (lambda: False)
        self._threads = DaemonThreads(CONNECTIONS)
        self._lock = threading.Lock()
        self._statistics = NetworkStatistics()

    @property
    def statistics(self) -> NetworkStatistics:
        """What went over the network so far."""
        return self._statistics

    def stopped_by(self, is_cancelled: Callable[[], bool]) -> HttpClient:
        """The same client for a run that the user can cancel; counts start anew."""
        return HttpClient(self._transport, self._policy, self._signers, is_cancelled)

    def stop_if_cancelled(self) -> None:
        """Raise `Cancelled` where the user wants the run to stop; for long walks that read no network."""
        if self._is_cancelled():
            raise Cancelled("Cancelled while the catalogue was read.")

    def can_read(self, url: str) -> bool:
        """Whether no signer knows that credentials are missing for this URL."""
        return not any(isinstance(one, MissingCredentials) and one.covers(url) for one in self._signers)

    def document(self, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """A document of at most `MAX_DOCUMENT_BYTES`. Raises `NetworkError`."""
        return self._send(HttpRequest(url, headers=headers or {}, limit=MAX_DOCUMENT_BYTES)).body

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
        """The answer to a posted JSON document. Raises `NetworkError`."""
        sent = {"Content-Type": "application/json", "Accept": "application/geo+json, application/json"}
        return self._send(HttpRequest(url, "POST", {**(headers or {}), **sent}, body, MAX_DOCUMENT_BYTES)).body

    def read_range(self, url: str, start: int, length: int) -> RangeAnswer:
        """Bytes ``start`` to ``start + length`` of a file, fewer at its end. Raises `NetworkError`."""
        headers = {"Range": f"bytes={start}-{start + length - 1}", "Accept-Encoding": "identity"}
        answer = self._send(HttpRequest(url, headers=headers, limit=length))
        size = _size_of_file(answer, start)
        if size is None or len(answer.body) != min(length, size - start):
            raise self._failure(url, NO_PARTS, answer.status)
        return RangeAnswer(answer.body, size, answer.headers.get("etag") or answer.headers.get("last-modified", ""))

    def _send(self, request: HttpRequest) -> HttpAnswer:
        """The successful answer to a request, after as many tries as the policy allows."""
        problem = ConnectionProblem("not tried")
        renewed = False
        for number in range(1, self._policy.tries + 1):
            try:
                return self._waited_for(self._threads.submit(partial(self._answer, request)))
            except ConnectionProblem as latest:
                if isinstance(latest, _TokenRefused) and renewed:
                    raise self._failure(request.url, str(latest), latest.status) from None
                renewed = renewed or isinstance(latest, _TokenRefused)
                problem = latest
            except PermanentProblem as final:
                whole_file = isinstance(final, AnswerTooLarge) and final.status == 200 and "Range" in request.headers
                raise self._failure(request.url, NO_PARTS if whole_file else str(final), final.status) from None
            if number < self._policy.tries:
                self._wait(self._policy.wait_before(number + 1, problem.retry_after))
        raise self._failure(request.url, f"{problem} after {self._policy.tries} tries", problem.status)

    def _answer(self, request: HttpRequest) -> HttpAnswer:
        """One try: signed, redirections followed. Each host is asked with its own credentials and no others."""
        for _ in range(MAX_REDIRECTIONS + 1):
            if not is_well_formed(request.url):  # signers take URLs apart
                raise PermanentProblem("it is no URL")
            signed = request
            for signer in self._signers:
                signed = signer.sign(signed, self._exchange)
            answer = self._exchange(signed)
            if answer.status in (200, 206):
                return answer
            if answer.status not in _REDIRECTIONS or "location" not in answer.headers:
                raise self._refusal(signed, answer.status)
            request = _redirected(request, signed.url, answer)
        raise PermanentProblem(f"more than {MAX_REDIRECTIONS} redirections")

    def _refusal(self, signed: HttpRequest, status: int) -> S2GMError:
        """The problem that an answer's status means."""
        if status in _REFUSED_STATUSES and any([signer.forget(signed) for signer in self._signers]):
            return _TokenRefused(f"HTTP status {status}", status)  # it may have ended early: once more, with a new one
        return PermanentProblem(f"HTTP status {status}", status)

    def _exchange(self, request: HttpRequest) -> HttpAnswer:
        """One request on the wire, counted; answers that mean "not now" become problems."""
        received, started = 0, time.monotonic()
        try:
            answer = self._transport.send(request)
            received = answer.received
        except (ConnectionProblem, PermanentProblem) as problem:
            received = problem.received
            raise
        finally:
            self._count(requests=1, bytes=received, seconds=time.monotonic() - started)
        if answer.status in TRANSIENT_STATUSES:
            retry_after = retry_after_seconds(answer.headers.get("retry-after"))
            raise ConnectionProblem(f"HTTP status {answer.status}", answer.status, retry_after)
        return answer

    def _waited_for(self, future: Future[Result]) -> Result:
        """What a thread found out; the thread is left behind when the user cancels while the server is silent."""
        while not future.done():
            if self._is_cancelled():
                future.cancel()
                raise Cancelled("Cancelled while waiting for the network.")
            wait([future], POLL_SECONDS)
        return future.result()

    def _wait(self, seconds: float) -> None:
        self._count(repeated=1, seconds_waited=seconds)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._is_cancelled():
                raise Cancelled("Cancelled while waiting for the network.")
            time.sleep(min(left, POLL_SECONDS))

    def _failure(self, url: str, reason: str, status: int | None = None) -> NetworkError:
        self._count(failed=1)
        advice = _ADVICE.get(reason) or _ADVICE.get(status or 0, "Check the URL and the network, and try again later")
        return NetworkError(f"{without_query(url)} could not be fetched ({reason}). {advice}.", status)

    def _count(self, **more: float) -> None:
        """Add to the statistics, by the names of their fields."""
        with self._lock:
            now = self._statistics
            self._statistics = replace(now, **{name: getattr(now, name) + value for name, value in more.items()})


def _size_of_file(answer: HttpAnswer, start: int) -> int | None:
    """Size of the whole file as an answer to a range request tells it; None where the range was not honoured."""
    if answer.status == 200:
        return len(answer.body) if start == 0 else None
    part = _PART.fullmatch(answer.headers.get("content-range", ""))
    return int(part[2]) if part and int(part[1]) == start else None


def _redirected(request: HttpRequest, asked: str, answer: HttpAnswer) -> HttpRequest:
    """The request that a redirection asks for, not yet signed. A search stays a POST, unless 303 says otherwise."""
    location = answer.headers["location"]
    try:
        url = urljoin(asked.partition("?")[0], location)
    except ValueError:  # such as an unclosed bracket in the host
        url = location
    if not (is_url(url) and is_well_formed(url) and url.isprintable()):
        raise PermanentProblem(f"it leads to {without_query(url)[:120]!r}, which is not read", answer.status)
    if answer.status == 303 and request.method != "GET":
        return replace(request, url=url, method="GET", body=None, headers={})
    return replace(request, url=url)
