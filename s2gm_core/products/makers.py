"""Who makes the pixels of which product: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, Protocol

from ..grid import Window
from ..order_products import BRIGHTEARTH, TEMPORAL_MOSAIC
from ..progress import Progress
from ..raster.pool import RasterPool
from .angles import AngleStore
from .block import BlockMaker
from .block_frame import Ahead
from .block_plan import BlockPlan, BlockResult, BlockTask
from .brightearth.maker import PatchMaker
from .record import ReadFailure


class PixelMaker(Protocol):
    """Makes the blocks of one part of a product; one instance serves all threads."""

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far, sorted."""

    @property
    def details(self) -> dict[str, Any]:
        """What the metadata say beside the plan; the same in every run of the order."""

    def prepare(self, ahead: Ahead, progress: Progress) -> None:
        """What is to be known of the whole before the first block. Raises `Cancelled` and `OutputError`."""

    def task(self, window: Window) -> BlockTask:
        """What a thread needs to know of a window; to be called from one thread only."""

    def make(self, task: BlockTask, progress: Progress) -> BlockResult:
        """The pixels of one window. Raises `Cancelled`; unreadable rasters become failures."""


_MAKERS: Mapping[str, Callable[[BlockPlan, RasterPool, AngleStore, int, int], AbstractContextManager[PixelMaker]]] = (
    MappingProxyType({TEMPORAL_MOSAIC: BlockMaker, BRIGHTEARTH: PatchMaker})
)


def maker_of(
    product: str, plan: BlockPlan, pool: RasterPool, angles: AngleStore, threads: int, workers: int
) -> AbstractContextManager[PixelMaker]:
    """The maker of a product's blocks, of which ``workers`` are worked on with ``threads`` each; to be closed."""
    return _MAKERS[product](plan, pool, angles, threads, workers)
