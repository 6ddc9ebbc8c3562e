"""How much a run will write, from its plans: an upper bound, since compression is not known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..disk import DiskNeed
from .formats import ProductFormat
from .planning import MosaicPlan

WITH_OVERVIEWS = 4 / 3
"""Every overview has a fourth of the pixels of the one before: 1 + 1/4 + 1/16 + ..."""

BAND_BYTES, ANCILLARY_BYTES = 2, 4  # uint16 and float32, as `stacking` writes them


@dataclass(frozen=True)
class Copy:
    """A raster that the caller stacks from every product of a run (`stacking`); here only its room counts."""

    folder: Path
    ancillary: bool  # the ancillary layers; else the reflectance bands


def disk_needs(
    products: Sequence[Sequence[MosaicPlan]],
    out: Path,
    product_format: ProductFormat,
    threads: int,
    copies: Sequence[Copy] = (),
) -> Iterator[DiskNeed]:
    """What products, each with the plans of its parts, and their copies take at most, folder by folder."""
    plans = [plan for product in products for plan in product]
    yield DiskNeed(out, max(sum(map(_scratch_bytes, product)) for product in products))
    yield DiskNeed(out, sum(product_bytes(plan) for plan in plans))
    yield DiskNeed(out, max(_bytes_beside(plan, product_format, threads) for plan in plans))
    for copy in copies:
        yield DiskNeed(copy.folder, sum(_copy_bytes(plan, copy.ancillary) for plan in plans))


def product_bytes(plan: MosaicPlan) -> int:
    """All layers of a product with their overviews, uncompressed."""
    return round(_pixels(plan) * (plan.output_bytes_per_pixel + plan.recipe.picture_bytes) * WITH_OVERVIEWS)


def _scratch_bytes(plan: MosaicPlan) -> int:
    """The blocks of all layers as they lie in scratch files until the product is complete, and what is kept beside."""
    return _pixels(plan) * plan.output_bytes_per_pixel + plan.recipe.kept_bytes(plan.block)


def _bytes_beside(plan: MosaicPlan, product_format: ProductFormat, threads: int) -> int:
    """What lies beside a product while its layers are made.

    The overviews of the layer that is being assembled, or a picture before it is packed. For formats that are converted
    the uncompressed GeoTIFFs of all layers where they become one file, else that of a layer for each thread: those that
    wait have the room of what they become.
    """
    sizes = [np.dtype(planned.layer.dtype).itemsize for planned in plan.layers.values()]
    unpacked = round(_pixels(plan) * plan.recipe.picture_bytes * WITH_OVERVIEWS)
    if not product_format.is_converted:
        return max(unpacked, round(_pixels(plan) * max(sizes) * (WITH_OVERVIEWS - 1)))
    converted = (
        _scratch_bytes(plan) if product_format.one_file else _pixels(plan) * max(sizes) * min(threads, len(sizes))
    )
    return max(unpacked, converted)


def _copy_bytes(plan: MosaicPlan, ancillary: bool) -> int:
    bands = len(plan.block.bands)
    per_pixel = (len(plan.layers) - bands) * ANCILLARY_BYTES if ancillary else bands * BAND_BYTES
    return round(_pixels(plan) * per_pixel * WITH_OVERVIEWS)


def _pixels(plan: MosaicPlan) -> int:
    return plan.block.grid.width * plan.block.grid.height
