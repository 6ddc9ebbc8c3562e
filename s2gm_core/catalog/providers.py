"""The archives that can be named in an order: where they are searched and how their items call things.

Sources: Element 84 Earth Search v1 and Microsoft Planetary Computer (real items), Copernicus Data Space Ecosystem
(its public documentation; untried against the service).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..sensors.bands import BANDS


@dataclass(frozen=True)
class Provider:
    """One archive with a STAC API."""

    name: str  # as orders name it
    title: str
    api: str  # root of its STAC API
    collection: str
    account: str  # in words: what an account is needed for
    variables: tuple[tuple[str, ...], ...] = ()  # of the environment: those of one row are an account; none needed

    def lacks_account(self, environment: Mapping[str, str]) -> bool:
        """Whether it needs an account that an environment does not hold."""
        return bool(self.variables) and not any(all(map(environment.get, row)) for row in self.variables)


_ROWS = (
    Provider(
        "earth-search",
        "Earth Search (Element 84, on AWS)",
        "https://earth-search.aws.element84.com/v1",
        "sentinel-2-l2a",
        "none needed",
    ),
    Provider(
        "earth-search-c1",
        "Earth Search, Collection 1 (Element 84, on AWS)",
        "https://earth-search.aws.element84.com/v1",
        "sentinel-2-c1-l2a",
        "none needed",
    ),
    Provider(
        "planetary-computer",
        "Planetary Computer (Microsoft)",
        "https://planetarycomputer.microsoft.com/api/stac/v1",
        "sentinel-2-l2a",
        "none needed: files are signed with public tokens",
    ),
    Provider(
        "planetary-computer-landsat",
        "Planetary Computer, Landsat Collection 2 Level 2",
        "https://planetarycomputer.microsoft.com/api/stac/v1",
        "landsat-c2-l2",
        "none needed: files are signed with public tokens",
    ),
    Provider(
        "cdse",
        "Copernicus Data Space Ecosystem",
        "https://stac.dataspace.copernicus.eu/v1",
        "sentinel-2-l2a",
        "S3 keys in CDSE_S3_ACCESS_KEY and CDSE_S3_SECRET_KEY, or user and password in CDSE_USER and CDSE_PASSWORD",
        (("CDSE_S3_ACCESS_KEY", "CDSE_S3_SECRET_KEY"), ("CDSE_USER", "CDSE_PASSWORD")),
    ),
)

PROVIDERS: Mapping[str, Provider] = MappingProxyType({row.name: row for row in _ROWS})
"""Archives by the name that orders use."""

DEFAULT_PROVIDER = "earth-search"


@dataclass(frozen=True)
class AssetLayout:
    """How the items of some providers call their rasters; of several keys the first is the finest raster."""

    name: str
    keys: Mapping[str, tuple[str, ...]]  # by band, or SCL, AOT, CLD, SNW
    metadata: tuple[str, ...] = ("granule_metadata", "granule-metadata")


def _cdse_keys(name: str, finest: int) -> tuple[str, ...]:
    return tuple(f"{name}_{metres}m" for metres in (10, 20, 60) if metres >= finest)


_LAYOUTS = (
    AssetLayout(
        "Earth Search",
        MappingProxyType(
            {
                **{band.name: (band.asset,) for band in BANDS.values()},
                "SCL": ("scl",),
                "AOT": ("aot",),
                "CLD": ("cloud",),
                "SNW": ("snow",),
            }
        ),
    ),
    AssetLayout(
        "ESA's names (Planetary Computer)",
        MappingProxyType(
            {
                **{name: (name,) for name in BANDS},
                "SCL": ("SCL",),
                "AOT": ("AOT",),
                "CLD": ("CLDPRB",),
                "SNW": ("SNWPRB",),
            }
        ),
    ),
    AssetLayout(
        "Copernicus Data Space",
        MappingProxyType(
            {
                **{band.name: _cdse_keys(band.name, band.resolution) for band in BANDS.values()},
                "SCL": ("SCL_20m",),
                "AOT": _cdse_keys("AOT", 10),
                "CLD": ("CLD_20m",),
                "SNW": ("SNW_20m",),
            }
        ),
    ),
)


def layout_of(assets: Mapping[str, object]) -> AssetLayout | None:
    """The layout whose scene classification an item has; None where it has none of them."""
    return next((layout for layout in _LAYOUTS if layout.keys["SCL"][0] in assets), None)
