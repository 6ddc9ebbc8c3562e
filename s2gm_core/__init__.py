"""S2GM core: cloud-free mosaics of Sentinel-2 surface reflectance, streamed block by block.

from s2gm_core import Order, run
product = run(Order(source="archive/catalog.json", area=area, period="month", start="2023-08-01"), out="mosaics")
product.path, product.layers["valid_obs"], product.scenes
"""

from __future__ import annotations

from .area import area_from_bounds, area_from_text
from .errors import S2GMError
from .order import Order
from .products.record import Product, ReadFailure
from .products.temporal_mosaic import RunSettings, run, run_series
from .progress import Progress, SilentProgress
from .version import __version__

__all__ = [
    "Order",
    "Product",
    "Progress",
    "ReadFailure",
    "RunSettings",
    "S2GMError",
    "SilentProgress",
    "__version__",
    "area_from_bounds",
    "area_from_text",
    "run",
    "run_series",
]
