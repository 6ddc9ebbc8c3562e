"""Reflectance of one granule as another satellite or another view would have seen it: harmonisation and NBAR.

Harmonisation comes first and counts everywhere: it is about the bands of the sensor that measured, in the geometry in
which it measured. NBAR comes second and only on land: Roy's parameters are of land; over water, snow and clouds the
brightness depends on the direction in other ways. WASP corrects the same pixels (specs methods.md 1).
"""

from __future__ import annotations

import threading

import numpy as np

from ..catalog.records import Scene
from ..grid import Grid
from ..planes import is_any_of
from ..radiometry.brdf import Kernels, c_factor, ross_li_kernels
from ..radiometry.harmonise import UNCHANGED, adjustment_to_s2a, harmonised
from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE, reflectance_from_scaled
from .angles import AngleStore
from .overpasses import Granule

LAND_CLASSES = (2, 4, 5, 7)
"""Scene classes that are corrected: what is neither water, snow, cloud nor cloud shadow, as in WASP; dark features and
unclassified pixels are taken for land."""

MAX_SUN_ZENITH = 75.0
"""Degrees, our own choice; lower suns are taken for this one, because the model reaches 0 between 85 and 88."""


def can_normalise(scene: Scene) -> bool:
    """Whether a scene tells its view angles; NBAR leaves the others, all of Landsat among them, as they are."""
    return scene.granule_metadata is not None


def is_land(scene_class: np.ndarray) -> np.ndarray:
    """Where NBAR is applied, (y, x) bool, from scene classes (y, x) uint8."""
    return is_any_of(scene_class, LAND_CLASSES)


class Normaliser:
    """Normalises planes of granules on blocks; one instance serves all threads.

    ``target_sun_zenith`` in degrees: reflectance is brought to nadir view under that sun; None: no NBAR.
    ``harmonise``: S2B's bands are made S2A's. Kernels are kept for the granule and block that a thread last asked for,
    so that bands asked for one after the other share them: 8 bytes per pixel and thread.
    """

    def __init__(self, target_sun_zenith: float | None, harmonise: bool, angles: AngleStore) -> None:
        self._target = target_sun_zenith
        self._harmonise = harmonise
        self._angles = angles
        self._latest = threading.local()

    def apply(
        self, granule: Granule, band: str, scaled: np.ndarray, block: Grid, scene_class: np.ndarray
    ) -> np.ndarray:
        """One band of a granule on a block, normalised.

        scaled (y, x) int16, `INVALID` where there is none; scene_class (y, x) uint8 tells land. Returns (y, x)
        int16, the given plane itself where there is nothing to do. `INVALID` stays, negative reflectance is kept,
        larger values than int16 holds are cut as in `scaled_from_dn`. Without view angles there is no NBAR.
        """
        platform = granule.scene.platform
        adjusts = self._harmonise and adjustment_to_s2a(platform, band) is not UNCHANGED
        land = None if self._target is None else is_land(scene_class)
        kernels = self._kernels(granule, block) if land is not None and land.any() else None
        if not adjusts and kernels is None:
            return scaled
        reflectance = reflectance_from_scaled(scaled)
        if adjusts:
            reflectance = harmonised(reflectance, platform, band)
        if kernels is not None and land is not None and self._target is not None:
            np.multiply(reflectance, c_factor(band, kernels, self._target), out=reflectance, where=land)
        return _scaled(reflectance, scaled == INVALID)

    def _kernels(self, granule: Granule, block: Grid) -> Kernels | None:
        """Kernels of the granule's own geometry at the block's pixels, (y, x) float32; None without view angles."""
        key = granule.index, block
        if getattr(self._latest, "key", None) != key:
            self._latest.kernels = self._computed_kernels(granule, block)
            self._latest.key = key
        kernels: Kernels | None = self._latest.kernels
        return kernels

    def _computed_kernels(self, granule: Granule, block: Grid) -> Kernels | None:
        geometry = self._angles.sun_and_view(granule)
        if geometry is None:
            return None
        sun_zenith = np.minimum(geometry.sun_zenith, MAX_SUN_ZENITH)
        nodes = ross_li_kernels(sun_zenith, geometry.view_zenith, geometry.relative_azimuth)
        return Kernels(
            volumetric=geometry.at_pixels(nodes.volumetric, block),
            geometric=geometry.at_pixels(nodes.geometric, block),
        )


def _scaled(reflectance: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """Scaled reflectance of float reflectances, which are overwritten; (y, x) int16, `INVALID` where ``empty``."""
    reflectance *= SCALED_PER_REFLECTANCE
    np.rint(reflectance, out=reflectance)
    np.clip(reflectance, -INVALID, INVALID - 1, out=reflectance)
    reflectance[empty] = INVALID
    return reflectance.astype(np.int16)
