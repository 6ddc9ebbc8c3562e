"""Makes a BrightEarth-style mosaic: the solve on overviews first, then its blocks."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import OutputError
from ...grid import Grid, Window
from ...progress import PartOfProgress, Progress, stop_if_cancelled
from ...raster.area_mask import inside_area
from ...raster.pool import RasterPool
from ...seamless.solve import Solution, solve
from ..angles import AngleStore
from ..block_frame import Ahead, BlockFrame
from ..block_plan import BlockPlan, BlockResult, BlockTask
from ..block_stack import Stack
from ..observation_masks import observation_mask
from ..offset_check import Histograms
from ..reading import AssetReader, Readers
from ..record import ReadFailure
from ..user_mask import UserMask
from .kept import find, keep
from .lattice import lattice_of
from .merge import Merge, Nodes
from .overview import OverviewReader, Sources, all_alike, number_of
from .tiles import MaskOfTiles, tile_by_tile

READING_SHARE = 0.8
"""Part of the solve's progress that is reading."""


class PatchMaker:
    """Makes blocks once `prepare` has solved the whole; one instance serves all threads, failures are collected."""

    def __init__(
        self,
        plan: BlockPlan,
        pool: RasterPool,
        angles: AngleStore,
        threads: int = 1,
        workers: int = 1,
        reader: Readers = AssetReader,
    ) -> None:
        self._plan, self._angles = tile_by_tile(plan), angles
        granules = [granule for overpass in plan.overpasses for granule in overpass.granules]
        self._reader = reader(pool, granules, threads, workers)
        clear = MaskOfTiles.over(observation_mask(plan, self._reader, angles), plan)
        self._sources = Sources(self._reader, angles, clear, UserMask(plan.user_mask, pool, reader))
        self._step = self._sources.stack_step(all_alike(self._plan))
        self._frame, self._lattice = BlockFrame(plan), lattice_of(self._plan)
        self._solution: Solution | None = None
        self._details: dict[str, Any] = {}

    def __enter__(self) -> PatchMaker:
        return self

    def __exit__(self, *reason: object) -> None:
        self._reader.close()
        self._solution = None  # its files are mapped, and Windows removes no mapped file

    @property
    def grid(self) -> Grid:
        """The output grid."""
        return self._plan.grid

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far, sorted."""
        found = [*self._reader.failures, *self._angles.failures]
        return tuple(sorted(found, key=lambda failure: (failure.scene, failure.asset)))

    def prepare(self, ahead: Ahead, progress: Progress) -> None:
        """Solve the whole on overviews, or take the solution of the run that was stopped."""
        self._solution = find(ahead.notes) or self._newly_solved(ahead, progress)
        self._details = self._details_of(self._solution)
        progress.step(1, 1, "Solved")

    def _newly_solved(self, ahead: Ahead, progress: Progress) -> Solution:
        overviews = OverviewReader(self._plan, self._lattice, self._sources)
        stack = overviews.read(ahead, PartOfProgress(progress, 0.0, READING_SHARE))
        stop_if_cancelled(progress)
        progress.info(f"Patches and gains are solved on {stack.wanted.shape[1]} x {stack.wanted.shape[0]} cells.")
        solution = solve(stack, PartOfProgress(progress, READING_SHARE, 1.0))
        progress.info(_balance_text(solution))
        # What was unreadable may be there next time: then the whole is solved anew, and so are the blocks.
        return solution if self.failures else keep(solution, ahead.notes)

    @property
    def details(self) -> dict[str, Any]:
        """What the metadata say of the balance, also when the maker is closed."""
        return self._details

    def _details_of(self, solution: Solution) -> dict[str, Any]:
        bands = self._plan.stack_bands
        return {
            "Balance": {
                "Cell_metres": self._lattice.cell_width,
                "Overlap_difference_observed": round(solution.residual_before, 6),
                "Overlap_difference_balanced": round(solution.residual_after, 6),
                "Images": [
                    {
                        "overpass": overpass.label,
                        "in_period": overpass.in_period,
                        "tile": overpass.granules[0].scene.tile,
                        "key": overpass.granules[0].index,
                        "gain": _by_band(bands, solution.balance.gain[number_of(self._plan, overpass)]),
                        "offset": _by_band(bands, solution.balance.offset[number_of(self._plan, overpass)]),
                    }
                    for overpass in self._plan.overpasses
                ],
            }
        }

    def task(self, window: Window) -> BlockTask:
        """What a thread needs to know of a window; to be called from one thread only."""
        return self._frame.task(window, window)

    def make(self, task: BlockTask, progress: Progress) -> BlockResult:
        """The pixels of one window. Raises `Cancelled`; unreadable rasters become failures."""
        block = self._plan.grid.part(task.window)
        inside = self._sources.user_mask.kept(block, inside_area(task.area, block))
        nodes = Nodes(self._solved, *self._lattice.axes(block))
        merge = Merge(nodes, block.shape, len(self._plan.stack_bands))
        planes = self._empty_planes(block)
        patches = frozenset(np.unique(nodes.labels[nodes.labels >= 0]).tolist())
        stack = self._step.run(block, inside, task.near & self._needed(patches), progress)
        histograms = stack.samples.histograms()
        self._add_patches(planes, merge, stack, patches)
        message = _message(stack)
        needy = inside & ~merge.filled
        if needy.any():
            stack = self._step.run(block, needy, task.near, progress)
            self._fill(planes, merge, stack)
        return self._result(task, planes, merge, inside, (message, histograms))

    @property
    def _solved(self) -> Solution:
        if self._solution is None:
            raise OutputError("The patches of this mosaic were never solved.")
        return self._solution

    def _numbers(self, stack: Stack) -> list[int]:
        return [number_of(self._plan, overpass) for overpass in stack.masked.overpasses]

    def _needed(self, patches: frozenset[int]) -> frozenset[int]:
        """The granules of patches, and beside patches of days around the period all of the period's.

        These say which pixels the period has an observation of, which a cell of the lattice does not tell.
        """
        overpasses = self._plan.overpasses
        fills = any(not overpasses[time].in_period for time in patches)
        used = (one for time, one in enumerate(overpasses) if time in patches or (fills and one.in_period))
        return frozenset(granule.index for one in used for granule in one.granules)

    def _add_patches(self, planes: dict[str, np.ndarray], merge: Merge, stack: Stack, patches: frozenset[int]) -> None:
        """Every patch, those of days around the period without the pixels that the period sees."""
        own = np.array([self._plan.overpasses[time].in_period for time in self._numbers(stack)], dtype=bool)
        seen = stack.valid[own].any(axis=0)
        for place, time in enumerate(self._numbers(stack)):
            if time in patches:
                valid = stack.valid[place] if own[place] else stack.valid[place] & ~seen
                self._describe(planes, stack, place, merge.add(time, stack.reflectance[place], valid))

    def _fill(self, planes: dict[str, np.ndarray], merge: Merge, stack: Stack) -> None:
        """Pixels that their patch's overpass does not see, from the others, the best first."""
        places = {number: place for place, number in enumerate(self._numbers(stack))}
        for time in self._solved.order:
            place = places.get(time)
            if place is not None:
                taken = merge.fill(time, stack.reflectance[place], stack.valid[place])
                self._describe(planes, stack, place, taken)

    def _empty_planes(self, block: Grid) -> dict[str, np.ndarray]:
        """The ancillary layers without anything in them."""
        others = {name: layer for name, layer in self._plan.layers.items() if name not in self._plan.bands}
        return {name: np.full(block.shape, layer.nodata, layer.dtype) for name, layer in others.items()}

    def _describe(self, planes: dict[str, np.ndarray], stack: Stack, place: int, taken: np.ndarray) -> None:
        """Say of the pixels ``taken`` (y, x) bool which observation they are of."""
        overpass = self._plan.overpasses[self._numbers(stack)[place]]
        if "source_index" in planes:
            np.copyto(planes["source_index"], stack.masked.granule_plane(place), where=taken)
        if "date" in planes:
            planes["date"][taken] = overpass.day
        if "filled" in planes:
            planes["filled"][taken] = not overpass.in_period

    def _result(
        self,
        task: BlockTask,
        planes: dict[str, np.ndarray],
        merge: Merge,
        inside: np.ndarray,
        said: tuple[str, Histograms],
    ) -> BlockResult:
        merged, message = merge.reflectance(), said[0]
        for band in self._plan.bands:
            planes[band] = merged[self._plan.stack_bands.index(band)]
        if "gain" in planes:
            layer = self._plan.layers["gain"]
            stored = np.rint(merge.gain() / (layer.scale or 1.0)).astype(layer.dtype)
            planes["gain"] = np.where(merge.filled, stored, np.array(layer.nodata, layer.dtype))
        ready, negative = self._frame.stored(planes, inside)
        return BlockResult(
            window=task.window,
            planes=ready,
            inside=int(np.count_nonzero(inside)),
            filled=int(np.count_nonzero(merge.filled & inside)),
            negative=negative,
            message=message,
            histograms=said[1],
            is_whole=not self.failures,
        )


def _balance_text(solution: Solution) -> str:
    if not solution.overlaps:
        return "No two overpasses share enough clear ground to be compared: none was balanced."
    return (
        f"Overlapping overpasses differ by {solution.residual_before:.4f} as observed and by "
        f"{solution.residual_after:.4f} balanced (reflectance; {solution.overlaps} overlaps)."
    )


def _by_band(bands: tuple[str, ...], values: np.ndarray) -> dict[str, float]:
    return {band: round(float(value), 6) for band, value in zip(bands, values)}


def _message(stack: Stack) -> str:
    used = ", ".join(overpass.label for overpass in stack.masked.overpasses[:4])
    more = f" and {len(stack.masked.overpasses) - 4} more" if len(stack.masked.overpasses) > 4 else ""
    return f"patches of {used}{more}" if used else "no patch"
