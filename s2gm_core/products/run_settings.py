"""How a run uses the machine; nothing here changes a pixel."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..engine.blocks import check_workers
from ..engine.budget import default_memory_bytes
from ..network.client import HttpClient
from ..raster.range_cache import CacheSettings
from .disk_needs import Copy
from .losses import MOST_LOST_PERCENT, check_most_lost


@dataclass(frozen=True)
class RunSettings:
    """How a run uses the machine; nothing here changes a pixel. Raises `OrderError` for numbers that cannot be."""

    workers: int | None = None  # threads; None = one per processor
    memory_bytes: int | None = None  # None = a quarter of the machine's memory
    max_lost: float = MOST_LOST_PERCENT  # percent of a period's scenes that may be unreadable before the run fails
    client: HttpClient | None = None  # for what is read over the network; None = as the environment says
    cache: CacheSettings | None = None  # for parts of remote rasters, shared by runs; None = none are kept
    copies: tuple[Copy, ...] = ()  # what the caller will make of the products; needs room on the disk, too

    only_missing: bool = False  # leave products alone that are there already

    def __post_init__(self) -> None:
        check_workers(self.workers)
        check_most_lost(self.max_lost)

    @property
    def threads(self) -> int:
        """Number of worker threads."""
        return self.workers or os.cpu_count() or 1

    @property
    def memory(self) -> int:
        """The memory budget in bytes."""
        return self.memory_bytes or default_memory_bytes()
