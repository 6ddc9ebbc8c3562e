"""The spectral bands of Sentinel-2's MSI that surface-reflectance products carry.

Sources: ESA Sentinel-2 user handbook (resolutions); S2GM product metadata (central wavelengths and widths as the
service published them, except B05 of S2A and S2B, where the service had copied B04's values by mistake: here
704.1/15 and 703.8/16 nm as in ESA's spectral response documents); Earth Search v1 (asset names). The largest
reflectance of 8-bit products is that of the service's colour profile for B02, B03 and B04, and this project's choice
for the other bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import OrderError


@dataclass(frozen=True)
class Band:
    """One reflectance band."""

    name: str  # ESA's name, B01 .. B12 and B8A
    resolution: int  # native pixel size, metres
    asset: str  # name in Earth Search v1's items
    nominal_nm: tuple[float, float]  # central wavelength, bandwidth
    s2a_nm: tuple[float, float]
    s2b_nm: tuple[float, float]
    byte_maximum: float  # reflectance that 8-bit products store as 255


_ROWS = (
    Band("B01", 60, "coastal", (443, 20), (443.9, 27), (442.3, 45), 0.25),
    Band("B02", 10, "blue", (490, 65), (496.6, 98), (492.1, 98), 0.25),
    Band("B03", 10, "green", (560, 35), (560.0, 45), (559.0, 46), 0.3),
    Band("B04", 10, "red", (665, 30), (664.5, 38), (665.0, 39), 0.35),
    Band("B05", 20, "rededge1", (705, 15), (704.1, 15), (703.8, 16), 0.4),
    Band("B06", 20, "rededge2", (740, 15), (740.2, 18), (739.1, 18), 0.5),
    Band("B07", 20, "rededge3", (783, 20), (782.5, 28), (779.7, 28), 0.55),
    Band("B08", 10, "nir", (842, 115), (835.1, 145), (833.0, 133), 0.6),
    Band("B8A", 20, "nir08", (865, 20), (864.8, 33), (864.0, 32), 0.6),
    Band("B11", 20, "swir16", (1610, 90), (1613.7, 143), (1610.4, 141), 0.6),
    Band("B12", 20, "swir22", (2190, 180), (2202.4, 242), (2185.7, 238), 0.5),
)

BANDS: Mapping[str, Band] = MappingProxyType({band.name: band for band in _ROWS})
"""The eleven bands that S2GM delivers, by name, in spectral order; B09 and B10 are never used (ATBD 2.4.3)."""


def theia_band(name: str) -> str:
    """A band as Theia's files name it: ``B2`` for B02."""
    return name.replace("B0", "B")


def check_bands(names: Iterable[str]) -> tuple[str, ...]:
    """Band names in the caller's order without repeats; `OrderError` names what is unknown and what exists."""
    wanted = tuple(dict.fromkeys(name.strip().upper() for name in names))
    unknown = [name for name in wanted if name not in BANDS]
    if unknown:
        raise OrderError(f"Unknown band {', '.join(unknown)}. Choose among {', '.join(BANDS)}.")
    if not wanted:
        raise OrderError(f"No band was ordered. Choose among {', '.join(BANDS)}.")
    return wanted
