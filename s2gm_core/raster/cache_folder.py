"""A folder of cached entries: bounded, least recently used first out, shared by any number of processes.

An entry is one file, named by its key, ``ab/cdef...``. It is written under another name and renamed, and begins with a
checksum of key and data: what is damaged, cut short or misnamed counts as not there. Nobody holds a lock: an entry
never changes, and one that is gone is only missing. A process walks through the folder at its first write and
whenever it has written a twentieth of the limit since, so one process alone never exceeds the limit, and n of them
by n twentieths at most. What is evicted is decided by the files' times, which a hit renews.

The folder holds a ``CACHEDIR.TAG`` (Cache Directory Tagging Specification 0.6, bford.info/cachedir: backup programs
leave such folders out) with a line of our own. Folders with other content are refused, and only files named as entries
are ever removed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import struct
import threading
import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..disk import HIDDEN_PREFIX, DiskNeed, needed_beside, size_text
from ..errors import OutputError

TAG = "CACHEDIR.TAG"
OUR_LINE = "# S2GM for QGIS: cached parts of remote rasters, version 1"
_TAG_TEXT = f"""Signature: 8a477f597d28d172789f06886806bc55
{OUR_LINE}
# For information about cache directory tags, see https://bford.info/cachedir/
"""

FILLED_AFTER_EVICTION = 0.9
WALKS_PER_LIMIT = 20
"""Bytes that a process writes between two walks, and the largest entry: this part of the limit."""

TOUCHED_EVERY_SECONDS = 60.0
LEFT_OVER_SECONDS = 3600.0
"""An unfinished file of this age is of a process that was killed."""

_HEADER = struct.Struct(">4sI")  # magic, CRC-32 of key and data
_MAGIC = b"S2C1"
_SUBFOLDER, _ENTRY = re.compile(r"[0-9a-f]{2}"), re.compile(r"[0-9a-f]{62}")


@dataclass(frozen=True)
class CacheUsage:
    """What a cache holds, or what was removed of it."""

    entries: int
    bytes: int


@dataclass(frozen=True)
class _File:
    """A file of ours, as a walk finds it."""

    path: str
    size: int
    used: float  # seconds since 1970
    is_entry: bool  # else what a write has not finished


class CacheFolder:
    """Entries by key. All methods may be called from any thread.

    What ``needs`` says of the folder's disk is left free. Raises `OutputError` for a folder with other content, and
    `OSError` where it cannot be made.
    """

    def __init__(self, folder: Path, limit: int, needs: Iterable[DiskNeed] = ()) -> None:
        self._folder, self._limit = folder, limit
        self._lock = threading.Lock()
        self._allowance = 0  # bytes that may be written until the next walk
        _prepare(folder)
        self._kept_free = needed_beside(folder, needs)

    def get(self, key: bytes) -> bytes | None:
        """The data of a 32-byte key, None where there is none. Raises `OSError` where the disk cannot be read."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                entry = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None
        data = _unpacked(key, entry)
        with suppress(OSError):  # gone already, or a disk that cannot be written: the data are good all the same
            if data is None:
                path.unlink()
            elif abs(time.time() - used) > TOUCHED_EVERY_SECONDS:
                os.utime(path)
        return data

    def put(self, key: bytes, data: bytes) -> bool:
        """Keep the data of a 32-byte key; False where they are too large. Raises `OSError` where the disk is full."""
        entry = _packed(key, data)
        if len(entry) > self._limit // WALKS_PER_LIMIT:
            return False
        with self._lock:
            if self._allowance < len(entry):
                self._allowance = self._room_for(len(entry))
            self._allowance -= len(entry)
        path = self._path(key)
        try:
            path.parent.mkdir(exist_ok=True)
            _write(path, entry)
        except FileNotFoundError:  # somebody clears the cache
            return False
        except PermissionError:
            if not path.exists():  # Windows does not replace what another process reads
                raise
        return True

    def _path(self, key: bytes) -> Path:
        name = key.hex()
        return self._folder / name[:2] / name[2:]

    def _room_for(self, size: int) -> int:
        """Bytes that may be written until the next walk, after old entries made way."""
        files = list(_walk(self._folder))
        for left in files:
            if not left.is_entry and time.time() - left.used > LEFT_OVER_SECONDS:
                _is_removed(left.path)
        total = sum(one.size for one in files)
        if total + size > self._limit:
            for one in sorted((one for one in files if one.is_entry), key=lambda one: one.used):
                if total + size <= self._limit * FILLED_AFTER_EVICTION:
                    break
                total -= one.size if _is_removed(one.path) else 0
        free = shutil.disk_usage(self._folder).free - self._kept_free
        room = min(self._limit - total, self._limit // WALKS_PER_LIMIT, free)
        if room < size:
            raise OSError(errno.ENOSPC, f"no room beside the {size_text(self._kept_free)} that the run may need")
        return room


def usage_of(folder: Path) -> CacheUsage:
    """Entries of a cache and their bytes. Raises `OutputError` for a folder that is no cache of ours."""
    _check_ours(folder)
    return _sum_of([one for one in _walk(folder) if one.is_entry])


def clear(folder: Path) -> CacheUsage:
    """Remove all entries, also while runs use them; folder and tag stay. Raises `OutputError` as `usage_of` does."""
    _check_ours(folder)
    files = list(_walk(folder))
    stuck = [one.path for one in files if not _is_removed(one.path)]
    for subfolder in {os.path.dirname(one.path) for one in files}:
        with suppress(OSError):  # not empty
            os.rmdir(subfolder)
    if stuck:
        raise OutputError(f"{len(stuck)} files of the cache {folder} cannot be removed, such as {stuck[0]}.")
    return _sum_of([one for one in files if one.is_entry])


def _sum_of(files: list[_File]) -> CacheUsage:
    return CacheUsage(len(files), sum(one.size for one in files))


def _prepare(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
    if _is_ours(folder):
        return
    others = [path.name for path in folder.iterdir() if not path.name.startswith(HIDDEN_PREFIX)]
    if not others:
        _write(folder / TAG, _TAG_TEXT.encode())
    elif not _is_ours(folder):  # another process may have made it in between
        raise OutputError(
            f"The folder {folder} cannot be a cache: it holds other files, such as {min(others)}. Choose a new folder."
        )


def _check_ours(folder: Path) -> None:
    if not _is_ours(folder):
        raise OutputError(f"{folder} is no cache of this program: it has no {TAG} with the line '{OUR_LINE}'.")


def _is_ours(folder: Path) -> bool:
    try:
        return OUR_LINE in (folder / TAG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False


def _walk(folder: Path) -> Iterator[_File]:
    """Our files; other files, and what disappears meanwhile, are passed over. Links are not followed."""
    for subfolder in _listed(folder):
        if _SUBFOLDER.fullmatch(subfolder.name) and subfolder.is_dir(follow_symlinks=False):
            for file in _listed(subfolder.path):
                is_entry = _ENTRY.fullmatch(file.name) is not None
                if is_entry or file.name.startswith(HIDDEN_PREFIX):
                    with suppress(FileNotFoundError):
                        status = file.stat(follow_symlinks=False)
                        yield _File(file.path, status.st_size, status.st_mtime, is_entry)


def _listed(folder: Path | str) -> list[os.DirEntry[str]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        return list(entries)
    return []


def _is_removed(path: str) -> bool:
    """Whether a file is gone now; another process may have been faster, or be reading it (on Windows)."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    temporary = path.with_name(f"{HIDDEN_PREFIX}{uuid.uuid4().hex}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _packed(key: bytes, data: bytes) -> bytes:
    return _HEADER.pack(_MAGIC, zlib.crc32(data, zlib.crc32(key))) + data


def _unpacked(key: bytes, entry: bytes) -> bytes | None:
    data = entry[_HEADER.size :]
    return data if entry[: _HEADER.size] == _packed(key, data)[: _HEADER.size] else None
