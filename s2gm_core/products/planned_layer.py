"""The layers of a product with their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..layers import Layer
from ..raster.write import RasterFormat
from ..sensors.scene_classes import SCENE_CLASSES
from .formats import PRODUCT_FORMATS, ProductFormat

EXTENSION = PRODUCT_FORMATS["gtiff"].extension


@dataclass(frozen=True)
class PlannedLayer:
    """One layer of the product, in a file of its own or as a variable of a common one."""

    layer: Layer  # valid_obs may be wider than the table says
    path: Path  # final path
    variable: str | None = None  # where the file holds several layers

    @property
    def format(self) -> RasterFormat:
        """How the layer is stored."""
        classes = self.layer.name == "quality_scene_classification"
        return RasterFormat(
            dtype=self.layer.dtype,
            nodata=self.layer.nodata,
            band_names=(self.layer.name,),
            scale=self.layer.scale,
            offset=self.layer.offset,
            unit=self.layer.unit,
            categorical=self.layer.categorical,
            colormap=tuple((row.value, row.colour) for row in SCENE_CLASSES) if classes else (),
        )


def placed(planned: Mapping[str, PlannedLayer], product_format: ProductFormat, stem: str) -> dict[str, PlannedLayer]:
    """The layers at the files of a format; ``stem`` is the name of a common file without its extension."""
    if product_format.one_file:
        path = Path(stem + product_format.extension)
        return {name: replace(one, path=path, variable=name) for name, one in planned.items()}
    return {name: replace(one, path=one.path.with_suffix(product_format.extension)) for name, one in planned.items()}
