"""Masks that are made of whole stacks, region by region on coarse cells, for every block of an output grid.

Regions lie fixed on the output grid and are read with a margin, so that a pixel's mask is the same however blocks are
cut. A region is made when the first block asks for it; what is kept of it is one bit per cell and overpass.
"""

from __future__ import annotations

import math
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from ..grid import Grid, Window
from ..masks.engines import Engine
from ..masks.multitemporal.findings import SceneMask
from ..order import LARGEST_GROWTH
from ..raster.scattered import ScatteredGrid
from .angles import AngleStore
from .coarse_lattice import CoarseLattice, lattice_over
from .mask_chunks import Chunk, chunks_of
from .mask_reading import RegionReader
from .overpasses import Overpass
from .reading import AssetReader

LARGE_REGION, SMALL_REGION = 512, 256
"""Sides of regions in coarse cells: the large one where few scenes are read at a time."""

FEW_SCENES = 12

MARGIN_METRES = 2500.0
"""How far a region looks around itself: a cloud at 2.5 km shades so far under a sun at 45 degrees."""

AROUND_METRES = LARGEST_GROWTH
"""How far beyond the grid masks are kept: clouds just outside grow into it."""

MOST_KEPT = 64 * 2**20
"""Bytes of finished masks that are kept."""

BYTES_PER_CELL = 22
"""Of a coarse cell and scene while a region is made: five bands, four classes, and the copies that are sorted."""

BYTES_OF_PLANES = 160
"""Of a coarse cell beside, for the planes of one scene."""


@dataclass(frozen=True)
class MaskLayout:
    """How regions lie on an output grid."""

    grid: Grid
    fine: CoarseLattice
    factor: int  # fine cells per coarse one, on each axis
    side: int  # of a region, coarse cells
    margin: int  # coarse cells around it

    @classmethod
    def over(cls, grid: Grid, engine: Engine, most_scenes: int) -> MaskLayout:
        """The layout for an engine, of which at most ``most_scenes`` scenes are read at a time."""
        fine = lattice_over(grid, engine.fine_metres)
        size = max(fine.cell_height, fine.cell_width)
        factor = engine.coarse if size <= 1.5 * engine.fine_metres else 1
        side = LARGE_REGION if most_scenes <= FEW_SCENES else SMALL_REGION
        return cls(grid, fine, factor, side, math.ceil(MARGIN_METRES / (size * factor)))

    @property
    def coarse_size(self) -> tuple[float, float]:
        """Height and width of a coarse cell, metres."""
        return self.fine.cell_height * self.factor, self.fine.cell_width * self.factor

    def core(self, row: int, col: int) -> Window:
        """The coarse cells of a region, those that hold pixels of the output grid."""
        down, across = (per_cell * self.factor for per_cell in (self.fine.pixels_down, self.fine.pixels_across))
        height, width = math.ceil(self.grid.height / down), math.ceil(self.grid.width / across)
        whole = Window(row * self.side, col * self.side, self.side, self.side)
        return whole.intersection(Window(0, 0, height, width)) or whole

    @property
    def last_region(self) -> tuple[int, int]:
        """Row and column of the region at the lower right corner of the output grid."""
        down, across = self.region_pixels
        return (self.grid.height - 1) // down, (self.grid.width - 1) // across

    @property
    def region_pixels(self) -> tuple[int, int]:
        """Height and width of a region in pixels of the output grid."""
        side = self.side * self.factor
        return side * self.fine.pixels_down, side * self.fine.pixels_across

    @property
    def rim(self) -> int:
        """Coarse cells beyond the output grid whose masks are kept."""
        return min(math.ceil(AROUND_METRES / min(self.coarse_size)), self.margin)

    def kept(self, row: int, col: int) -> Window:
        """The coarse cells of a region whose masks are kept: its core, and the rim where the output grid ends there."""
        core, last = self.core(row, col), self.last_region
        above, left = (self.rim if place == 0 else 0 for place in (row, col))
        below, right = (self.rim if place == end else 0 for place, end in zip((row, col), last))
        return Window(core.row - above, core.col - left, core.height + above + below, core.width + left + right)

    def regions(self) -> Iterator[tuple[int, int]]:
        """Row and column of every region that holds pixels of the output grid."""
        down, across = self.last_region
        for row in range(down + 1):
            for col in range(across + 1):
                yield row, col

    def pixels(self, row: int, col: int) -> Window:
        """The pixels of the output grid in a region."""
        down, across = self.region_pixels
        whole = Window(row * down, col * across, down, across)
        return whole.intersection(self.grid.window) or whole

    def places(self, window: Window, row: int, col: int) -> tuple[np.ndarray, np.ndarray]:
        """Fine cells of a region in which the rows and columns of a window of pixels lie, (pixel,) int64 each."""
        side = self.side * self.factor
        rows = np.arange(window.row, window.row + window.height) // self.fine.pixels_down - row * side
        cols = np.arange(window.col, window.col + window.width) // self.fine.pixels_across - col * side
        return rows, cols

    def finer(self, window: Window) -> Window:
        """A window of coarse cells in fine ones."""
        return Window(*(value * self.factor for value in (window.row, window.col, window.height, window.width)))

    def widened(self, core: Window) -> Window:
        """A region with its margin, coarse cells."""
        return Window(
            core.row - self.margin, core.col - self.margin, core.height + 2 * self.margin, core.width + 2 * self.margin
        )

    def working_bytes(self, most_scenes: int) -> int:
        """What making a region takes at most."""
        wide = self.widened(self.core(0, 0))
        return wide.height * wide.width * (most_scenes * BYTES_PER_CELL + BYTES_OF_PLANES)


@dataclass(frozen=True)
class _Kept:
    """The usable cells that are kept of one region and some overpasses."""

    window: Window  # fine cells
    planes: dict[int, bytes]  # by number of the overpass; packed bits, compressed

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.planes.values()))

    def usable(self, number: int) -> np.ndarray | None:
        """Where the ground is seen, (fine y, fine x) bool; None where the overpass is elsewhere."""
        packed = self.planes.get(number)
        if packed is None:
            return None
        bits = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
        return (
            np.unpackbits(bits, count=self.window.height * self.window.width).reshape(self.window.shape).view(np.bool_)
        )


ONE_AT_A_TIME = threading.Lock()
"""Held while a region is made: the memory of one is enough for a process, whatever its threads do."""

_Key = tuple[int, int, int]


class MaskRegions:
    """The masks of an engine for all overpasses of a plan; one instance serves all threads."""

    def __init__(
        self, engine: Engine, grid: Grid, overpasses: tuple[Overpass, ...], reader: AssetReader, angles: AngleStore
    ) -> None:
        grid = grid.whole if isinstance(grid, ScatteredGrid) else grid
        self._engine, self._overpasses = engine, overpasses
        self.chunks = chunks_of([overpass.day for overpass in overpasses], engine.context)
        self.layout = MaskLayout.over(grid, engine, most_scenes(self.chunks))
        self._numbers = {overpass.granules[0].index: number for number, overpass in enumerate(overpasses)}
        self._chunk_of = {number: place for place, one in enumerate(self.chunks) for number in one.wanted}
        self._reading = RegionReader(engine, reader, angles)
        self._lock = threading.Lock()
        self._regions: OrderedDict[_Key, Future[_Kept]] = OrderedDict()
        self._sizes: dict[_Key, int] = {}

    def usable(self, overpass: Overpass, block: Grid) -> np.ndarray:
        """Where an overpass shows the ground, (y, x) bool: on a block of the grid or at pixels of it that lie apart."""
        number = self._numbers[overpass.granules[0].index]
        if isinstance(block, ScatteredGrid):
            parts = []
            for part in block.parts:
                whole = self._on(number, block.whole.part(part.window))
                parts.append(whole[part.rows, part.cols])
            return np.concatenate(parts)[np.newaxis]
        return self._on(number, block)

    def _on(self, number: int, block: Grid) -> np.ndarray:
        layout = self.layout
        rows, cols = self._cells(block)
        found = np.zeros(block.shape, dtype=bool)
        side = layout.side * layout.factor
        region_rows, region_cols = (
            np.clip(cells // side, 0, last) for cells, last in zip((rows, cols), layout.last_region)
        )
        for down in range(int(region_rows[0]), int(region_rows[-1]) + 1):
            here = np.flatnonzero(region_rows == down)
            for across in range(int(region_cols[0]), int(region_cols[-1]) + 1):
                there = np.flatnonzero(region_cols == across)
                kept = self._region((down, across, self._chunk_of[number]))
                usable = kept.usable(number)
                if usable is not None:
                    places = np.ix_(rows[here] - kept.window.row, cols[there] - kept.window.col)
                    found[here[0] : here[-1] + 1, there[0] : there[-1] + 1] = usable[places]
        return found

    def _cells(self, block: Grid) -> tuple[np.ndarray, np.ndarray]:
        """Fine cells of the rows and of the columns of a block, (pixel,) int64 each; from those of the grid on.

        Cells above and left of the grid are negative; beyond all that are kept the outermost ones count. A block with
        larger pixels than the grid's takes the cells at their centres.
        """
        grid, fine = self.layout.grid, self.layout.fine
        x, y = block.centres()
        rows = np.floor((grid.north - y) / grid.pixel_height).astype(np.int64)
        cols = np.floor((x - grid.west) / grid.pixel_width).astype(np.int64)
        first, last = (
            self.layout.finer(self.layout.kept(0, 0)),
            self.layout.finer(self.layout.kept(*self.layout.last_region)),
        )
        return (
            np.clip(rows // fine.pixels_down, first.row, last.row + last.height - 1),
            np.clip(cols // fine.pixels_across, first.col, last.col + last.width - 1),
        )

    def _region(self, key: _Key) -> _Kept:
        """A region's masks; whoever asks for one that another thread makes waits for it."""
        with self._lock:
            future = self._regions.get(key)
            mine = future is None
            if future is None:
                future = self._regions[key] = Future()
            else:
                self._regions.move_to_end(key)
        if mine:
            try:
                with ONE_AT_A_TIME:
                    kept = self._made(key)
            except BaseException as problem:
                future.set_exception(problem)
                raise
            future.set_result(kept)
            self._drop_oldest(key, kept.size)
        return future.result()

    def _drop_oldest(self, key: _Key, size: int) -> None:
        with self._lock:
            self._sizes[key] = size
            while sum(self._sizes.values()) > MOST_KEPT and len(self._sizes) > 1:
                oldest = next(one for one in self._regions if one in self._sizes)
                del self._regions[oldest], self._sizes[oldest]

    def _made(self, key: _Key) -> _Kept:
        row, col, chunk = key
        kept, planes = self.layout.kept(row, col), {}
        for number, mask in self._masks(self.layout.core(row, col), kept, self.chunks[chunk]):
            planes[number] = zlib.compress(np.packbits(mask.usable).tobytes(), 1)
        return _Kept(self.layout.finer(kept), planes)

    def masks(self, row: int, col: int, chunk: Chunk) -> Iterator[tuple[int, SceneMask]]:
        """The masks of the overpasses of a chunk over one region, without its margin, fine cells."""
        core = self.layout.core(row, col)
        return self._masks(core, core, chunk)

    def _masks(self, core: Window, inner: Window, chunk: Chunk) -> Iterator[tuple[int, SceneMask]]:
        """The masks of a region by its ``core``, of which ``inner`` is wanted; both in coarse cells."""
        layout, wide = self.layout, self.layout.widened(core)
        region = self._reading.region(layout, wide, [self._overpasses[number] for number in chunk.read])
        there = [chunk.read[place] for place in region.places]
        wanted = [time for time, number in enumerate(there) if number in chunk.wanted]
        if not wanted:
            return
        part = Window(inner.row - wide.row, inner.col - wide.col, inner.height, inner.width)
        cells = layout.finer(part).slices
        for time, mask in zip(wanted, self._engine.detect(region.stack, wanted, region.parallax)):
            yield there[time], SceneMask(*(plane[cells] for plane in (mask.mask_class, mask.confidence, mask.reasons)))


def most_scenes(chunks: tuple[Chunk, ...]) -> int:
    """How many scenes are read at a time, at most."""
    return max((len(chunk.read) for chunk in chunks), default=0)


def region_bytes(engine: Engine, grid: Grid, overpasses: tuple[Overpass, ...]) -> int:
    """What masks of an engine take of the memory at most, for all blocks together."""
    scenes = most_scenes(chunks_of([overpass.day for overpass in overpasses], engine.context))
    return MOST_KEPT + MaskLayout.over(grid, engine, scenes).working_bytes(scenes)
