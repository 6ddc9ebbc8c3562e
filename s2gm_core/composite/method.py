"""What a compositing method is: one record per method, made in the method's own file, listed in `registry`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import MissingBandsError
from ..layers import Layer
from .options import NoOptions, Pairs, canonical_pairs, make_options
from .stack import Composite, Need, Observations, Selection
from .uncertainty import InputUncertainty, of_date

NO_BANDS: tuple[str, ...] = ()


def _no_layers(options: Any, bands: tuple[str, ...]) -> tuple[Layer, ...]:
    return ()


@dataclass(frozen=True)
class Method:
    """A compositing method.

    One that selects takes one genuine observation per pixel and decides by ``bands``; bands that it does not need are
    read for chosen observations only. One that averages makes every delivered band from several observations, and
    reads ``bands`` as well. ``uncertainty`` gives one standard uncertainty, (band, y, x) float32 reflectance.
    """

    name: str
    label: str
    summary: str  # what it is good for, one sentence
    masks: str  # which cloud masks it can be trusted with, one sentence
    source: str  # paper or document
    selects: bool
    composite: Callable[[Observations, Any], Composite]
    uncertainty: Callable[[Observations, Composite, Any, InputUncertainty], np.ndarray] = of_date
    bands: tuple[str, ...] = NO_BANDS  # bands that it uses when the scenes have them
    minimum_bands: tuple[str, ...] = NO_BANDS  # bands without which it refuses
    reduced_rule: str = ""  # what it does when some of its bands are missing, in words for the product's record
    options: type = NoOptions
    needs: frozenset[Need] = frozenset()
    layers: tuple[str, ...] = ()  # its own layers among layers.LAYERS
    band_layers: Callable[[Any, tuple[str, ...]], tuple[Layer, ...]] = _no_layers  # own layers, one per band
    configuration: str = "STD"  # code of the service in the product's name: STD, VEG or SOI
    acceptable: Callable[[Observations, Any], np.ndarray] | None = None  # (time, y, x) bool; None: all that are valid
    describe: Callable[[Observations, Any, np.ndarray], Mapping[str, np.ndarray]] | None = (
        None  # its layers of an index
    )
    landsat_weight: float = 1.0  # where the order leaves it at 1
    short_calls: bool = False  # its kernels are made of short calls of numpy, see `..short_calls`
    normalises: bool = False  # whether view and sun angles are normalised where the order leaves it open

    def usable_bands(self, available: tuple[str, ...]) -> tuple[str, ...]:
        """The method's bands among those that the scenes have; `MissingBandsError` where it cannot work on them."""
        missing = [band for band in self.minimum_bands if band not in available]
        if missing:
            raise MissingBandsError(
                f"The method '{self.name}' needs {', '.join(self.minimum_bands)}; the scenes lack "
                f"{', '.join(missing)}. Choose another method or another source."
            )
        return tuple(band for band in self.bands if band in available)

    def make_options(self, pairs: Pairs) -> Any:
        """Its options from an order's names and texts; `OrderError` for what it does not have."""
        return make_options(self.options, pairs, self.name)

    def canonical_options(self, pairs: Pairs) -> Pairs:
        """The same options, with one text for equal values; `OrderError` as `make_options`."""
        return canonical_pairs(self.make_options(pairs), pairs)


def selecting(select: Callable[[Observations], Selection]) -> Callable[[Observations, Any], Composite]:
    """The composite of a selection without options."""
    return lambda observations, options: Composite.of(select(observations))
