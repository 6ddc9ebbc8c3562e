"""Room on disks: the check before a run, and what to say when a disk is full all the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import OutputError

HIDDEN_PREFIX = ".s2gm-"
PARTIAL_SUFFIX, JOURNAL_SUFFIX = ".partial", ".journal"
"""Folders of unfinished results are called so. Messages name the folder around them: that is the one users chose."""

FULL_BELOW_BYTES = 2**20
"""A disk with less room than this counts as full when a write has failed: a block of an image no longer fits."""


@dataclass(frozen=True)
class DiskNeed:
    """What a run may write at most into a folder, which need not exist yet."""

    folder: Path
    size: int  # bytes


def check_disk(needs: Iterable[DiskNeed]) -> None:
    """`OutputError` where what a run writes does not fit; needs on the same disk are added up."""
    disks: dict[int, list[DiskNeed]] = {}
    for need in needs:
        disks.setdefault(_disk_of(need.folder), []).append(need)
    for together in disks.values():
        size, free = sum(need.size for need in together), free_bytes(together[0].folder)
        if size > free:
            folders = " and ".join(dict.fromkeys(str(users_folder(need.folder)) for need in together))
            raise OutputError(
                f"The run may write {size_text(size)} and the disk of {folders} has {size_text(free)} left. Choose a "
                "smaller area, a coarser resolution, fewer bands, layers or periods, or another disk."
            )


def needed_beside(folder: Path, needs: Iterable[DiskNeed]) -> int:
    """Bytes that are needed on the disk of a folder. Raises `OutputError`."""
    disk = _disk_of(folder)
    return sum(need.size for need in needs if _disk_of(need.folder) == disk)


def full_disk_text(folder: Path) -> str:
    """Why a write into a folder failed, if its disk is full; else empty."""
    try:
        free = free_bytes(folder)
    except OutputError:
        return ""
    if free >= FULL_BELOW_BYTES:
        return ""
    shown = users_folder(folder)
    return f"The disk of {shown} is full ({size_text(free)} left). Make room there or choose another folder."


def free_bytes(folder: Path) -> int:
    """Room left on the disk of a folder, which need not exist yet."""
    try:
        return shutil.disk_usage(_existing(folder)).free
    except OSError as problem:
        raise _unusable(folder, problem) from None


def users_folder(folder: Path) -> Path:
    """The folder as a user knows it: without the folders of unfinished results and what is inside them."""
    inside_out = (folder, *folder.parents)
    ours = [path for path in inside_out if path.name.startswith(HIDDEN_PREFIX) or path.suffix == PARTIAL_SUFFIX]
    return ours[-1].parent if ours else folder


def size_text(size: int) -> str:
    """A number of bytes in the unit that suits it: 3 bytes, 2.0 MiB, 1.5 GiB."""
    for unit, factor in (("TiB", 2**40), ("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def _disk_of(folder: Path) -> int:
    try:
        return os.stat(_existing(folder)).st_dev
    except OSError as problem:
        raise _unusable(folder, problem) from None


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _unusable(folder: Path, problem: OSError) -> OutputError:
    return OutputError(f"The folder {folder} cannot be used ({problem.strerror}). Choose another one.")
