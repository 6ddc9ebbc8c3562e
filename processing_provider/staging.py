"""Results appear at once or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from qgis.core import QgsProcessingException

from .translation import translate

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed: that serves as the lock
    fcntl = None  # type: ignore[assignment]

HIDDEN_PREFIX = ".s2gm-"  # as `s2gm_core.disk` knows it; not imported, for the core may lack its packages
LOCK = "in_use"


class Staging:
    """Files are made in hidden folders beside their places and moved there by `publish`; else they vanish.

    A context manager. The hidden folders are on the same disk as the results, so that moving is a rename. Each holds a
    file that stays locked as long as its process lives; folders of killed runs are thereby known and removed.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._locks: list[BinaryIO] = []
        self._planned: dict[Path, Path] = {}  # final place: temporary file

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for lock in self._locks:
            lock.close()
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)

    def folder_beside(self, final: Path) -> Path:
        """A hidden folder beside a result-to-be; `QgsProcessingException` where none can be made."""
        parent = final.parent
        if parent not in self._folders:
            try:
                _remove_abandoned(parent)
                self._folders[parent], lock = _locked_folder(parent)
            except OSError as problem:
                text = translate("S2GM", "The folder {folder} cannot be written to ({reason}). Choose another one.")
                raise QgsProcessingException(text.format(folder=parent, reason=problem.strerror)) from problem
            self._locks.append(lock)
        return self._folders[parent]

    def place(self, final: Path) -> Path:
        """Where to write the file that `publish` will move to ``final``; each place can be taken once."""
        if final in self._planned:
            text = translate("S2GM", "Two results would be written to {path}. Give them different names.")
            raise QgsProcessingException(text.format(path=final))
        self._planned[final] = self.folder_beside(final) / final.name
        return self._planned[final]

    def publish(self) -> None:
        """Move all files to their places, or none: where one cannot be moved, what lay there before is put back."""
        with contextlib.ExitStack() as undo:
            for final, temporary in self._planned.items():
                older = temporary.with_name(temporary.name + ".older")
                try:
                    if final.exists():
                        os.replace(final, older)
                        undo.callback(_put_back, older, final)
                    os.replace(temporary, final)
                    undo.callback(_put_back, final, temporary)
                except OSError as problem:
                    text = translate("S2GM", "The result cannot be written to {path} ({reason}). Is it open elsewhere?")
                    raise QgsProcessingException(text.format(path=final, reason=problem.strerror)) from problem
            undo.pop_all()


def _put_back(moved: Path, place: Path) -> None:
    with contextlib.suppress(OSError):  # the first problem is the one to report
        os.replace(moved, place)


def _locked_folder(parent: Path) -> tuple[Path, BinaryIO]:
    """A new hidden folder and its lock, which lives until it is closed or the process ends."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=HIDDEN_PREFIX, dir=parent))
        lock = open(folder / LOCK, "wb")  # noqa: SIM115  # open as long as the run lasts
        if _is_locked(lock) and (folder / LOCK).exists():
            return folder, lock
        lock.close()  # another run took the folder for abandoned before it was locked


def _is_locked(lock: BinaryIO) -> bool:
    """Lock a file; False where another process holds it. True on disks without locks, where nobody ever will."""
    try:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _remove_abandoned(parent: Path) -> None:
    """Remove the hidden folders in ``parent`` whose process is gone."""
    for folder in parent.glob(HIDDEN_PREFIX + "*"):
        with contextlib.suppress(OSError):  # no lock file, or a living process holds it
            if fcntl:
                with open(folder / LOCK, "r+b") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            else:
                (folder / LOCK).unlink()
                shutil.rmtree(folder, ignore_errors=True)
