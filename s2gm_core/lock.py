"""One run per folder: a file that is locked as long as its process lives, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .disk import HIDDEN_PREFIX, full_disk_text
from .errors import OutputError

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed: that serves as the lock
    fcntl = None  # type: ignore[assignment]

LOCK_FILE = f"{HIDDEN_PREFIX}lock"


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder that exists; `OutputError` where one is in it or the folder cannot be used."""
    path = folder / LOCK_FILE
    try:
        lock = _locked(path)
    except OSError as problem:
        text = f"The folder {folder} cannot be used ({problem.strerror}). Choose another one."
        raise OutputError(full_disk_text(folder) or text) from None
    if lock is None:
        raise OutputError(f"Another run is writing into {folder}. Wait until it is done, or choose another folder.")
    try:
        yield
    finally:
        _release(lock, path)


def _locked(path: Path) -> BinaryIO | None:
    """The lock; None where another run holds it."""
    if not fcntl:
        return _only_opener(path)
    while True:
        lock = path.open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return None
        except OSError:  # a disk without locks: two runs at once cannot be told there
            return lock
        if _is_at(lock, path):
            return lock
        lock.close()  # the run before removed the file after it was opened here: its lock keeps nobody out


def _only_opener(path: Path) -> BinaryIO | None:
    try:
        path.unlink(missing_ok=True)  # of a run that was killed
    except PermissionError:  # open
        return None
    try:
        return path.open("xb")
    except FileExistsError:
        return None


def _is_at(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(lock: BinaryIO, path: Path) -> None:
    """The file goes while it is locked, so that it cannot be that of the next run; on Windows an open one cannot."""
    if not fcntl:
        lock.close()
    with suppress(OSError):
        path.unlink()
    lock.close()
