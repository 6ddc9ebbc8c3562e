"""What a product holds, for comparisons."""

from __future__ import annotations

import numpy as np
import rasterio

from s2gm_core.products.record import Product


def pixels(product: Product) -> dict[str, np.ndarray]:
    """All bands and layers of a product, (y, x) as stored."""
    found = {}
    for name, path in product.layers.items():
        with rasterio.open(path) as file:
            found[name] = file.read(1)
    return found
