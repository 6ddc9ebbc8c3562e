"""The one table of compositing methods; dialogs, commands and tests derive their lists from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import MissingBandsError, OrderError
from . import medoid, s2gm, stc
from .stack import Observations, Selection


@dataclass(frozen=True)
class Method:
    """A compositing method that selects one genuine observation per pixel."""

    name: str
    label: str
    summary: str  # what it is good for, one sentence
    bands: tuple[str, ...]  # bands that it uses when the scenes have them
    minimum_bands: tuple[str, ...]  # bands without which it refuses
    reduced_rule: str  # what it does when some of its bands are missing, in words for the product's record
    select: Callable[[Observations], Selection]
    needs_cloud_probability: bool = False

    def usable_bands(self, available: tuple[str, ...]) -> tuple[str, ...]:
        """The method's bands among those that the scenes have; `MissingBandsError` where it cannot work on them."""
        missing = [band for band in self.minimum_bands if band not in available]
        if missing:
            raise MissingBandsError(
                f"The method '{self.name}' needs {', '.join(self.minimum_bands)}; the scenes lack "
                f"{', '.join(missing)}. Choose another method or another source."
            )
        return tuple(band for band in self.bands if band in available)


_ROWS = (
    Method(
        name="s2gm",
        label="S2GM (medoid, short-term composite, single)",
        summary="As the service: medoid of four or more valid observations, short-term composite of two or three.",
        bands=s2gm.BANDS,
        minimum_bands=s2gm.MINIMUM_BANDS,
        reduced_rule=s2gm.REDUCED_RULE,
        select=s2gm.select,
    ),
    Method(
        name="medoid",
        label="Medoid",
        summary="The observation nearest to all others; representative of the period, robust to some missed clouds.",
        bands=medoid.BANDS,
        minimum_bands=("B02",),
        reduced_rule="Medoid on the bands that the scenes have.",
        select=medoid.select,
        needs_cloud_probability=True,
    ),
    Method(
        name="stc",
        label="Short-term composite (STC V1.1.0)",
        summary="The service's decision tree for two or three observations, applied to any number.",
        bands=stc.BANDS,
        minimum_bands=stc.BANDS,
        reduced_rule="",
        select=stc.select,
    ),
)

METHODS: Mapping[str, Method] = MappingProxyType({row.name: row for row in _ROWS})
"""All methods by the name that orders use."""


def method(name: str) -> Method:
    """The method of a name; `OrderError` lists the names that exist."""
    if name not in METHODS:
        raise OrderError(f"Unknown method '{name}'. Choose among {', '.join(METHODS)}.")
    return METHODS[name]
