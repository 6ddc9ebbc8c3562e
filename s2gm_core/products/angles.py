"""Sun and view angles of granules on blocks of the output grid."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from ..catalog.granule_metadata import AngleGrids, parse_angles
from ..errors import CatalogueError
from ..grid import Grid
from ..raster.lookup import expand_lattice, lattice_coordinates
from .overpasses import Granule
from .record import ReadFailure

SUN_LAYERS = ("sun_zenith", "sun_azimuth")
VIEW_LAYERS = ("view_zenith_mean", "view_azimuth_mean")
ANGLE_LAYERS = SUN_LAYERS + VIEW_LAYERS


@dataclass(frozen=True)
class _Field:
    """One angle on the lattice of a block: its value, or for azimuths its unit vector; (node y, node x) float64."""

    first: np.ndarray
    second: np.ndarray | None = None  # north component of an azimuth's unit vector, of which `first` is the east one

    def expand(self, block: Grid) -> np.ndarray:
        """Degrees at every pixel, (y, x) float32; azimuths 0..360."""
        value = expand_lattice(self.first, block.height, block.width)
        if self.second is not None:
            north = expand_lattice(self.second, block.height, block.width)
            value = np.mod(np.degrees(np.arctan2(value, north)), 360.0)
        return value.astype(np.float32)


class AngleStore:
    """Angles of all granules of a run; metadata are read once, from whichever thread needs them first."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read  # a small document by its location; raises CatalogueError
        self._lock = threading.Lock()
        self._locks: dict[int, threading.Lock] = defaultdict(threading.Lock)  # so that granules load side by side
        self._grids: dict[int, AngleGrids | None] = {}
        self.failures: list[ReadFailure] = []

    def view_zenith_below(self, granule: Granule, block: Grid, limit: float) -> np.ndarray | bool:
        """Where the mean view zenith is below a limit in degrees: True or False for the whole block, else (y, x) bool.

        True where the granule has no usable metadata: what is not known cannot exclude.
        """
        grids = self._grids_of(granule)
        if grids is None:
            return True
        nodes = self._on_lattice(grids, grids.view_zenith, block)
        if nodes.max() < limit:
            return True
        if nodes.min() >= limit:
            return False
        return expand_lattice(nodes, block.height, block.width) < limit

    def plane(self, layer: str, granule: Granule, block: Grid) -> np.ndarray | None:
        """One of `ANGLE_LAYERS` in degrees, (y, x) float32, or None where it is not known."""
        grids = self._grids_of(granule)
        if grids is None:
            return self._scene_mean(layer, granule, block)
        name = layer.replace("_mean", "")
        values: np.ndarray = getattr(grids, name)
        if name.endswith("zenith"):
            return _Field(self._on_lattice(grids, values, block)).expand(block)
        east = self._on_lattice(grids, np.sin(np.radians(values)), block)
        north = self._on_lattice(grids, np.cos(np.radians(values)), block)
        return _Field(east, north).expand(block)

    def _scene_mean(self, layer: str, granule: Granule, block: Grid) -> np.ndarray | None:
        known = {"sun_zenith": granule.scene.sun_zenith, "sun_azimuth": granule.scene.sun_azimuth}.get(layer)
        return None if known is None else np.full(block.shape, known, dtype=np.float32)

    def _on_lattice(self, grids: AngleGrids, values: np.ndarray, block: Grid) -> np.ndarray:
        """Values of a granule's angle grid on the block's lattice, (node y, node x); the rim's value beyond it."""
        x, y = lattice_coordinates(block, grids.crs)
        rows, cols = (grids.north - y) / grids.step, (x - grids.west) / grids.step
        return map_coordinates(values, [rows, cols], order=1, mode="nearest")

    def load(self, granule: Granule) -> None:
        """Read a granule's metadata now, so that nobody has to wait for them later."""
        self._grids_of(granule)

    def _grids_of(self, granule: Granule) -> AngleGrids | None:
        with self._lock:
            lock = self._locks[granule.index]
        with lock:
            if granule.index not in self._grids:
                self._grids[granule.index] = self._load(granule)
            return self._grids[granule.index]

    def _load(self, granule: Granule) -> AngleGrids | None:
        if granule.scene.granule_metadata is None:
            return None
        try:
            return parse_angles(self._read(granule.scene.granule_metadata))
        except CatalogueError as problem:
            self.failures.append(ReadFailure(granule.scene.id, "granule_metadata", str(problem)))
            return None
