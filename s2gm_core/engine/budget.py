"""The memory budget: how large blocks may be and how many are in flight."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass

from ..errors import MemoryBudgetError, OrderError

BLOCK_SIZES = (1024, 512, 256, 128)
"""Sides of blocks, pixels; multiples of the lattice on which coordinates are interpolated."""

BASE_BYTES = 220 * 2**20
"""Python and its packages (116 MiB), GDAL's cache (32 MiB), headers and 400 open files (35 MiB), and some room."""

KERNEL_BYTES = 32 * 2**20
"""What a kernel holds beside its stack, per thread."""

_UNITS = {"": 1, "B": 1, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "KB": 10**3, "MB": 10**6, "GB": 10**9}


@dataclass(frozen=True)
class Workload:
    """What a block of a job holds."""

    overpasses: int  # most that can meet in one block
    method_bands: int
    output_bytes: int  # bytes of all layers of one pixel
    largest_source_ratio: float  # output pixel size / native pixel size
    planes: int = 0  # float32 planes that the method wants of every observation
    margin: int = 0  # pixels around a block that are read as well
    mask_bytes: int = 4  # of every observation's pixel: class, and what is valid before, while and after it is read
    working_bytes: int = 0  # of a pixel while a plane is read, for what is done to it
    shared_bytes: int = 0  # what all blocks share
    connections: int = 0  # planes that are read at a time over the network, for all blocks together

    @property
    def bytes_per_pixel(self) -> float:
        """Peak bytes per output pixel while a block is read, composited and waits to be written.

        Per observation: int16 of each band of the stack, its masks, and what the method wants beside; a part more for
        what the snow test and the kernel copy of it. The layers twice; one raster at its native resolution.
        """
        stack = self.overpasses * (2 * self.method_bands + 4 * self.planes + self.mask_bytes)
        return 1.1 * stack + 2 * self.output_bytes + self.reading_bytes + 30 + self.working_bytes

    @property
    def reading_bytes(self) -> float:
        """Bytes per output pixel while one plane is read at its own resolution and brought to that of the block."""
        return min(6 * max(self.largest_source_ratio, 1.0) ** 2, 60.0)


@dataclass(frozen=True)
class Budget:
    """The decision: at most ``in_flight`` blocks of ``block_size`` pixels exist, and ``workers`` are worked on.

    ``threads`` work on each of these.
    """

    block_size: int
    workers: int
    threads: int
    in_flight: int
    expected_bytes: int
    spare_bytes: int = 0  # of the memory that was allowed

    @property
    def all_threads(self) -> int:
        """Threads that work at a time."""
        return self.workers * self.threads


def plan_budget(
    work: Workload, memory_bytes: int, threads: int, height: int, width: int, block_size: int | None = None
) -> Budget:
    """The largest blocks that keep a job on a height x width grid within its memory; those of ``block_size``, if given.

    Large blocks come first, because each tile of a source is decoded for every block that it lies in: where not every
    thread can have a block of its own, several work on one. `MemoryBudgetError` says what would be needed.
    """
    for size in BLOCK_SIZES if block_size is None else (block_size,):
        there = -(-height // size) * -(-width // size)
        for workers in range(min(threads, there), 0, -1):
            for in_flight in (workers + 1, workers):
                needed = _bytes_needed(work, (min(size, height), min(size, width)), threads, workers, in_flight)
                if needed <= memory_bytes:
                    spare = memory_bytes - needed
                    return Budget(size, workers, -(-threads // workers), in_flight, needed, spare)
    size = block_size or BLOCK_SIZES[-1]
    least = _bytes_needed(work, (min(size, height), min(size, width)), threads, 1, 1)
    raise MemoryBudgetError(
        f"The job needs at least {least / 2**20:.0f} MiB of memory ({work.overpasses} overpasses, {work.method_bands} "
        f"bands, {threads} threads); {memory_bytes / 2**20:.0f} MiB are allowed. Allow more memory, use fewer threads "
        "or shorten the period."
    )


def _bytes_needed(work: Workload, shape: tuple[int, int], threads: int, workers: int, in_flight: int) -> int:
    """Blocks that are worked on hold their stacks, those that wait to be written only their layers."""
    height, width = shape
    pixels = (height + 2 * work.margin) * (width + 2 * work.margin)
    blocks = workers * pixels * work.bytes_per_pixel + (in_flight - workers) * height * width * work.output_bytes
    blocks += (max(work.connections, threads) - workers) * pixels * work.reading_bytes
    blocks += work.connections * workers * pixels * 2  # planes that have come and wait
    return BASE_BYTES + work.shared_bytes + threads * KERNEL_BYTES + int(blocks)


def default_memory_bytes() -> int:
    """A quarter of the machine's memory."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return _windows_memory_bytes() // 4 or 2 * 2**30


def _windows_memory_bytes() -> int:
    """The memory of a computer with Windows, 0 where it does not tell."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return 0
    # MEMORYSTATUSEX: its own size and the load as 32 bits, then seven sizes of 64 bits, the first of which is this.
    status = (ctypes.c_uint64 * 8)(64)
    return int(status[1]) if windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else 0


def peak_memory_bytes() -> int | None:
    """The largest resident memory of this process so far; None where the system does not tell."""
    try:
        import resource  # not on Windows
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def parse_memory(text: str, name: str = "memory") -> int:
    """Bytes of a size such as ``2GiB``, ``800MB`` or a plain number of bytes; `OrderError` otherwise."""
    compact = text.strip().upper().replace(" ", "")
    digits = compact.rstrip("KMGIB")
    try:
        size = float(digits) * _UNITS[compact[len(digits) :]]
    except (ValueError, KeyError):
        raise OrderError(f"The {name} '{text}' is no size. Write it as 2GiB or 800MiB.") from None
    if not 2**20 <= size < 2**60:
        raise OrderError(f"The {name} '{text}' is less than a mebibyte, or no number. Write it as 2GiB or 800MiB.")
    return int(size)
