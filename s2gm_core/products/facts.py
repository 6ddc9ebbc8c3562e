"""What every document of a product is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..grid import Grid
from ..order import Order
from ..period import Period
from ..sensors.bands import BANDS
from .formats import PRODUCT_FORMATS, ProductFormat
from .naming import DocumentNames, common_stem
from .overpasses import Granule
from .planned_layer import PlannedLayer


@dataclass(frozen=True)
class ProductFacts:
    """One part of a product, when its pixels are written and its documents are not."""

    name: str  # of the product folder
    part: str  # of the sub-folder
    order: Order
    period: Period
    grid: Grid
    granules: Sequence[Granule]
    layers: Mapping[str, PlannedLayer]  # at the files of the product's format, bands first
    details: Mapping[str, Any]  # Processing_details of the metadata

    @property
    def format(self) -> ProductFormat:
        """The format of the layers."""
        return PRODUCT_FORMATS[self.order.format]

    @property
    def documents(self) -> DocumentNames:
        """The names of the files beside the layers."""
        return DocumentNames(common_stem(self.order, self.period, self.part))

    @property
    def bands(self) -> tuple[str, ...]:
        """The reflectance bands, in the order of delivery."""
        return tuple(name for name in self.layers if name in BANDS)
