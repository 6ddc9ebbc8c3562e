"""Results appear at once or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from qgis.core import QgsProcessingException

from .translation import translate


class Staging:
    """Files are made in hidden folders beside their places and moved there by `publish`; else they vanish.

    A context manager. The hidden folders are on the same disk as the results, so that moving is a rename.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._planned: list[tuple[Path, Path]] = []

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)

    def folder_beside(self, final: Path) -> Path:
        """A hidden folder beside a result-to-be; `QgsProcessingException` where none can be made."""
        parent = final.parent
        if parent not in self._folders:
            try:
                self._folders[parent] = Path(tempfile.mkdtemp(prefix=".s2gm-", dir=parent))
            except OSError as problem:
                text = translate("S2GM", "The folder {folder} cannot be written to ({reason}). Choose another one.")
                raise QgsProcessingException(text.format(folder=parent, reason=problem.strerror)) from problem
        return self._folders[parent]

    def place(self, final: Path) -> Path:
        """Where to write the file that `publish` will move to ``final``."""
        temporary = self.folder_beside(final) / final.name
        self._planned.append((temporary, final))
        return temporary

    def publish(self) -> None:
        """Move all files to their places."""
        for temporary, final in self._planned:
            try:
                os.replace(temporary, final)
            except OSError as problem:
                text = translate("S2GM", "The result cannot be written to {path} ({reason}). Is it open elsewhere?")
                raise QgsProcessingException(text.format(path=final, reason=problem.strerror)) from problem
