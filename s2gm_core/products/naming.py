"""Names of product folders and files.

Source: S2GM user manual, Product Guide. Own additions: S for season, C for custom periods, the order's hash as number.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..order import Order
from ..period import PERIOD_KINDS, Period
from ..version import __version__
from .recipes import method_of, recipe_of


def product_name(order: Order, period: Period) -> str:
    """Folder name, such as ``S2GM_M10_20230801_20230831_mosaic_STD_v0.1.0_1a2b3c4d``."""
    return (
        f"S2GM_{_kind(order, period)}_{period.start:%Y%m%d}_{period.last_day:%Y%m%d}_{order.name}_"
        f"{configuration(order)}_v{__version__}_{order.number}"
    )


def mask_folder_name(order: Order) -> str:
    """Folder name of the masks of single overpasses, ``S2GM_cloudmask_20230801_20230831_mosaic_1a2b3c4d``."""
    period = order.periods[0]
    return f"S2GM_cloudmask_{period.start:%Y%m%d}_{period.last_day:%Y%m%d}_{order.name}_{order.number}"


def configuration(order: Order) -> str:
    """The service's code for the preference of the algorithm: STD, VEG or SOI."""
    return recipe_of(order).configuration or method_of(order).configuration


def file_stem(order: Order, period: Period, layer: str, part: str) -> str:
    """File name of a layer without extension, such as ``B04_M10_20230801_mosaic``; ``part`` is the sub-folder."""
    return f"{layer}_{common_stem(order, period, part)}"


def common_stem(order: Order, period: Period, part: str) -> str:
    """What the file names of a part have in common, such as ``M10_20230801_mosaic`` or ``Y60_20180101_31UFT``."""
    return f"{_kind(order, period)}_{period.start:%Y%m%d}_{part}"


@dataclass(frozen=True)
class DocumentNames:
    """What the files beside the layers are called."""

    stem: str  # `common_stem`

    @property
    def metadata(self) -> str:
        """The service's metadata document."""
        return f"metadata_{self.stem}.json"

    @property
    def quicklook(self) -> str:
        """The picture."""
        return f"quicklook_{self.stem}.png"

    @property
    def picture(self) -> str:
        """The colours of a mosaic in natural colour, as bytes."""
        return f"RGB_{self.stem}.tiff"

    def tiles(self, kind: str) -> str:
        """The picture as tiles of a base map: an MBTiles file, or a folder of XYZ tiles."""
        return f"RGB_{self.stem}.mbtiles" if kind == "mbtiles" else f"{kind}_{self.stem}"

    @property
    def vrt(self) -> str:
        """The bands as one virtual raster."""
        return f"{self.stem}.vrt"

    @property
    def stac_item(self) -> str:
        """The STAC item."""
        return f"stac_item_{self.stem}.json"


def _kind(order: Order, period: Period) -> str:
    return f"{PERIOD_KINDS[period.kind].letter}{round(order.resolution)}"
