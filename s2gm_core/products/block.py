"""One block of a temporal mosaic: masks first, then the observations, then what is delivered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..composite.regularise import regularise
from ..composite.stack import Composite, Need, Observations, nothing_selected
from ..composite.strips import in_strips
from ..grid import Grid, Window
from ..progress import Progress, stop_if_cancelled
from ..raster.area_mask import inside_area
from ..raster.pool import RasterPool
from ..rooms import Rooms
from ..short_calls import SHORT_CALLS
from .angles import AngleStore
from .block_frame import Ahead, BlockFrame
from .block_layers import LayerStep, Made
from .block_masks import Masked, MaskStep
from .block_observations import ObservationStep, Surroundings
from .block_plan import BlockPlan, BlockResult, BlockTask
from .block_stack import StackStep
from .cloud_proximity import CloudProximity
from .normalising import Normaliser
from .observation_masks import EngineMask, observation_mask
from .reading import AssetReader, Readers
from .record import ReadFailure
from .user_mask import UserMask


@dataclass(frozen=True)
class _Steps:
    """The steps after the masks, in their order."""

    stack: StackStep
    observe: ObservationStep
    deliver: LayerStep


class BlockMaker:
    """Makes blocks; one instance serves all threads. Failures are collected, each once.

    ``workers`` threads ask for blocks; where ``threads`` work on each, they are these workers' helpers. ``reader``
    makes what reads planes.
    """

    def __init__(
        self,
        plan: BlockPlan,
        pool: RasterPool,
        angles: AngleStore,
        threads: int = 1,
        workers: int = 1,
        reader: Readers = AssetReader,
    ) -> None:
        self._plan = plan
        self._angles = angles
        granules = [granule for overpass in plan.overpasses for granule in overpass.granules]
        self._reader = reader(pool, granules, threads, workers)
        self._user_mask = UserMask(plan.user_mask, pool, reader)
        self._rooms = Rooms()
        self._helpers = ThreadPoolExecutor(threads * workers, thread_name_prefix="s2gm-strip") if threads > 1 else None
        if self._reader.network_threads is not None:
            for granule in granules:
                self._reader.network_threads.submit(angles.load, granule)
        clear = observation_mask(plan, self._reader, angles)
        regions = clear.regions if isinstance(clear, EngineMask) else None
        clouds = CloudProximity(self._reader, plan.grid, plan.preset, regions)
        around = Surroundings(self._reader, angles, clouds)
        normaliser = Normaliser(plan.normalisation.sun_zenith, plan.normalisation.harmonise, angles)
        self._steps = _Steps(
            StackStep(plan, MaskStep(plan, self._reader, angles, clear), self._reader, normaliser),
            ObservationStep(plan, around),
            LayerStep(plan, around, normaliser),
        )
        self._frame = BlockFrame(plan)

    def __enter__(self) -> BlockMaker:
        return self

    def __exit__(self, *reason: object) -> None:
        self._reader.close()
        if self._helpers is not None:
            self._helpers.shutdown(wait=False, cancel_futures=True)

    @property
    def grid(self) -> Grid:
        """The output grid."""
        return self._plan.grid

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far, sorted."""
        found = [*self._reader.failures, *self._angles.failures]
        return tuple(sorted(found, key=lambda failure: (failure.scene, failure.asset)))

    def task(self, window: Window) -> BlockTask:
        """What a thread needs to know of a window; to be called from one thread only."""
        return self._frame.task(window, self._read_window(window))

    def prepare(self, ahead: Ahead, progress: Progress) -> None:
        """Nothing: the blocks of a temporal mosaic stand alone."""

    @property
    def details(self) -> dict[str, Any]:
        """What the metadata say beside the plan: nothing."""
        return {}

    def make(self, task: BlockTask, progress: Progress) -> BlockResult:
        """The pixels of one window. Raises `Cancelled`; unreadable rasters become failures."""
        window = self._read_window(task.window)
        block = self._plan.grid.part(window)
        inside = self._user_mask.kept(block, inside_area(task.area, block))
        stack = self._steps.stack.run(block, inside, task.near, progress)
        masked, seen = stack.masked, self._steps.observe.run(block, stack, progress)
        made = Made(masked, seen, self._composite(block, masked, seen, progress))
        planes = self._steps.deliver.run(block, made, progress)
        inner = _inner(window, task.window)
        stored, negative = self._frame.stored({name: plane[inner] for name, plane in planes.items()}, inside[inner])
        return BlockResult(
            window=task.window,
            planes=stored,
            inside=int(np.count_nonzero(inside[inner])),
            filled=int(np.count_nonzero(made.composite.filled[inner] & inside[inner])),
            negative=negative,
            message=_message(masked),
            histograms=stack.samples.histograms(),
            is_whole=self._is_whole(task.near),
        )

    def _is_whole(self, near: frozenset[int]) -> bool:
        """Whether nothing that a block may need has been unreadable so far; another try may find it."""
        lost = {failure.scene for failure in self.failures}
        if not lost:
            return True
        looks_around = self._plan.preset.engine or {Need.CLOUD_DISTANCE, Need.CLOUD_WEIGHT} & self._plan.method.needs
        scenes = {one.scene.id for overpass in self._plan.overpasses for one in overpass.granules if one.index in near}
        return not looks_around and not lost & scenes

    def _read_window(self, window: Window) -> Window:
        """A window with the margin that the method's look at neighbours needs, not beyond the grid."""
        margin, grid = self._plan.margin, self._plan.grid
        row, col = max(window.row - margin, 0), max(window.col - margin, 0)
        last_row = min(window.row + window.height + margin, grid.height)
        last_col = min(window.col + window.width + margin, grid.width)
        return Window(row, col, last_row - row, last_col - col)

    def _composite(self, block: Grid, masked: Masked, seen: Observations, progress: Progress) -> Composite:
        plan = self._plan
        if not masked.overpasses:
            return Composite.of(nothing_selected(block.shape))

        def method(part: Observations) -> Composite:
            stop_if_cancelled(progress)
            composite = plan.method.composite(part, plan.options)
            return composite.complete if plan.asks_for_observations else composite

        mapped = map if self._helpers is None else self._helpers.map
        alone = plan.method.short_calls and self._helpers is None
        with SHORT_CALLS if alone else nullcontext():
            composite = in_strips(seen, method, mapped, self._rooms.array)
        return self._regularised(seen, composite) if plan.margin else composite

    def _regularised(self, seen: Observations, composite: Composite) -> Composite:
        """The composite with fewer changes of the date, of observations that the method may take."""
        plan, method = self._plan, self._plan.method
        candidates = seen
        if method.acceptable is not None:
            candidates = replace(seen, valid=seen.valid & method.acceptable(seen, plan.options))
        index = regularise(candidates, composite.chosen, plan.method_bands)
        layers = composite.layers if method.describe is None else method.describe(seen, plan.options, index)
        return replace(composite, index=index, layers=layers)


def _inner(read: Window, wanted: Window) -> tuple[slice, slice]:
    """Where a window lies in the larger one that was read."""
    row, col = wanted.row - read.row, wanted.col - read.col
    return slice(row, row + wanted.height), slice(col, col + wanted.width)


def _message(masked: Masked) -> str:
    used = ", ".join(overpass.label for overpass in masked.overpasses[:4])
    more = f" and {len(masked.overpasses) - 4} more" if len(masked.overpasses) > 4 else ""
    return f"clear pixels from {used}{more}" if used else "no clear pixel"
