"""How ancillary layers look: one style each, named for people, with colours that mean the same in every mosaic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from qgis.core import QgsRasterLayer, QgsRasterRenderer

from .reflectance_styles import band_range, colour_styles
from .renderers import (
    NamedRenderer,
    PaletteRow,
    data_range,
    day_renderer,
    grey_renderer,
    palette_renderer,
    ramp_renderer,
)
from .result import ResultFacts

RAMP_RANGES = {
    "valid_obs": (0.0, 12.0),
    "quality_aot": (0.0, 0.5),
    "quality_snow_confidence": (0.0, 100.0),
    "quality_cloud_confidence": (0.0, 100.0),
    "medoid_mos": (0.0, 0.1),
    "emad": (0.0, 0.1),
    "smad": (0.0, 0.005),
    "bcmad": (0.0, 0.1),
    "score": (0.0, 1.0),
    **dict.fromkeys((f"score_{part}" for part in ("doy", "year", "cloud", "haze", "correlation", "view")), (0.0, 1.0)),
    "weight": (0.0, 5.0),
    "sun_zenith": (20.0, 80.0),
    "view_zenith_mean": (0.0, 12.0),
    "sun_azimuth": (0.0, 360.0),
    "view_azimuth_mean": (0.0, 360.0),
    **dict.fromkeys(("NDVI", "EVI", "EVI2", "SAVI", "MSAVI2", "ARVI", "GNDVI", "NDRE", "RENDVI"), (-0.2, 1.0)),
    **dict.fromkeys(("NDWI", "MNDWI", "NDSI", "NBR"), (-1.0, 1.0)),
    **dict.fromkeys(("NDMI", "NBR2", "BSI", "NDBI"), (-0.5, 0.5)),
    "kNDVI": (0.0, 1.0),
}
"""Ends of the colour ramp of layers and indices, in their units; others (source_index) take theirs from the data."""

UNCERTAINTY_SHARE = 0.2
"""The ramp of ``<band>_unc`` ends at this part of the reflectance that is shown as white."""

FLAGS = (
    (1, (200, 200, 200), "cloud or shadow"),
    (2, (255, 150, 255), "snow"),
    (3, (0, 0, 255), "water"),
    (4, (120, 160, 60), "land"),
)
FILLED = ((0, (220, 220, 220), "from the period"), (1, (230, 120, 0), "from the days around it"))

SHOWN_FIRST = ("quality_scene_classification", "flag", "valid_obs")
"""The ancillary layer that is shown when the raster is loaded: the first of these that it has."""

LABELS = {
    "date": "Day of the observation",
    "dts": "Mean day of the year",
    "filled": "Filled from the days around the period",
    "flag": "Cloud, snow, water or land",
}
"""Names of styles where the layer's description is no good one."""

_PERCENTILE = re.compile(r"(B\d[\dA])_p(\d+(?:_\d+)?)")
_UNCERTAINTY = re.compile(r"(B\d[\dA])_unc")
_THEIA = re.compile(r"FRC_(B\w+)")

Maker = Callable[[QgsRasterLayer, int, ResultFacts], QgsRasterRenderer]


def quality_styles(layer: QgsRasterLayer, bands: Mapping[str, int], facts: ResultFacts) -> list[NamedRenderer]:
    """One style per ancillary layer (band numbers by name), and colour styles of each set of percentiles."""
    first = next((name for name in SHOWN_FIRST if name in bands), next(iter(bands)))
    ordered = [first, *(name for name in bands if name != first)]
    singles = [(style_name(name), partial(_maker(name), layer, bands[name], facts)) for name in ordered]
    return [singles[0], *_colours_of_percentiles(layer, bands), *singles[1:]]


def style_name(name: str) -> str:
    """A layer's name for people."""
    from ..s2gm_core.layers import LAYERS
    from ..s2gm_core.sensors.spectral_indices import INDICES

    if name in INDICES:
        return f"{name}: {INDICES[name].title}"
    for pattern, text in (
        (_PERCENTILE, "{}, percentile {}"),
        (_UNCERTAINTY, "{}, uncertainty"),
        (_THEIA, "{} (Theia)"),
    ):
        found = pattern.fullmatch(name)
        if found:
            return text.format(*(part.replace("_", ".") for part in found.groups()))
    return LABELS.get(name) or (LAYERS[name].description if name in LAYERS else name)


def _maker(name: str) -> Maker:
    """What makes the renderer of a layer."""
    special: Mapping[str, Maker] = {
        "quality_scene_classification": _scene_classes,
        "flag": lambda layer, band, facts: palette_renderer(layer, band, FLAGS),
        "filled": lambda layer, band, facts: palette_renderer(layer, band, FILLED),
        "date": _dates,
        "dts": _days_of_year,
    }
    percentile = _PERCENTILE.fullmatch(name)
    if percentile:
        return lambda layer, band, facts: grey_renderer(layer, band, band_range(percentile.group(1)))
    return special.get(name, partial(_ramp, name))


def _colours_of_percentiles(layer: QgsRasterLayer, bands: Mapping[str, int]) -> list[NamedRenderer]:
    sets: dict[str, dict[str, int]] = {}
    for name, number in bands.items():
        found = _PERCENTILE.fullmatch(name)
        if found:
            sets.setdefault(found.group(2).replace("_", "."), {})[found.group(1)] = number
    return [style for percent, of in sets.items() for style in colour_styles(layer, of, f", percentile {percent}")]


def _ramp(name: str, layer: QgsRasterLayer, band: int, facts: ResultFacts) -> QgsRasterRenderer:
    return ramp_renderer(layer, band, _known_range(name) or data_range(layer, band))


def _known_range(name: str) -> tuple[float, float] | None:
    uncertain = _UNCERTAINTY.fullmatch(name)
    if uncertain is None:
        return RAMP_RANGES.get(name)
    low, high = band_range(uncertain.group(1))
    return low, high * UNCERTAINTY_SHARE


def _scene_classes(layer: QgsRasterLayer, band: int, facts: ResultFacts) -> QgsRasterRenderer:
    from ..s2gm_core.sensors.scene_classes import SCENE_CLASSES

    rows: Sequence[PaletteRow] = [(row.value, row.colour, row.name) for row in SCENE_CLASSES]
    return palette_renderer(layer, band, rows)


def _dates(layer: QgsRasterLayer, band: int, facts: ResultFacts) -> QgsRasterRenderer:
    return day_renderer(layer, band, lambda number: (date(1970, 1, 1) + timedelta(days=number)).isoformat())


def _days_of_year(layer: QgsRasterLayer, band: int, facts: ResultFacts) -> QgsRasterRenderer:
    return day_renderer(layer, band, partial(day_of_year_label, facts.first_day))


def day_of_year_label(first_day: date, number: int) -> str:
    """A day of the year (1 to 366) of a period that begins on a day, with the month and day that it is."""
    year = first_day.year + (number < first_day.timetuple().tm_yday)
    return f"{number} ({date(year, 1, 1) + timedelta(days=number - 1):%m-%d})"
