"""Reading all overpasses of a product on its lattice, from the overviews of their rasters where these have some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import binary_dilation

from ...engine.blocks import run_blocks
from ...engine.budget import Workload, plan_budget
from ...grid import Window
from ...progress import PartOfProgress, Progress
from ...radiometry.scaling import INVALID
from ...raster.area_mask import inside_area
from ...seamless.patches import Candidate
from ...seamless.solve import CoarseStack
from ...sensors.bands import BANDS
from ..angles import AngleStore
from ..block_frame import Ahead, BlockFrame
from ..block_masks import MaskStep
from ..block_plan import BlockPlan, BlockTask
from ..block_stack import StackStep
from ..coarse_lattice import CoarseLattice
from ..normalising import Normaliser
from ..observation_masks import ObservationMask
from ..overpasses import Overpass
from ..reading import AssetReader
from ..user_mask import UserMask
from .lattice import whole

AROUND_GAPS_METRES = 6000.0
"""How far around a gap of the period its filling overpasses are read, so that they can be matched and joined."""

MASK_BYTES = 12
"""Of an observation while its masks are read and kept."""

LANDSAT_COST = 0.5
"""Of an observation of Landsat, whose pixels are larger, in the cost of patches."""


def all_alike(plan: BlockPlan) -> BlockPlan:
    """The plan with every overpass read in the same way, those outside the period too."""
    return replace(plan, overpasses=tuple(replace(one, in_period=True) for one in plan.overpasses))


@dataclass(frozen=True)
class Sources:
    """Where observations come from; the same for the lattice and for the full resolution."""

    reader: AssetReader
    angles: AngleStore
    clear: ObservationMask  # which observations count
    user_mask: UserMask

    def stack_step(self, plan: BlockPlan) -> StackStep:
        """What reads the observations of a block of a plan, normalised as the order says."""
        normaliser = Normaliser(plan.normalisation.sun_zenith, plan.normalisation.harmonise, self.angles)
        return StackStep(plan, MaskStep(plan, self.reader, self.angles, self.clear), self.reader, normaliser)


def number_of(plan: BlockPlan, overpass: Overpass) -> int:
    """The place of an overpass on the time axis of the plan."""
    return plan.passes[overpass.granules[0].index]


@dataclass(frozen=True)
class _Read:
    """One block of the lattice as it was read."""

    window: Window
    numbers: tuple[int, ...]
    reflectance: np.ndarray  # (time, band, y, x) int16
    valid: np.ndarray  # (time, y, x) bool


@dataclass(frozen=True)
class _Part:
    """What is read in one go."""

    granules: frozenset[int]
    wanted: np.ndarray  # (y, x) bool


class OverviewReader:
    """Reads the lattice of one plan; for one thread, which has others to help."""

    def __init__(self, plan: BlockPlan, lattice: CoarseLattice, sources: Sources) -> None:
        self._plan, self._lattice, self._user_mask = plan, lattice, sources.user_mask
        self._window = whole(lattice)
        self._grid = lattice.part(self._window)
        area = None if plan.area is None else plan.area.buffer(self._grid.pixel_width)
        self._coarse = replace(all_alike(plan), grid=self._grid, area=area)
        self._frame = BlockFrame(self._coarse)
        self._step = sources.stack_step(self._coarse)

    def read(self, ahead: Ahead, progress: Progress) -> CoarseStack:
        """Overpasses of the period, and where it has gaps those of the days around it; (time, band, y, x) on cells."""
        plan, shape = self._plan, self._grid.shape
        count, bands = len(plan.overpasses), len(plan.stack_bands)
        reflectance = np.full((count, bands, *shape), INVALID, dtype=np.int16)
        valid = np.zeros((count, *shape), dtype=bool)
        wanted = inside_area(self._frame.task(self._window, self._window).area, self._grid)
        wanted = self._user_mask.kept(self._grid, wanted)

        def keep(read: _Read) -> None:
            rows, cols = read.window.slices
            for place, number in enumerate(read.numbers):
                reflectance[number][:, rows, cols] = read.reflectance[place]
                valid[number][rows, cols] = read.valid[place]

        self._read(_Part(self._granules(True), wanted), keep, ahead, PartOfProgress(progress, 0.0, 0.7))
        gaps = wanted & ~valid.any(axis=0)
        if gaps.any() and not all(one.in_period for one in plan.overpasses):
            steps = max(1, round(AROUND_GAPS_METRES / self._lattice.cell_width))
            around = binary_dilation(gaps, iterations=steps) & wanted
            self._read(_Part(self._granules(False), around), keep, ahead, PartOfProgress(progress, 0.7, 1.0))
        return CoarseStack(reflectance, valid, wanted, self._candidates(), self._lattice.cell_width)

    def _granules(self, in_period: bool) -> frozenset[int]:
        return frozenset(
            granule.index for one in self._plan.overpasses if one.in_period == in_period for granule in one.granules
        )

    def _candidates(self) -> Sequence[Candidate]:
        plan = self._plan
        return [
            Candidate(
                days_from_middle=one.day + 0.5 - plan.middle_day,
                half_period=plan.period_days / 2,
                in_period=one.in_period,
                coarse=LANDSAT_COST * (2.0 - plan.landsat_weight) if one.is_landsat else 0.0,
            )
            for one in plan.overpasses
        ]

    def _read(self, part: _Part, keep: Callable[[_Read], None], ahead: Ahead, progress: Progress) -> None:
        """Read some granules where cells are wanted, block by block, and hand each block to ``keep``."""
        budget = plan_budget(self._workload(ahead.shared_bytes), ahead.memory_bytes, ahead.threads, *self._grid.shape)
        windows = [window for window in self._grid.blocks(budget.block_size) if part.wanted[window.slices].any()]
        done = 0

        def work(task: BlockTask, stoppable: Progress) -> _Read:
            block = self._grid.part(task.window)
            stack = self._step.run(block, part.wanted[task.window.slices], task.near & part.granules, stoppable)
            numbers = tuple(number_of(self._plan, one) for one in stack.masked.overpasses)
            return _Read(task.window, numbers, stack.reflectance.copy(), stack.valid.copy())

        def sink(read: _Read) -> None:
            nonlocal done
            keep(read)
            done += 1
            progress.step(done, len(windows), f"Overview {done} of {len(windows)}")

        tasks = (self._frame.task(window, window) for window in windows)
        run_blocks(tasks, work, sink, budget.workers, budget.in_flight, progress)

    def _workload(self, shared_bytes: int) -> Workload:
        """What a block of the lattice holds: its stack twice, as it is read and as it waits."""
        plan = self._plan
        finest = min(BANDS[band].resolution for band in plan.stack_bands)
        return Workload(
            overpasses=len(plan.overpasses),
            method_bands=2 * len(plan.stack_bands),
            output_bytes=len(plan.overpasses) * (2 * len(plan.stack_bands) + 1),
            largest_source_ratio=self._lattice.cell_width / finest,
            mask_bytes=MASK_BYTES,
            shared_bytes=shared_bytes,
        )
