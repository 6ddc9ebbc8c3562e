"""What makes masks from the stack of scenes instead of from single classes: one table.

An engine is given the scenes of a region on cells and gives one mask for each; `products.mask_regions` reads what it
asks for, so that every product can use every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from . import omnicloudmask
from .multitemporal.detect import ParallaxOf, detect
from .multitemporal.findings import MaskStack, SceneMask


class Detector(Protocol):
    """Makes the masks of some scenes of a stack."""

    def __call__(self, stack: MaskStack, wanted: Sequence[int], parallax: ParallaxOf) -> Iterator[SceneMask]:
        """Masks of the scenes ``wanted`` (numbers on the time axis), in their order, planes on fine cells."""


STACK_BANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"B02": ("B02",), "B03": ("B03",), "B04": ("B04",), "B08": ("B08", "B8A"), "B11": ("B11",)}
)
"""The bands of a stack: blue, green, red, near and short-wave infrared; of several the first one that a scene has."""


@dataclass(frozen=True)
class Engine:
    """One way to make masks."""

    name: str
    detect: Detector
    fine_metres: float  # size of the cells on which classes lie and masks come
    coarse: int  # fine cells per cell of the bands, on each axis
    bands: tuple[str, ...]  # of `STACK_BANDS`, without which a scene cannot be masked
    stack: tuple[str, ...]  # of `STACK_BANDS`, what it is given
    context: int  # scenes before and after those that are wanted, which are read as well
    parallax: tuple[str, ...] = ()  # what it may ask for beside
    few_dates: int = 0  # with fewer overpasses it falls back, which the product says
    check: Callable[[], None] = lambda: None  # raises `OrderError` where it cannot run
    package: str = ""  # of Python, which it needs beside those of the core

    @property
    def reads(self) -> frozenset[str]:
        """All bands that it may read."""
        return frozenset(self.parallax).union(*(STACK_BANDS[name] for name in self.stack))

    def can_mask(self, there: Collection[str]) -> bool:
        """Whether a scene with these bands has all that it cannot do without."""
        return all(any(one in there for one in STACK_BANDS[name]) for name in self.bands)


_ROWS = (
    Engine(
        name="multitemporal",
        detect=detect,
        fine_metres=20.0,
        coarse=2,
        bands=("B02", "B04", "B08"),
        stack=("B02", "B04", "B08", "B11"),
        parallax=("B02", "B04", "B07", "B08", "B8A"),
        context=8,
        few_dates=4,
    ),
    Engine(
        name="omnicloudmask",
        detect=omnicloudmask.detect,
        fine_metres=20.0,
        coarse=1,
        bands=("B03", "B04", "B08"),
        stack=("B02", "B03", "B04", "B08"),
        context=0,
        check=omnicloudmask.check,
        package=omnicloudmask.PACKAGE,
    ),
)

ENGINES: Mapping[str, Engine] = MappingProxyType({row.name: row for row in _ROWS})
"""Engines by name."""
