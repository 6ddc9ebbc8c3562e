"""A folder with the first bytes of remote files: who reads the same rasters again asks no server for their headers.

An entry is kept only where the server tells a version (ETag or date). Every later part of a file comes with its size
and version; where they differ from the entry's, the entry is forgotten and the read fails as for any file that changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from .client import RangeAnswer
from .urls import without_query

KEPT_BYTES = 2**14
"""Kept of a file: the whole header of a usual COG of 10,980 pixels takes half of it."""

MOST_BYTES = 500 * 2**20
"""Size of the folder; beyond it the entries that were written first are removed."""

SUFFIX = ".head"


class RangeReader(Protocol):
    """Reads parts of remote files, as `HttpClient` does."""

    def read_range(self, url: str, start: int, length: int) -> RangeAnswer:
        """Bytes ``start`` to ``start + length`` of a file, fewer at its end. Raises `NetworkError`."""


class CachedHeads:
    """Reads through another reader; the beginnings of files come from a folder where they are known.

    May be used from any thread, and by several processes at a time.
    """

    def __init__(self, reader: RangeReader, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._reader, self._folder = reader, folder
        self._served: dict[str, tuple[int, str]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        _shrink(folder, most_bytes)

    def read_range(self, url: str, start: int, length: int) -> RangeAnswer:
        """As `RangeReader.read_range`; a beginning may be shorter than was asked for."""
        if start > 0:
            answer = self._reader.read_range(url, start, length)
            if self._served.get(url, (answer.file_size, answer.version)) != (answer.file_size, answer.version):
                self._path(url).unlink(missing_ok=True)
            return answer
        known = self._known(url)
        if known is not None:
            self._served[url] = (known.file_size, known.version)
            return known
        answer = self._reader.read_range(url, start, length)
        if answer.version:
            self._keep(url, answer)
        return answer

    def _path(self, url: str) -> Path:
        return self._folder / (hashlib.sha256(without_query(url).encode()).hexdigest()[:40] + SUFFIX)

    def _known(self, url: str) -> RangeAnswer | None:
        """An entry; None where there is none, or one that was cut short."""
        try:
            line, data = self._path(url).read_bytes().split(b"\n", 1)
            facts = json.loads(line)
            size, version, length = int(facts["size"]), str(facts["version"]), int(facts["length"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return RangeAnswer(data, size, version) if len(data) == length else None

    def _keep(self, url: str, answer: RangeAnswer) -> None:
        """Write an entry; a folder that cannot be written costs only the next run's time."""
        data = answer.data[:KEPT_BYTES]
        facts = {"size": answer.file_size, "version": answer.version, "length": len(data)}
        with suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(facts).encode() + b"\n" + data)
            os.replace(name, self._path(url))


def _shrink(folder: Path, most_bytes: int) -> None:
    """Remove the oldest entries of a folder until it is small enough."""
    with suppress(OSError):
        entries = sorted(
            (entry.stat().st_mtime, entry.stat().st_size, entry.path)
            for entry in os.scandir(folder)
            if entry.name.endswith(SUFFIX)
        )
        total = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if total <= most_bytes:
                return
            os.unlink(path)
            total -= size
