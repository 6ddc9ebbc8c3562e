"""Parts of remote rasters that outlive a run: another order of the same area fetches only what is new.

The first bytes of every file are fetched in every run, and are no part of the cache. They tell that whoever asks may
read the file, and which file it is: an entry's key is the SHA-256 of the URL without user, password, query and
fragment, of the file's size, of its version (ETag or date), of these first bytes, and of the part's place. So a file
that was replaced is never mixed with its old parts, two signatures of one file share its entries, two files that
differ in the query alone do not, and nothing on the disk tells a URL. Files of which the server says neither ETag nor
date are not cached.

A cache is a help and never a condition: where its disk fails or is full, the run goes on without storing and says so
once.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..disk import DiskNeed
from ..errors import OrderError
from ..network.urls import without_query
from .cache_folder import CacheFolder

DEFAULT_CACHE_BYTES = 10 * 2**30
LEAST_CACHE_BYTES = 2**20


@dataclass(frozen=True)
class CacheSettings:
    """Where parts of remote rasters are kept between runs, and how many bytes of them. Raises `OrderError`."""

    folder: Path
    limit: int = DEFAULT_CACHE_BYTES

    def __post_init__(self) -> None:
        if self.limit < LEAST_CACHE_BYTES:
            raise OrderError(f"A cache of {self.limit} bytes is too small; {LEAST_CACHE_BYTES} is the least.")


@dataclass(frozen=True)
class CacheStatistics:
    """What a run had from its cache so far."""

    hits: int = 0  # parts that were there
    misses: int = 0  # parts that were fetched instead
    bytes_from_cache: int = 0
    bytes_stored: int = 0


class RangeCache:
    """The cache of one run. All methods may be called from any thread, and none raises for what the disk does."""

    def __init__(self, folder: CacheFolder, warn: Callable[[str], None]) -> None:
        self._folder, self._warn = folder, warn
        self._lock = threading.Lock()
        self._stores = True
        self._statistics = CacheStatistics()

    @property
    def statistics(self) -> CacheStatistics:
        """What the run had from its cache so far."""
        return self._statistics

    def of_file(self, url: str, size: int, version: str, head: bytes) -> CachedFile | None:
        """The parts of a file of ``size`` bytes that begins with ``head``; None where it has no version."""
        if not version:
            return None
        text = f"{without_query(url)}\n{size}\n{version}\n{len(head)}\n"
        return CachedFile(self, hashlib.sha256(text.encode("utf-8", "surrogatepass") + head).digest())

    def get(self, key: bytes) -> bytes | None:
        """The data of a key; None where there are none."""
        data = None
        try:
            data = self._folder.get(key)
        except OSError as problem:
            self._give_up(problem)
        self._count(hits=data is not None, misses=data is None, bytes_from_cache=len(data or b""))
        return data

    def put(self, key: bytes, data: bytes) -> None:
        """Keep the data of a key, unless storing failed before."""
        if not self._stores:
            return
        try:
            stored = self._folder.put(key, data)
        except OSError as problem:
            self._give_up(problem)
        else:
            self._count(bytes_stored=len(data) if stored else 0)

    def _give_up(self, problem: OSError) -> None:
        with self._lock:
            was_first, self._stores = self._stores, False
        if was_first:
            self._warn(f"Nothing more is stored in the cache in this run ({problem.strerror}).")

    def _count(self, hits: int = 0, misses: int = 0, bytes_from_cache: int = 0, bytes_stored: int = 0) -> None:
        with self._lock:
            now = self._statistics
            self._statistics = replace(
                now,
                hits=now.hits + hits,
                misses=now.misses + misses,
                bytes_from_cache=now.bytes_from_cache + bytes_from_cache,
                bytes_stored=now.bytes_stored + bytes_stored,
            )


@dataclass(frozen=True)
class CachedFile:
    """The parts of one version of one file."""

    cache: RangeCache
    key: bytes  # SHA-256 of what tells the file

    def get(self, start: int, length: int) -> bytes | None:
        """``length`` bytes from ``start``; None where this very part is not there."""
        return self.cache.get(self._key(start, length))

    def put(self, start: int, data: bytes) -> None:
        """Keep a part."""
        self.cache.put(self._key(start, len(data)), data)

    def _key(self, start: int, length: int) -> bytes:
        return hashlib.sha256(self.key + f"{start} {length}".encode()).digest()


def open_cache(
    settings: CacheSettings | None, warn: Callable[[str], None], needs: Iterable[DiskNeed] = ()
) -> RangeCache | None:
    """The cache of a run, which leaves the room that the run needs; None, with a warning, where it cannot be made.

    Raises `OutputError` for a folder with other content.
    """
    if settings is None:
        return None
    try:
        return RangeCache(CacheFolder(settings.folder, settings.limit, needs), warn)
    except OSError as problem:
        warn(f"The run goes without its cache: {settings.folder} cannot be used ({problem.strerror}).")
        return None
