"""Threads for requests, which a silent server can hold without holding the program."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

IDLE_SECONDS = 15.0
"""How long a thread without work stays, with its open connections."""

Result = TypeVar("Result")


class DaemonThreads:
    """A bounded number of threads that do not keep the program alive, and that end when there is nothing to do."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._changed = threading.Condition()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._threads = 0
        self._idle = 0

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Do ``work`` on one of the threads."""
        future: Future[Result] = Future()
        with self._changed:
            self._waiting.append((future, work))
            if self._idle >= len(self._waiting):
                self._changed.notify()
            elif self._threads < self._count:
                self._threads += 1
                threading.Thread(target=self._run, name="s2gm-network", daemon=True).start()
        return future

    def _run(self) -> None:
        while (job := self._next()) is not None:
            future, work = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as problem:
                    future.set_exception(problem)
            del job, future, work  # nothing of a finished request is kept while waiting for the next

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._changed:
            self._idle += 1
            arrived = self._changed.wait_for(lambda: self._waiting, IDLE_SECONDS)
            self._idle -= 1
            if not arrived:
                self._threads -= 1
                return None
            return self._waiting.popleft()


class OnceForAll(Generic[Result]):
    """Work that several threads want at the same time is done by the first; the others get its result or error."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Hashable, Future[Result]] = {}

    def do(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """The result of ``work``, which may have been begun by another thread under the same key."""
        with self._lock:
            others = self._running.get(key)
            if others is None:
                mine = self._running[key] = Future()
        if others is not None:
            return others.result()
        try:
            result = work()
        except BaseException as problem:
            mine.set_exception(problem)
            raise
        else:
            mine.set_result(result)
            return result
        finally:
            with self._lock:
                del self._running[key]
