"""The last step of a block: everything that is delivered, from the composite and from the chosen observations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..composite.stack import Composite, Observations
from ..grid import Grid
from ..layers import Layer, band_of_theia_layer, band_of_uncertainty_layer
from ..planes import count_along_time, put_where, values_at
from ..progress import Progress, stop_if_cancelled
from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE, reflectance_from_scaled
from ..sensors.spectral_indices import INDICES, stored
from .angles import ANGLE_LAYERS
from .block_masks import Masked
from .block_observations import Surroundings
from .block_plan import BlockPlan
from .block_stack import scaled_plane
from .normalising import Normaliser
from .overpasses import Granule
from .reading import PERCENTAGES, ReadAhead, Wanted


@dataclass(frozen=True)
class Made:
    """What the steps before made of a block."""

    masked: Masked
    seen: Observations
    composite: Composite

    def taken(self) -> Iterator[tuple[int, np.ndarray]]:
        """The times that some pixel takes its observation from, each with these pixels, (y, x) bool."""
        if self.composite.index is None:
            return
        for time in range(len(self.masked.overpasses)):
            taken = self.composite.index == time
            if taken.any():
                yield time, taken


class LayerStep:
    """Fills layers; one instance serves all threads."""

    def __init__(self, plan: BlockPlan, around: Surroundings, normaliser: Normaliser) -> None:
        self._plan, self._around, self._normaliser = plan, around, normaliser

    def run(self, block: Grid, made: Made, progress: Progress) -> dict[str, np.ndarray]:
        """All layers of the block by name, (y, x); bands still as scaled reflectance int16, `INVALID` where empty."""
        planes = self._made_bands(made)
        for name in self._plan.made_bands:
            if name not in planes:
                planes[name] = np.full(block.shape, INVALID, dtype=np.int16)
        for name, layer in self._ancillary:
            planes[name] = np.full(block.shape, layer.nodata, dtype=layer.dtype)
        ahead = self._around.reader.ahead(block, self._rest_of(made))
        for time, taken in made.taken():
            for granule, here in made.masked.granules_in(time, taken):
                stop_if_cancelled(progress)
                self._fill_later_bands(granule, here, block, made.masked.scene_class[time], planes, ahead)
                self._fill_from_assets(granule, here, block, planes, ahead)
            for name, plane in (
                ("quality_scene_classification", made.masked.scene_class[time]),
                ("source_index", made.masked.granule_plane(time)),
            ):
                if name in planes:
                    put_where(planes[name], plane, taken)
        self._fill_computed(made, planes)
        return planes

    @property
    def _ancillary(self) -> list[tuple[str, Layer]]:
        """What is delivered beside bands."""
        return [(name, layer) for name, layer in self._plan.layers.items() if name not in self._plan.bands]

    def _made_bands(self, made: Made) -> dict[str, np.ndarray]:
        """The bands that the stack holds: as the method made them, or those of the chosen observations."""
        seen, composite = made.seen, made.composite
        bands = [band for band in self._plan.made_bands if band in seen.bands]
        numbers = [seen.bands.index(band) for band in bands]
        if composite.reflectance is not None:
            return {band: composite.reflectance[number] for band, number in zip(bands, numbers)}
        if composite.index is not None:
            return dict(zip(bands, values_at(seen.reflectance, composite.index, numbers, INVALID)))
        return {}

    def _rest_of(self, made: Made) -> Iterator[Wanted]:
        """What only chosen observations need, in the order in which it is asked for."""
        assets = [layer.asset for _, layer in self._ancillary if layer.asset is not None]
        for time, taken in made.taken():
            for granule, _ in made.masked.granules_in(time, taken):
                yield from (Wanted(granule, name) for name in (*self._plan.later_bands, *assets))

    def _fill_later_bands(
        self,
        granule: Granule,
        here: np.ndarray,
        block: Grid,
        scene_class: np.ndarray,
        planes: dict[str, np.ndarray],
        ahead: ReadAhead,
    ) -> None:
        """Fill the pixels ``here`` (y, x) of bands that were not read yet with the values of one granule."""
        for name in self._plan.later_bands:
            plane = scaled_plane(granule, name, ahead.take(Wanted(granule, name)))
            if plane is not None:
                plane = self._normaliser.apply(granule, name, plane, block, scene_class)
                put_where(planes[name], plane, here)

    def _fill_from_assets(
        self, granule: Granule, here: np.ndarray, block: Grid, planes: dict[str, np.ndarray], ahead: ReadAhead
    ) -> None:
        """Fill the pixels ``here`` (y, x) of angles, and of layers that a scene's rasters carry."""
        for name, layer in self._ancillary:
            if name in ANGLE_LAYERS:
                degrees = self._around.angles.plane(name, granule, block)
                if degrees is not None:
                    np.copyto(planes[name], np.rint(degrees / layer.scale).astype(layer.dtype), where=here)
            elif layer.asset is not None:
                plane = ahead.take(Wanted(granule, layer.asset))
                if plane is not None:
                    known = here & (plane != 0) if layer.asset not in PERCENTAGES else here
                    stored = _in_steps_of(layer, plane, granule.scene.assets[layer.asset].scale)
                    np.copyto(planes[name], stored, where=known)

    def _fill_computed(self, made: Made, planes: dict[str, np.ndarray]) -> None:
        """Layers that are computed from what is there."""
        for name in self._plan.indices:
            index = INDICES[name]
            spectrum = {band: _reflectance_or_nan(planes[band]) for band in index.bands}
            planes[name] = stored(index.compute(spectrum), index)
        for name, plane in made.composite.layers.items():
            if name in planes:
                planes[name] = plane
        if "valid_obs" in planes and "valid_obs" not in made.composite.layers:
            planes["valid_obs"] = count_along_time(made.seen.valid)
        if "valid_obs" in planes:
            planes["valid_obs"] = planes["valid_obs"].astype(self._plan.layers["valid_obs"].dtype)
        if "date" in planes and made.composite.index is not None:
            planes["date"] = _date(made, self._plan.layers["date"])
        if "filled" in planes:
            planes["filled"] = _filled(made, self._plan.layers["filled"])
        self._fill_theia(planes)
        self._fill_uncertainties(made, planes)

    def _fill_theia(self, planes: dict[str, np.ndarray]) -> None:
        """The bands in Theia's encoding."""
        for name, layer in self._ancillary:
            band = band_of_theia_layer(name)
            if band is not None:
                planes[name] = np.where(planes[band] == INVALID, np.int16(layer.nodata), planes[band])

    def _fill_uncertainties(self, made: Made, planes: dict[str, np.ndarray]) -> None:
        """The standard uncertainty of every band of which it was ordered."""
        plan, seen, model = self._plan, made.seen, self._plan.uncertainty
        if model is None or not made.masked.overpasses:
            return
        every = plan.method.uncertainty(seen, made.composite, plan.options, model)
        for name, layer in self._ancillary:
            band = band_of_uncertainty_layer(name)
            if band is None:
                continue
            values = every[seen.bands.index(band)] * SCALED_PER_REFLECTANCE
            known = np.isfinite(values) & (planes[band] != INVALID)
            stored = np.minimum(np.rint(np.where(known, values, 0)), np.iinfo(layer.dtype).max - 1)
            planes[name] = np.where(known, stored, layer.nodata).astype(layer.dtype)


def _reflectance_or_nan(scaled: np.ndarray) -> np.ndarray:
    """Reflectance, (y, x) float32, NaN where the scaled one (y, x) int16 is `INVALID`."""
    return np.where(scaled == INVALID, np.float32(np.nan), reflectance_from_scaled(scaled))


def _date(made: Made, layer: Layer) -> np.ndarray:
    """Days since 1970-01-01, (y, x) of the layer's dtype."""
    filled, index, day = made.composite.filled, made.composite.chosen, made.composite.day
    if day is None:
        if not len(made.seen.day):
            return np.full(filled.shape, layer.nodata, layer.dtype)
        return np.where(filled, made.seen.day[np.maximum(index, 0)], layer.nodata).astype(layer.dtype)
    return np.where(np.isfinite(day) & filled, np.rint(day), layer.nodata).astype(layer.dtype)


def _filled(made: Made, layer: Layer) -> np.ndarray:
    """1 where observations of the wider period were used, 0 where only the period's own were; (y, x) uint8."""
    wider = ~made.masked.in_period
    used = made.seen.valid[wider].any(axis=0) if wider.any() else np.zeros(made.composite.filled.shape, bool)
    return np.where(made.composite.filled, used, layer.nodata).astype(layer.dtype)


def _in_steps_of(layer: Layer, plane: np.ndarray, scale: float) -> np.ndarray:
    """Numbers of an asset with its own step (value = number x scale) as the layer stores them, (y, x) of its dtype.

    A scale of 1 says that the catalogue tells none: then the numbers are the layer's own.
    """
    if layer.scale is None or scale in (1.0, layer.scale):
        return plane.astype(layer.dtype)
    highest = np.iinfo(layer.dtype).max - 1
    return np.minimum(np.rint(plane * (scale / layer.scale)), highest).astype(layer.dtype)
