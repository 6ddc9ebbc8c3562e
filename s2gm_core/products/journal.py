"""What of a part is finished: one line per block, with checksums, so that a run that was stopped goes on from there.

A line is written after the block's pixels are on the disk: what the journal says is there, also after a loss of power.
Its first line says what the run is; a journal of another order, other scenes or another version is not used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..disk import full_disk_text
from ..errors import OutputError
from ..grid import Window
from .offset_check import Histograms

JOURNAL = "journal.jsonl"
JOURNAL_VERSION = 1


@dataclass(frozen=True)
class BlockEntry:
    """One finished block."""

    window: Window
    inside: int  # pixels inside the area
    filled: int  # of these with an observation
    negative: int  # reflectances that were cut to 0
    histograms: Histograms  # what the check of offsets saw
    sums: Mapping[str, int]  # CRC-32 of the block in every layer

    def line(self) -> str:
        """The entry as one line of JSON."""
        return json.dumps({**vars(self), "window": vars(self.window)}, separators=(",", ":"))

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> BlockEntry:
        """The entry of a line; `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(**{**document, "window": Window(**document["window"])})


@dataclass(frozen=True)
class JournalHeader:
    """What a run is; runs with equal headers make equal products."""

    order: Mapping[str, Any]
    software: str
    block_size: int
    inputs: str  # fingerprint of the scenes and their files

    def document(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"s2gm_journal": JOURNAL_VERSION, **asdict(self)}


class Journal:
    """The journal of one part, open for more lines; for one thread. To be closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("a", encoding="utf-8")
        except OSError as problem:
            raise self._error(problem) from None

    @classmethod
    def begin(cls, path: Path, header: JournalHeader) -> Journal:
        """A new journal; an older one makes way."""
        path.unlink(missing_ok=True)
        journal = cls(path)
        journal._write([json.dumps(header.document(), separators=(",", ":"))])
        return journal

    def add(self, entries: Iterable[BlockEntry]) -> None:
        """Note finished blocks, whose pixels are on the disk."""
        self._write([entry.line() for entry in entries])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, lines: Sequence[str]) -> None:
        try:
            self._file.writelines(line + "\n" for line in lines)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as problem:
            raise self._error(problem) from None

    def _error(self, problem: OSError) -> OutputError:
        text = f"{self._path.name} cannot be written ({problem.strerror}). Check the disk's room and rights."
        return OutputError(full_disk_text(self._path.parent) or text)


def read_journal(path: Path) -> tuple[dict[str, Any], list[BlockEntry]]:
    """Header and entries of a journal; both empty where there is none. A torn last line is left out."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}, []
    documents = []
    for line in lines:
        try:
            documents.append(json.loads(line))
        except ValueError:
            break
    if not documents or not isinstance(documents[0], dict):
        return {}, []
    entries = []
    for document in documents[1:]:
        try:
            entries.append(BlockEntry.of(document))
        except (KeyError, TypeError, ValueError):
            break
    return documents[0], entries
