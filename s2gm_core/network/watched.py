"""Answers that are watched byte by byte as they come, so that a server that trickles holds nobody.

A timeout of a socket only says how long a single read may take, and a server that sends a byte each second never meets
it. Here the reads themselves keep the time, from the status line to the last chunk, packed or encrypted or not.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter


@dataclass(frozen=True)
class Pace:
    """How slowly an answer may come."""

    header_seconds: float  # from the request to the end of the headers
    window_seconds: float  # the body's rate is looked at over so long
    bytes_per_second: float


class Stalled(Exception):
    """The answer comes too slowly. Neither an OSError nor one of urllib3's, which would be repacked on their way."""


class _WatchedReads(io.RawIOBase):
    """The bytes of one answer; raises `Stalled` where they come too slowly."""

    def __init__(self, inner: Any, pace: Pace) -> None:
        self._inner, self._pace = inner, pace
        self._in_headers = True
        self._since, self._bytes = time.monotonic(), 0  # of the headers, then of the window

    def headers_ended(self) -> None:
        """From now on the rate counts. What of the body came with the headers counts for nothing."""
        self._in_headers, self._since, self._bytes = False, time.monotonic(), 0

    def readinto(self, buffer: Any) -> int | None:
        count: int | None = self._inner.readinto(buffer)
        self._bytes += count or 0
        seconds = time.monotonic() - self._since
        if self._in_headers:
            if seconds > self._pace.header_seconds:
                raise Stalled
        elif seconds > self._pace.window_seconds:
            if self._bytes < seconds * self._pace.bytes_per_second:
                raise Stalled
            self._since, self._bytes = time.monotonic(), 0
        return count

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._inner.fileno())

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class _WatchedAnswer(HTTPResponse):
    """What `http.client` makes of a socket, also of a proxy's before the tunnel is there."""

    pace: Pace

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._reads = _WatchedReads(self.fp.detach(), self.pace)
        self.fp = io.BufferedReader(self._reads)

    def begin(self) -> None:
        """Read status and headers."""
        super().begin()
        self._reads.headers_ended()


class WatchedAdapter(HTTPAdapter):
    """``requests``' own adapter, whose answers keep the pace or raise `Stalled`."""

    def __init__(self, pace: Pace) -> None:
        self._answers = type("WatchedAnswer", (_WatchedAnswer,), {"pace": pace})
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the manager of direct connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._watched(self.poolmanager.pool_classes_by_scheme)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The manager of connections by a proxy."""
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if is_new:
            manager.pool_classes_by_scheme = self._watched(manager.pool_classes_by_scheme)
        return manager

    def _watched(self, pools: Mapping[str, type]) -> dict[str, type]:
        """The classes of pools by scheme, whatever they are, with connections that make watched answers."""
        return {scheme: self._watched_pool(pool) for scheme, pool in pools.items()}

    def _watched_pool(self, pool: Any) -> type:
        connection = type(pool.ConnectionCls.__name__, (pool.ConnectionCls,), {"response_class": self._answers})
        return type(pool.__name__, (pool,), {"ConnectionCls": connection})
