"""Documents and byte ranges over HTTP: retried, counted, signed, and given up at once when the user cancels."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from typing import TypeVar

from ..errors import Cancelled, CatalogueError
from .retry import TRANSIENT_STATUSES, RetryPolicy, retry_after_seconds
from .signing import Signer, signers_from_environment
from .transport import AnswerTooLarge, ConnectionProblem, HttpAnswer, HttpRequest, RequestsTransport, Transport
from .urls import without_query

MAX_DOCUMENT_BYTES = 64 * 2**20
"""Larger JSON or XML documents are refused."""

CONNECTIONS = 16
"""Requests that are on their way at the same time, at most."""

POLL_SECONDS = 0.1

_REFUSED_STATUSES = frozenset({401, 403})
_ADVICE = {
    401: "It asks for credentials: see docs/sources.md",
    403: "Access is refused: the credentials or the signature are not accepted",
    404: "The file is not there: leave the scene out or choose another source",
    410: "The file is no longer there: leave the scene out or choose another source",
    429: "The service asks to slow down: try again later",
}

Result = TypeVar("Result")


class NetworkError(CatalogueError):
    """A request failed for good; the message says which, with which status, and what to do, without credentials."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class NetworkStatistics:
    """What went over the network so far."""

    requests: int = 0  # sent, repetitions included
    bytes: int = 0  # received in bodies
    repeated: int = 0  # requests that were sent again after a failure
    failed: int = 0  # requests that were given up
    seconds_waited: float = 0.0  # between tries, summed over the threads


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
        self._threads = _DaemonThreads(CONNECTIONS)
        self._lock = threading.Lock()
        self._statistics = NetworkStatistics()

    @property
    def statistics(self) -> NetworkStatistics:
        """What went over the network so far."""
        return self._statistics

    def stopped_by(self, is_cancelled: Callable[[], bool]) -> HttpClient:
        """The same client for a run that the user can cancel; counts start anew."""
        return HttpClient(self._transport, self._policy, self._signers, is_cancelled)

    def document(self, url: str) -> bytes:
        """A document of at most `MAX_DOCUMENT_BYTES`. Raises `NetworkError`."""
        return self._send(HttpRequest(url, limit=MAX_DOCUMENT_BYTES)).body

    def post(self, url: str, body: bytes) -> bytes:
        """The answer to a posted JSON document. Raises `NetworkError`."""
        headers = {"Content-Type": "application/json", "Accept": "application/geo+json, application/json"}
        return self._send(HttpRequest(url, "POST", headers, body, MAX_DOCUMENT_BYTES)).body

    def read_range(self, url: str, start: int, length: int) -> RangeAnswer:
        """Bytes ``start`` to ``start + length`` of a file, fewer at its end. Raises `NetworkError`."""
        headers = {"Range": f"bytes={start}-{start + length - 1}", "Accept-Encoding": "identity"}
        answer = self._send(HttpRequest(url, headers=headers, limit=length))
        size = _size_of_file(answer, start)
        if size is None:
            raise NetworkError(f"{without_query(url)}: the server does not send parts of files; download it first.")
        return RangeAnswer(answer.body, size, answer.headers.get("etag") or answer.headers.get("last-modified", ""))

    def _send(self, request: HttpRequest) -> HttpAnswer:
        """The successful answer to a request, after as many tries as the policy allows."""
        refused = False
        reason: int | str = ""
        for number in range(1, self._policy.tries + 1):
            retry_after = None
            try:
                answer = self._once(request)
            except ConnectionProblem as problem:
                reason = str(problem)
            except AnswerTooLarge as problem:
                raise self._failure(request, f"the answer {problem}") from None
            else:
                if answer.status in (200, 206):
                    return answer
                reason = answer.status
                if reason in _REFUSED_STATUSES and self._signers and not refused:
                    refused = True  # a token may have ended early: once more, with a new one
                    for signer in self._signers:
                        signer.forget(request)
                elif reason not in TRANSIENT_STATUSES:
                    raise self._failure(request, reason)
                retry_after = retry_after_seconds(answer.headers.get("retry-after"))
            if number < self._policy.tries:
                self._wait(self._policy.wait_before(number + 1, retry_after))
        raise self._failure(request, reason, f" after {self._policy.tries} tries")

    def _once(self, request: HttpRequest) -> HttpAnswer:
        """One try, on a thread that is left behind when the user cancels while the server is silent."""

        def send() -> HttpAnswer:
            signed = request
            for signer in self._signers:
                signed = signer.sign(signed, self._send_plain)
            return self._transport.send(signed)

        answer = None
        try:
            answer = self._waited_for(self._threads.submit(send))
            return answer
        finally:
            self._count(requests=1, bytes=0 if answer is None else len(answer.body))

    def _send_plain(self, request: HttpRequest) -> HttpAnswer:
        """Unsigned, for tokens."""
        answer = self._transport.send(request)
        self._count(requests=1, bytes=len(answer.body))
        return answer

    def _waited_for(self, future: Future[Result]) -> Result:
        while True:
            if self._is_cancelled():
                future.cancel()
                raise Cancelled("Cancelled while waiting for the network.")
            with contextlib.suppress(FutureTimeout):
                return future.result(timeout=POLL_SECONDS)

    def _wait(self, seconds: float) -> None:
        self._count(repeated=1, seconds_waited=seconds)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._is_cancelled():
                raise Cancelled("Cancelled while waiting for the network.")
            time.sleep(min(left, POLL_SECONDS))

    def _failure(self, request: HttpRequest, reason: int | str, tries: str = "") -> NetworkError:
        self._count(failed=1)
        what = f"HTTP status {reason}" if isinstance(reason, int) else str(reason)
        status = reason if isinstance(reason, int) else None
        advice = _ADVICE.get(status or 0, "Check the URL and the network, and try again later")
        return NetworkError(f"{without_query(request.url)} could not be fetched ({what}{tries}). {advice}.", status)

    def _count(
        self, requests: int = 0, bytes: int = 0, repeated: int = 0, failed: int = 0, seconds_waited: float = 0.0
    ) -> None:
        with self._lock:
            now = self._statistics
            self._statistics = replace(
                now,
                requests=now.requests + requests,
                bytes=now.bytes + bytes,
                repeated=now.repeated + repeated,
                failed=now.failed + failed,
                seconds_waited=now.seconds_waited + seconds_waited,
            )


def _size_of_file(answer: HttpAnswer, start: int) -> int | None:
    """Size of the whole file as an answer to a range request tells it; None where the range was not honoured."""
    if answer.status == 200:
        return len(answer.body) if start == 0 else None
    unit, _, rest = answer.headers.get("content-range", "").partition(" ")
    place, _, size = rest.partition("/")
    first = place.partition("-")[0]
    honoured = unit == "bytes" and first.isdigit() and int(first) == start and size.isdigit()
    return int(size) if honoured else None


class _DaemonThreads:
    """A bounded number of threads that do not keep the program alive: a silent server cannot hold it at its end."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[tuple[Future, Callable[[], object]]] = queue.SimpleQueue()
        self._threads = 0
        self._idle = threading.Semaphore(0)

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Do ``work`` on one of the threads."""
        future: Future[Result] = Future()
        self._waiting.put((future, work))
        with self._lock:
            if not self._idle.acquire(blocking=False) and self._threads < self._count:
                self._threads += 1
                threading.Thread(target=self._run, name="s2gm-network", daemon=True).start()
        return future

    def _run(self) -> None:
        while True:
            future, work = self._waiting.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as problem:
                    future.set_exception(problem)
            del future, work  # nothing of a finished request is kept while waiting for the next
            self._idle.release()
