"""What the products have of their own between planning and documents: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..composite import newest
from ..composite.method import Method
from ..composite.registry import METHODS
from ..order import Order
from ..order_products import BRIGHTEARTH, COLOUR_BANDS, TEMPORAL_MOSAIC
from .block_plan import BlockPlan
from .brightearth.lattice import BLENDING_BYTES, kept_bytes, solve_bytes

PATCHES = replace(
    newest.METHOD,
    name="brightearth",
    label="BrightEarth-style patches",
    summary="Few large patches, each of one overpass, in one radiometry, with seams where images agree, blended over "
    "several scales: for looking at.",
    masks="Strict ones: what the mask misses is seen.",
    source="Own design, docs/brightearth.md; the original's method was never published",
    bands=COLOUR_BANDS,
    minimum_bands=COLOUR_BANDS,
    reduced_rule="",
    layers=("gain",),
    normalises=True,
)
"""What the patches ask of their observations, for the plan. Of the method it is made from only the rule by date stays:
patches are made of all blocks together (`brightearth`), not by a composite of each."""

BALANCED = (
    "Values are balanced between overpasses and blended for looking at; they are no plain surface reflectance. Use a "
    "temporal mosaic for measuring."
)


@dataclass(frozen=True)
class Recipe:
    """What a product has of its own."""

    title: str  # of its documents
    notes: tuple[str, ...]  # for its metadata and the user
    configuration: str | None = None  # code in the product's name; None = that of the method
    kept_bytes: Callable[[BlockPlan], int] = lambda block: 0  # on the disk, until the product is complete
    by_tile: bool = False  # whether tiles of one overpass are images of their own
    working_bytes: int = 0  # of a pixel, beside what a temporal mosaic takes
    shared_bytes: Callable[[BlockPlan], int] = lambda block: 0
    share_ahead: float = 0.0  # of a part's progress, for what is solved before the first block
    picture_bytes: int = 0  # of a pixel of its picture; 0 = it has none

    @property
    def has_picture(self) -> bool:
        """Whether its colours are delivered as a raster of bytes."""
        return self.picture_bytes > 0


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        TEMPORAL_MOSAIC: Recipe("Sentinel-2 temporal mosaic", ()),
        BRIGHTEARTH: Recipe(
            "Sentinel-2 mosaic in natural colour, BrightEarth style",
            (BALANCED,),
            "RGB",
            kept_bytes=kept_bytes,
            by_tile=True,
            working_bytes=BLENDING_BYTES,
            shared_bytes=solve_bytes,
            share_ahead=0.35,
            picture_bytes=3,
        ),
    }
)


def recipe_of(order: Order) -> Recipe:
    """The recipe of an order's product."""
    return RECIPES[order.product]


def method_of(order: Order) -> Method:
    """How an order's observations are merged: its compositing method, or the patches of a mosaic in natural colour."""
    return PATCHES if order.product == BRIGHTEARTH else METHODS[order.method]
