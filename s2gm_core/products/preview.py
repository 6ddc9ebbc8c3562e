"""An order's preview: its first period in natural colour, coarse enough to be made from overviews in seconds."""

from __future__ import annotations

import math

from ..order import Order
from ..radiometry.tone import NATURAL_COLOUR_BANDS
from .target import target_of

PREVIEW_PIXELS = 1024
"""Longest side of a preview, at most."""

FINEST_METRES = 10.0
PREVIEW_METHOD = "median"
"""It reads three bands, where the methods that compare spectra read up to eight."""


def preview_order(order: Order) -> Order:
    """The order of a quick picture of what another order shows: its area, source, first period and choice of scenes.

    The median of red, green and blue without further layers. Pixels are 10 m times a power of two, so that overviews by
    powers of two stand in, and at most `PREVIEW_PIXELS` on a side.
    """
    plain = order.with_changes(
        period=order.periods[0].kind,
        start=order.periods[0].start,
        end=order.periods[0].last_day if order.periods[0].kind == "custom" else None,
        method=PREVIEW_METHOD,
        options=(),
        bands=NATURAL_COLOUR_BANDS,
        layers=("none",),
        indices=(),
        format="gtiff",
        bit_depth=16,
        regularise=False,
        tiling="none",
        like="",
    )
    return plain.with_changes(resolution=preview_resolution(plain))


def preview_resolution(order: Order) -> float:
    """Metres per pixel: 10, 20, 40, ... so that the longer side of the area has at most `PREVIEW_PIXELS` pixels."""
    longest = max(target_of(order.with_changes(resolution=FINEST_METRES)).grid.shape)
    return FINEST_METRES * 2 ** max(0, math.ceil(math.log2(longest / PREVIEW_PIXELS)))
