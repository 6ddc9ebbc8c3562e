"""Spectral indices of a composite: one table of formulas, bands and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import OrderError

Spectrum = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class SpectralIndex:
    """One index."""

    name: str
    formula: str  # with the names of bands, for documents and metadata
    bands: tuple[str, ...]
    source: str
    compute: Callable[[Spectrum], np.ndarray]  # bands (y, x) float32 reflectance to (y, x) float32; NaN where undefined


def _normalised(first: str, second: str) -> Callable[[Spectrum], np.ndarray]:
    return lambda s: _ratio(s[first] - s[second], s[first] + s[second])


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Quotient, NaN where the denominator is 0 or less; (y, x) float32."""
    empty = np.full_like(numerator, np.nan)
    return np.divide(numerator, denominator, out=empty, where=denominator > 0)


_ROWS = (
    SpectralIndex(
        "NDVI",
        "(B08 - B04)/(B08 + B04)",
        ("B08", "B04"),
        "Rouse et al. 1974, NASA SP-351, 309-317",
        _normalised("B08", "B04"),
    ),
)

INDICES: Mapping[str, SpectralIndex] = MappingProxyType({row.name: row for row in _ROWS})
"""All indices by name."""


def check_indices(names: Iterable[str]) -> tuple[str, ...]:
    """Names of indices in the caller's order without repeats; `OrderError` names what is unknown and what exists."""
    by_name = {name.upper(): name for name in INDICES}
    wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    unknown = [name for name in wanted if name.upper() not in by_name]
    if unknown:
        raise OrderError(f"Unknown spectral index {', '.join(unknown)}. Choose among {', '.join(INDICES)}.")
    return tuple(by_name[name.upper()] for name in wanted)
