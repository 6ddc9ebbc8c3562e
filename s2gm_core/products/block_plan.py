"""What all blocks of one mosaic share, and what one block gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry.base import BaseGeometry

from ..composite.method import Method
from ..composite.uncertainty import InputUncertainty
from ..grid import Grid, Window
from ..layers import Layer, band_of_theia_layer
from ..masks.scene_classification import MaskPreset
from ..radiometry.normalisation import Normalisation
from ..raster.area_mask import AreaInBlock
from ..sensors.spectral_indices import INDICES
from .offset_check import Histograms
from .overpasses import Overpass


@dataclass(frozen=True)
class BlockPlan:
    """What all blocks of one mosaic share; the same for every thread."""

    grid: Grid
    area: BaseGeometry | None  # polygon in the grid's CRS that is cut out; None = the whole grid
    overpasses: tuple[Overpass, ...]  # newest first; for methods that want every tile's observation one per granule
    passes: tuple[int, ...]  # number of the satellite's pass of every granule by index
    footprints: tuple[BaseGeometry, ...]  # of every granule by index, in the grid's CRS, a little too large
    preset: MaskPreset
    method: Method
    options: Any  # of the method's own class
    method_bands: tuple[str, ...]  # by which the method decides, and on which the zero test is done
    stack_bands: tuple[str, ...]  # read of all observations: the method's, and those of which it makes something
    bands: tuple[str, ...]  # delivered
    indices: tuple[str, ...]  # spectral indices, delivered
    layers: Mapping[str, Layer]  # all that is delivered, by name, as it is stored: bands first
    normalisation: Normalisation
    middle_day: float  # of the period, days since 1970-01-01
    period_days: float
    min_obs: int = 1  # pixels with fewer valid observations stay empty
    margin: int = 0  # pixels around a block that are read as well, because the method looks at neighbours
    uncertainty: InputUncertainty | None = None  # of one observation, where uncertainties are delivered
    cloud_probability: float = 40.0  # percent from which on a mask by probability calls a pixel cloud
    mask_growth: float = 0.0  # metres by which clouds and shadows are widened
    user_mask: str = ""  # path of a raster; pixels where it is not zero are left out
    landsat_weight: float = 1.0  # of an overpass of Landsat; one of Sentinel-2 has 1

    @property
    def after_period(self) -> tuple[Overpass, ...]:
        """The overpasses of the days after the period, from which empty pixels are filled."""
        return self.overpasses[: self._first_own]

    @property
    def before_period(self) -> tuple[Overpass, ...]:
        """The other ones that are not of the period itself."""
        return tuple(one for one in self.overpasses[self._first_own :] if not one.in_period)

    @property
    def _first_own(self) -> int:
        return next((at for at, one in enumerate(self.overpasses) if one.in_period), len(self.overpasses))

    @property
    def asks_for_observations(self) -> bool:
        """Whether something is delivered that only one observation can fill."""
        of_all = {"valid_obs", "filled", *self.bands, *self.indices, *self.method.layers}
        others = [name for name in self.layers if name not in of_all and band_of_theia_layer(name) is None]
        return self.method.selects or bool(self.later_bands) or bool(others)

    @property
    def made_bands(self) -> tuple[str, ...]:
        """The bands whose composite is made: the delivered ones and those of the spectral indices."""
        return tuple(dict.fromkeys((*self.bands, *(band for name in self.indices for band in INDICES[name].bands))))

    @property
    def later_bands(self) -> tuple[str, ...]:
        """The bands that are read for chosen observations only."""
        return tuple(band for band in self.made_bands if band not in self.stack_bands)


@dataclass(frozen=True)
class BlockTask:
    """One block to be made: plain data, so that threads share no geometry."""

    window: Window
    area: AreaInBlock
    near: frozenset[int]  # indices of the granules whose footprint meets the block


@dataclass(frozen=True)
class BlockResult:
    """The pixels of one block, ready to be written: (y, x) arrays of the product's dtypes, by layer name."""

    window: Window
    planes: dict[str, np.ndarray]
    inside: int  # pixels inside the area
    filled: int  # of these with an observation
    negative: int  # reflectances that were cut to 0
    message: str  # which overpasses were used
    histograms: Histograms  # for the check of offsets
    is_whole: bool  # nothing that it may need was unreadable
