"""Spectral indices of a composite: one table of formulas, scales and sources.

Formulas are those of the sources on the nearest bands of Sentinel-2, in surface reflectance 0..1. They have no value
where `formula` says so. In a product an index is int16 with its own scale; what lies outside the index's range, in
practice over clouds and dark water, is stored as the range's nearer end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ..errors import OrderError
from ..layers import Layer
from .formula import Spectrum, bands_of, compiled

NODATA = -32768
"""Stored number of a pixel without a value."""

_LARGEST = 32767
_RATIO, _WIDE, _TENS = (-1.0, 1.0, 0.0001), (-3.2767, 3.2767, 0.0001), (-32.767, 32.767, 0.001)
"""Range and scale of normalised differences; of what may leave -1..1 a little; of what reaches tens."""


@dataclass(frozen=True)
class SpectralIndex:
    """One index."""

    name: str
    title: str
    formula: str  # with the names of bands, for documents and metadata, and for `compute`
    source: str
    low: float  # range of values
    high: float
    scale: float  # value = stored number x scale
    unit: str = "1"

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands that it needs."""
        return bands_of(self.formula)

    @cached_property
    def compute(self) -> Callable[[Spectrum], np.ndarray]:
        """From bands, (y, x) float32 reflectance, NaN = no data, to values, (y, x) float32, NaN = undefined."""
        return compiled(self.formula)


def _difference(name: str, title: str, first: str, second: str, source: str) -> SpectralIndex:
    """A normalised difference of two bands."""
    return SpectralIndex(name, title, f"({first} - {second})/({first} + {second})", source, *_RATIO)


_VEGETATION = (
    _difference("NDVI", "Normalised difference vegetation index", "B08", "B04",
        "Rouse et al. 1974, NASA SP-351 I, 309-317"),
    SpectralIndex("EVI", "Enhanced vegetation index", "2.5*(B08 - B04)/(B08 + 6*B04 - 7.5*B02 + 1)",
        "Huete et al. 2002, Remote Sensing of Environment 83, 195-213", *_WIDE),
    SpectralIndex("EVI2", "Enhanced vegetation index of two bands", "2.5*(B08 - B04)/(B08 + 2.4*B04 + 1)",
        "Jiang et al. 2008, Remote Sensing of Environment 112, 3833-3845", *_WIDE),
    SpectralIndex("SAVI", "Soil-adjusted vegetation index, L = 0.5", "1.5*(B08 - B04)/(B08 + B04 + 0.5)",
        "Huete 1988, Remote Sensing of Environment 25, 295-309", *_WIDE),
    SpectralIndex("MSAVI2", "Modified soil-adjusted vegetation index",
        "(2*B08 + 1 - sqrt((2*B08 + 1)**2 - 8*(B08 - B04)))/2",
        "Qi et al. 1994, Remote Sensing of Environment 48, 119-126", *_WIDE),
    SpectralIndex("ARVI", "Atmospherically resistant vegetation index, gamma = 1",
        "(B08 - (2*B04 - B02))/(B08 + (2*B04 - B02))",
        "Kaufman and Tanré 1992, IEEE Transactions on Geoscience and Remote Sensing 30, 261-270", *_RATIO),
    SpectralIndex("kNDVI", "Kernel NDVI, sigma = half the sum of both bands", "tanh(((B08 - B04)/(B08 + B04))**2)",
        "Camps-Valls et al. 2021, Science Advances 7, eabc7447", 0.0, 1.0, 0.0001),
    _difference("GNDVI", "Green normalised difference vegetation index", "B08", "B03",
        "Gitelson, Kaufman and Merzlyak 1996, Remote Sensing of Environment 58, 289-298"),
)  # fmt: skip

_GITELSON = (
    "Gitelson, Gritz and Merzlyak 2003, Journal of Plant Physiology 160, 271-282; bands: Clevers and Gitelson 2013, "
    "International Journal of Applied Earth Observation and Geoinformation 23, 344-351"
)
_CHLOROPHYLL = (
    _difference("NDRE", "Normalised difference red edge index (790 and 720 nm in the source)", "B07", "B05",
        "Barnes et al. 2000, Proceedings of the 5th International Conference on Precision Agriculture"),
    _difference("RENDVI", "Red edge normalised difference vegetation index (750 and 705 nm)", "B06", "B05",
        "Gitelson and Merzlyak 1994, Journal of Plant Physiology 143, 286-292"),
    SpectralIndex("CIre", "Chlorophyll index of the red edge", "B07/B05 - 1",
        _GITELSON, *_TENS),
    SpectralIndex("CIgreen", "Chlorophyll index of the green band", "B07/B03 - 1",
        _GITELSON, *_TENS),
    SpectralIndex("MCARI", "Modified chlorophyll absorption in reflectance index",
        "((B05 - B04) - 0.2*(B05 - B03))*(B05/B04)",
        "Daughtry et al. 2000, Remote Sensing of Environment 74, 229-239", *_WIDE),
    SpectralIndex("TCARI", "Transformed chlorophyll absorption in reflectance index",
        "3*((B05 - B04) - 0.2*(B05 - B03)*(B05/B04))",
        "Haboudane et al. 2002, Remote Sensing of Environment 81, 416-426", *_WIDE),
    SpectralIndex("MTCI", "MERIS terrestrial chlorophyll index", "(B06 - B05)/(B05 - B04)",
        "Dash and Curran 2004, International Journal of Remote Sensing 25, 5403-5413", *_TENS),
    SpectralIndex("IRECI", "Inverted red-edge chlorophyll index", "(B07 - B04)*B06/B05",
        "Frampton et al. 2013, ISPRS Journal of Photogrammetry and Remote Sensing 82, 83-92", *_TENS),
    SpectralIndex("S2REP", "Red-edge position; without meaning where nothing is green",
        "705 + 35*((B04 + B07)/2 - B05)/(B06 - B05)",
        "Frampton et al. 2013, ISPRS Journal of Photogrammetry and Remote Sensing 82, 83-92", 650.0, 800.0, 0.1, "nm"),
    SpectralIndex("PSRI", "Plant senescence reflectance index", "(B04 - B02)/B06",
        "Merzlyak et al. 1999, Physiologia Plantarum 106, 135-141", *_WIDE),
)  # fmt: skip

_WATER = (
    _difference("NDMI", "Normalised difference moisture index (NDII; as Gao's NDWI, which uses 1240 nm)", "B8A", "B11",
        "Hardisky, Klemas and Smart 1983, Photogrammetric Engineering and Remote Sensing 49, 77-83"),
    _difference("NDWI", "Normalised difference water index", "B03", "B08",
        "McFeeters 1996, International Journal of Remote Sensing 17, 1425-1432"),
    _difference("MNDWI", "Modified normalised difference water index", "B03", "B11",
        "Xu 2006, International Journal of Remote Sensing 27, 3025-3033"),
    SpectralIndex("AWEInsh", "Automated water extraction index, no shadows", "4*(B03 - B11) - (0.25*B08 + 2.75*B12)",
        "Feyisa et al. 2014, Remote Sensing of Environment 140, 23-35", *_WIDE),
    SpectralIndex("AWEIsh", "Automated water extraction index, with shadows",
        "B02 + 2.5*B03 - 1.5*(B08 + B11) - 0.25*B12",
        "Feyisa et al. 2014, Remote Sensing of Environment 140, 23-35", *_WIDE),
    _difference("NDSI", "Normalised difference snow index", "B03", "B11",
        "Hall, Riggs and Salomonson 1995, Remote Sensing of Environment 54, 127-140"),
)  # fmt: skip

_FIRE_AND_SOIL = (
    _difference("NBR", "Normalised burn ratio", "B08", "B12",
        "Key and Benson 2006, USDA Forest Service RMRS-GTR-164-CD, LA 1-55"),
    _difference("NBR2", "Normalised burn ratio of the short-wave infrared (also the tillage index NDTI)", "B11", "B12",
        "van Deventer et al. 1997, Photogrammetric Engineering and Remote Sensing 63, 87-93, as NDTI"),
    SpectralIndex("BAI", "Burned area index", "1/((0.1 - B04)**2 + (0.06 - B08)**2)",
        "Chuvieco, Martín and Palacios 2002, International Journal of Remote Sensing 23, 5103-5110",
        0.0, 3276.7, 0.1),
    SpectralIndex("BAIS2", "Burned area index for Sentinel-2",
        "(1 - sqrt(B06*B07*B8A/B04))*((B12 - B8A)/sqrt(B12 + B8A) + 1)",
        "Filipponi 2018, Proceedings 2, 364", *_WIDE),
    SpectralIndex("BSI", "Bare soil index", "((B11 + B04) - (B08 + B02))/((B11 + B04) + (B08 + B02))",
        "Rikimaru, Roy and Miyatake 2002, Tropical Ecology 43, 39-47", *_RATIO),
    _difference("NDBI", "Normalised difference built-up index", "B11", "B08",
        "Zha, Gao and Ni 2003, International Journal of Remote Sensing 24, 583-594"),
)  # fmt: skip

_BAIG = "Baig et al. 2014, Remote Sensing Letters 5, 423-431, for Landsat 8 at the top of the atmosphere"
_TASSELLED_CAP = (
    SpectralIndex("TCB", "Tasselled cap brightness",
        "0.3029*B02 + 0.2786*B03 + 0.4733*B04 + 0.5599*B8A + 0.508*B11 + 0.1872*B12", _BAIG, *_WIDE),
    SpectralIndex("TCG", "Tasselled cap greenness",
        "-0.2941*B02 - 0.243*B03 - 0.5424*B04 + 0.7276*B8A + 0.0713*B11 - 0.1608*B12", _BAIG, *_WIDE),
    SpectralIndex("TCW", "Tasselled cap wetness",
        "0.1511*B02 + 0.1973*B03 + 0.3283*B04 + 0.3407*B8A - 0.7117*B11 - 0.4559*B12", _BAIG, *_WIDE),
)  # fmt: skip

_GROUPS = {
    "Vegetation": _VEGETATION,
    "Chlorophyll and ageing": _CHLOROPHYLL,
    "Water, moisture and snow": _WATER,
    "Fire, soil and buildings": _FIRE_AND_SOIL,
    "Tasselled cap": _TASSELLED_CAP,
}

INDICES: Mapping[str, SpectralIndex] = MappingProxyType({row.name: row for rows in _GROUPS.values() for row in rows})
"""All indices by name."""


def check_indices(names: Iterable[str]) -> tuple[str, ...]:
    """Names of indices in the caller's order without repeats; `OrderError` names what is unknown and what exists."""
    by_name = {name.upper(): name for name in INDICES}
    wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    unknown = [name for name in wanted if name.upper() not in by_name]
    if unknown:
        raise OrderError(f"Unknown spectral index {', '.join(unknown)}. Choose among {', '.join(INDICES)}.")
    return tuple(dict.fromkeys(by_name[name.upper()] for name in wanted))


def index_layer(name: str) -> Layer:
    """The layer of an index in a product."""
    row = INDICES[name]
    return Layer(row.name, "int16", NODATA, row.scale, row.unit, f"{row.title}: {row.formula}")


def stored(values: np.ndarray, index: SpectralIndex) -> np.ndarray:
    """Numbers of the product's layer: values (y, x) float32, NaN = none, to (y, x) int16, `NODATA` = none."""
    inside = np.clip(values, np.float32(index.low), np.float32(index.high))
    numbers = np.clip(np.rint(inside / np.float32(index.scale)), -_LARGEST, _LARGEST)
    return np.where(np.isnan(numbers), NODATA, numbers).astype(np.int16)


def indices_text() -> str:
    """The table of all indices in Markdown (``docs/indices.md``)."""
    lines = [
        "# Spectral indices",
        "",
        "This page is made from the table in `s2gm_core/sensors/spectral_indices.py`. Indices are computed from the",
        "composite's reflectance, 0..1, by the formula that is printed here. A pixel has no value where a band has no",
        "data, where a denominator is 0 or less, and where a root would be taken of a negative number. Layers are",
        f"int16, value = stored number x scale, {NODATA} = no value; what lies outside the range becomes its nearer",
        "end.",
    ]
    for title, rows in _GROUPS.items():
        lines += ["", f"## {title}", "", "| index | meaning | formula | range | scale | unit | source |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for row in rows:
            values = f"{row.low:g} to {row.high:g} | {row.scale:g} | {row.unit}"
            lines += [f"| {row.name} | {row.title} | `{row.formula}` | {values} | {row.source} |"]
    return "\n".join(lines) + "\n"
