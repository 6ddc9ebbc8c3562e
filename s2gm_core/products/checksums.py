"""Checksums of a product's files, as ``sha256sum -c`` reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..disk import full_disk_text
from ..errors import OutputError
from ..progress import Progress, stop_if_cancelled
from ..raster.write_jp2 import SIDE_FILE_SUFFIX

CHECKSUMS = "checksums.sha256"
RUN_RECORD = "run.json"
"""What a run cost: it differs from run to run, so it is not among the checksums."""

_CHUNK = 2**22


def sha256_of(path: Path, progress: Progress) -> str:
    """The SHA-256 of a file, 64 hex digits. Raises `OutputError`, and `Cancelled` when the user wants to stop."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                stop_if_cancelled(progress)
                digest.update(chunk)
    except OSError as problem:
        text = f"{path.name} cannot be read back ({problem.strerror}). Check the disk."
        raise OutputError(full_disk_text(path.parent) or text) from None
    return digest.hexdigest()


def summed_files(folder: Path) -> list[Path]:
    """The files of a product that have checksums, as paths below its folder, sorted.

    Side files have none: GDAL and QGIS write statistics into them when they show a raster.
    """
    every = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in every if path.name not in (CHECKSUMS, RUN_RECORD) and not path.name.endswith(SIDE_FILE_SUFFIX)
    )


def checksums_text(sums: Mapping[Path, str]) -> bytes:
    """The document: one line a file, its SHA-256 and its path below the product folder with slashes."""
    lines: Iterable[str] = (f"{digest}  {path.as_posix()}\n" for path, digest in sorted(sums.items()))
    return "".join(lines).encode()
