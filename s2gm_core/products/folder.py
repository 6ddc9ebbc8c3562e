"""The product folder: built under another name, renamed when complete; and what a stopped run leaves beside it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..disk import JOURNAL_SUFFIX, PARTIAL_SUFFIX, full_disk_text
from ..errors import OutputError
from ..lock import only_run_in
from .part_folder import PartFolder


def is_journaled(final: Path) -> bool:
    """Whether a stopped run left finished blocks of a product."""
    return final.with_name(final.name + JOURNAL_SUFFIX).is_dir()


class ProductFolder:
    """A product that is being written, in ``<final>.partial`` until `publish`.

    Used as a context, which keeps other runs out. Whatever ends it early removes the partial product; the blocks that
    are finished stay in ``<final>.journal``, for the next run of the same order to go on from.
    """

    def __init__(self, final: Path) -> None:
        self.final = final
        self.partial = final.with_name(final.name + PARTIAL_SUFFIX)
        self.journal = final.with_name(final.name + JOURNAL_SUFFIX)
        self._made: list[Path] = []  # folders above the product that did not exist, innermost first
        self._parts: list[PartFolder] = []
        self._lock = ExitStack()

    def __enter__(self) -> ProductFolder:
        try:
            self._made = [parent for parent in self.final.parents if not parent.exists()]
            self.journal.mkdir(parents=True, exist_ok=True)
            self._lock.enter_context(only_run_in(self.journal))
            shutil.rmtree(self.partial, ignore_errors=True)
            self.partial.mkdir()
        except OSError as problem:
            self._lock.close()
            raise OutputError(
                f"The folder {self.final.parent} cannot be written ({problem.strerror}). Choose another output folder."
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts:
            with contextlib.suppress(OutputError, OSError):  # what could not be noted is made again
                part.close()
        published = not self.partial.exists()
        keep = not published and any(part.has_blocks for part in self._parts)
        shutil.rmtree(self.partial, ignore_errors=True)
        self._lock.close()
        if not keep:
            shutil.rmtree(self.journal, ignore_errors=True)
        with contextlib.suppress(OSError):  # a folder that holds something is kept
            for folder in self._made:
                folder.rmdir()

    def part(self, name: str) -> PartFolder:
        """A new sub-folder, with what an earlier run left beside it."""
        inside, notes = self.partial / name, self.journal / name
        try:
            inside.mkdir()
            notes.mkdir(exist_ok=True)
        except OSError as problem:
            text = f"The folder {inside} cannot be made ({problem.strerror}). Check that its folder may be written."
            raise OutputError(full_disk_text(self.partial) or text) from None
        self._parts.append(PartFolder(inside, notes))
        return self._parts[-1]

    def write_json(self, path: Path, document: Mapping[str, Any]) -> None:
        """Write a JSON document at a path below the product folder."""
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        self.write_document(path, text.encode("utf-8", errors="backslashreplace"))

    def write_document(self, path: Path, content: bytes) -> None:
        """Write a small file at a path below the product folder."""
        try:
            (self.partial / path).write_bytes(content)
        except OSError as problem:
            text = f"{path.name} cannot be written ({problem.strerror}). Check that its folder may be written."
            raise OutputError(full_disk_text(self.partial) or text) from None

    def publish(self) -> None:
        """Give the complete product its name; an older product of the same order makes way."""
        older = self.final.with_name(self.final.name + ".replaced")
        try:
            shutil.rmtree(older, ignore_errors=True)
            if self.final.exists():
                os.replace(self.final, older)
            os.replace(self.partial, self.final)
            shutil.rmtree(older, ignore_errors=True)
        except OSError as problem:
            raise OutputError(f"The product {self.final} cannot be put in place ({problem.strerror}).") from None
