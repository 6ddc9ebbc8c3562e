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
from ..network.threads import OnceForAll
from ..raster.lookup import centre_coordinates, expand_lattice, lattice_coordinates
from .overpasses import Granule
from .record import ReadFailure

SUN_LAYERS = ("sun_zenith", "sun_azimuth")
VIEW_LAYERS = ("view_zenith_mean", "view_azimuth_mean")
ANGLE_LAYERS = SUN_LAYERS + VIEW_LAYERS

PARTS_PER_STEP = 4
"""A granule's angle grid is made this much denser for what depends on angles in a bent way."""


@dataclass(frozen=True)
class _Field:
    """One angle on the lattice of a block: its value, or for azimuths its unit vector; (node y, node x) float64."""

    first: np.ndarray
    second: np.ndarray | None = None  # north component of an azimuth's unit vector, of which `first` is the east one

    def expand(self, block: Grid) -> np.ndarray:
        """Degrees at every pixel, (y, x) float32; azimuths 0..360."""
        value = expand_lattice(self.first, block)
        if self.second is not None:
            north = expand_lattice(self.second, block)
            value = np.mod(np.degrees(np.arctan2(value, north)), 360.0)
        return value.astype(np.float32)


@dataclass(frozen=True)
class SunAndView:
    """Sun and view of one granule at nodes denser than its angle grid, each (node y, node x) float64 degrees.

    Node (0, 0) lies at (west, north) in ``crs``. The angle grid's own nodes are among them: there lie the kinks of
    everything that is interpolated in it, which a lattice of the block's would cut off (docs/radiometry.md).
    """

    crs: str
    west: float
    north: float
    step: float  # metres
    sun_zenith: np.ndarray
    view_zenith: np.ndarray
    relative_azimuth: np.ndarray  # sun's minus sensor's, any multiple of 360 added

    @classmethod
    def of(cls, grids: AngleGrids) -> SunAndView:
        """The geometry of a granule; sun and view are interpolated as vectors, so that nadir is passed smoothly."""
        sun_zenith, sun_azimuth = _denser(grids.sun_zenith, grids.sun_azimuth)
        view_zenith, view_azimuth = _denser(grids.view_zenith, grids.view_azimuth)
        return cls(
            grids.crs,
            grids.west,
            grids.north,
            grids.step / PARTS_PER_STEP,
            sun_zenith,
            view_zenith,
            sun_azimuth - view_azimuth,
        )

    def at_pixels(self, values: np.ndarray, block: Grid) -> np.ndarray:
        """Bilinear values at a block's pixels of values at the nodes: (node y, node x) to (y, x) float32.

        Beyond the granule's rim its value.
        """
        shared = block.crs == self.crs
        x, y = block.centres() if shared else centre_coordinates(block, self.crs)
        rows, cols = (self.north - y) / self.step, (x - self.west) / self.step
        if shared:  # rows and columns can be told apart, which is several times as fast
            planes = _linear_weights(rows, values.shape[0]) @ values @ _linear_weights(cols, values.shape[1]).T
            return planes.astype(np.float32)
        return map_coordinates(values, [rows, cols], order=1, mode="nearest", output=np.float32)


def _linear_weights(places: np.ndarray, nodes: int) -> np.ndarray:
    """Linear interpolation at places (pixel,) counted in nodes: weights (pixel, node) float64."""
    inside = np.clip(places, 0, nodes - 1)
    return np.maximum(0.0, 1.0 - np.abs(inside[:, np.newaxis] - np.arange(nodes)))


def _denser(zenith: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
    """Zenith and azimuth, degrees, between the nodes of an angle grid: two (node y, node x) to one (2, y, x)."""
    length = np.sin(np.radians(zenith))
    horizontal = length * np.sin(np.radians(azimuth)), length * np.cos(np.radians(azimuth))
    places = [np.arange((count - 1) * PARTS_PER_STEP + 1) / PARTS_PER_STEP for count in zenith.shape]
    nodes = np.meshgrid(*places, indexing="ij")
    east, north = (map_coordinates(part, nodes, order=1, mode="nearest") for part in horizontal)
    return np.degrees(np.stack([np.arcsin(np.hypot(east, north)), np.arctan2(east, north)]))


class AngleDocuments:
    """Angle grids by the location of their document, for all stores that share them; may be used from any thread."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read  # a small document by its location; raises CatalogueError
        self._lock = threading.Lock()
        self._once: OnceForAll[AngleGrids] = OnceForAll()
        self._known: dict[str, AngleGrids] = {}

    def grids(self, location: str) -> AngleGrids:
        """The grids of a document, which is read once. Raises `CatalogueError`."""
        return self._kept(location) or self._once.do(location, lambda: self._kept(location) or self._load(location))

    def _kept(self, location: str) -> AngleGrids | None:
        with self._lock:
            return self._known.get(location)

    def _load(self, location: str) -> AngleGrids:
        grids = parse_angles(self._read(location))
        with self._lock:
            self._known[location] = grids
        return grids


class AngleStore:
    """Angles of all granules of a run; metadata are read once, from whichever thread needs them first."""

    def __init__(self, read: Callable[[str], bytes] | AngleDocuments) -> None:
        self._documents = read if isinstance(read, AngleDocuments) else AngleDocuments(read)
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
        return expand_lattice(nodes, block) < limit

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

    def sun_and_view(self, granule: Granule) -> SunAndView | None:
        """The geometry of a granule for what is computed from angles, or None where its view angles are not known."""
        grids = self._grids_of(granule)
        return None if grids is None else SunAndView.of(grids)

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
            return self._documents.grids(granule.scene.granule_metadata)
        except CatalogueError as problem:
            self.failures.append(ReadFailure(granule.scene.id, "granule_metadata", str(problem)))
            return None
