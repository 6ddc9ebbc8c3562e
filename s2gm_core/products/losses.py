"""When so much could not be read that the product would not be what was ordered."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import OrderError, ReadError
from ..masks.class_rules import CLASS_ASSETS
from .planning import MosaicPlan
from .record import ReadFailure

MOST_LOST_PERCENT = 50.0
"""Share of a period's scenes that may be lost before a run fails, where the user states no other."""


def check_most_lost(percent: float) -> None:
    """`OrderError` for a share that is none; with NaN, every loss would pass."""
    if not 0.0 <= percent <= 100.0:
        raise OrderError(f"The share of scenes that may be lost is {percent:g} %. Give a number from 0 to 100.")


def check_losses(plan: MosaicPlan, failures: Sequence[ReadFailure], most_percent: float) -> None:
    """Raise `ReadError` where more than a share of the scenes lost its mask or a band of the method.

    Angles and layers that could not be read do not count: the observation itself is there.
    """
    needed = {*plan.block.method_bands, *CLASS_ASSETS}
    lost = {failure.scene: failure for failure in reversed(failures) if failure.asset in needed}
    percent = 100.0 * len(lost) / max(len(plan.granules), 1)
    if percent > most_percent:
        first = lost[min(lost)]
        raise ReadError(
            f"{len(lost)} of {len(plan.granules)} scenes could not be read, more than the {most_percent:g} % that may "
            f"be lost; no product was made. The first: {first}. Try again later, leave these scenes out, or allow "
            "more losses (--max-lost)."
        )
