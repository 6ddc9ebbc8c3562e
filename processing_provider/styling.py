"""How result rasters look, what QGIS knows about them, and when they show in the temporal controller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from qgis.core import (
    Qgis,
    QgsBox3d,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRasterShader,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QColor

from .result import BANDS_KIND, LICENCE, ResultFacts

NamedRenderer = tuple[str, Callable[[], QgsRasterRenderer]]
"""A style's name in the layer's menu and what makes its renderer."""

STATISTICS_SAMPLE = 100_000
"""Pixels looked at where a range comes from the data."""

GREY_RANGE = (0.0, 0.2)
"""Reflectance shown as black and white where a single visible band is shown."""

INFRARED_RANGE = (0.0, 0.5)
"""The same for near and short-wave infrared, where plants and soils are brighter."""

SCENE_CLASS_BAND = "quality_scene_classification"


@dataclass(frozen=True)
class ColourStyle:
    """Three bands as red, green and blue, with the reflectance of full colour; black is 0."""

    label: str
    bands: tuple[str, str, str]
    full_colour: tuple[float, float, float]


COLOUR_STYLES = (
    ColourStyle("Natural colour", ("B04", "B03", "B02"), (0.2, 0.2, 0.2)),
    ColourStyle("Near infrared", ("B08", "B04", "B03"), (0.5, 0.2, 0.2)),
    ColourStyle("Short-wave infrared", ("B12", "B8A", "B04"), (0.4, 0.5, 0.2)),
)
"""Styles of a mosaic, the first that its bands allow being the one shown. Natural colour has the linear stretch of
ESA's true colour image; all are the same for every mosaic, so that neighbours in space and time look alike."""

RAMP_RANGES = {
    "valid_obs": (0.0, 12.0),
    "quality_aot": (0.0, 0.5),
    "quality_snow_confidence": (0.0, 100.0),
    "quality_cloud_confidence": (0.0, 100.0),
    "medoid_mos": (0.0, 0.2),
    "emad": (0.0, 0.2),
    "bcmad": (0.0, 0.2),
    "weight": (0.0, 5.0),
    "dts": (1.0, 366.0),
    "score": (0.0, 1.0),
    "NDVI": (-0.2, 1.0),
    "sun_zenith": (20.0, 80.0),
    "view_zenith_mean": (0.0, 12.0),
    "sun_azimuth": (0.0, 360.0),
    "view_azimuth_mean": (0.0, 360.0),
}
"""Ends of the colour ramp of the ancillary layers, in their units; others (source_index) take theirs from the data."""

UNCERTAINTY_RANGE = (0.0, 0.05)
"""Reflectance: the same for every ``<band>_unc``."""

PALETTES = {
    "flag": (
        (1, (200, 200, 200), "cloud or shadow"),
        (2, (255, 150, 255), "snow"),
        (3, (0, 0, 255), "water"),
        (4, (120, 160, 60), "land"),
    ),
    "filled": ((0, (220, 220, 220), "from the period"), (1, (230, 120, 0), "from the days around it")),
}
"""Layers of few values: value, colour, meaning."""

RAMP = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
"""Colours from low to high: five steps of matplotlib's viridis, readable with colour blindness and in grey."""

SHOWN_FIRST = (SCENE_CLASS_BAND, "valid_obs")
"""The ancillary layer that is shown when the raster is loaded: the first of these that it has."""


def apply_to(layer: QgsRasterLayer, facts: ResultFacts) -> None:
    """Give a loaded result its time, metadata and styles; the user switches between styles in the layer's menu."""
    set_time(layer, facts)
    layer.setMetadata(metadata_of(layer, facts))
    bands = band_numbers(layer)
    styles = _mosaic_styles(layer, bands) if facts.kind == BANDS_KIND else _quality_styles(layer, bands)
    manager = layer.styleManager()
    for label, make_renderer in reversed(styles):
        layer.setRenderer(make_renderer())
        if label == styles[0][0]:
            manager.renameStyle(manager.currentStyle(), label)
        else:
            manager.addStyleFromLayer(label)
    layer.triggerRepaint()


def band_numbers(layer: QgsRasterLayer) -> dict[str, int]:
    """Band numbers by the description stored in the file, such as B04."""
    provider = layer.dataProvider()
    names = (provider.generateBandName(band) for band in range(1, layer.bandCount() + 1))
    return {name.split(": ", 1)[-1].split(" ", 1)[0]: band for band, name in enumerate(names, 1)}


def set_time(layer: QgsRasterLayer, facts: ResultFacts) -> None:
    """A fixed range from the first to the last second of the period, so that neighbours in a series never overlap."""
    time = layer.temporalProperties()
    time.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
    time.setFixedTemporalRange(time_range(facts))
    time.setIsActive(True)


def time_range(facts: ResultFacts) -> QgsDateTimeRange:
    """First to last second of the period, UTC, both included."""
    return QgsDateTimeRange(_utc(facts.first_day, "00:00:00"), _utc(facts.last_day, "23:59:59"), True, True)


def metadata_of(layer: QgsRasterLayer, facts: ResultFacts) -> QgsLayerMetadata:
    """The layer's metadata: what it is, licence, attribution, extent in space and time, history."""
    space = QgsLayerMetadata.SpatialExtent()
    space.bounds = _box(layer)
    space.extentCrs = layer.crs()
    extent = QgsLayerMetadata.Extent()
    extent.setSpatialExtents([space])
    extent.setTemporalExtents([time_range(facts)])
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(facts.product_name)
    metadata.setTitle(facts.layer_name)
    metadata.setAbstract(facts.abstract)
    metadata.setType("dataset")
    metadata.setLanguage("ENG")
    metadata.setKeywords({"gmd:topicCategory": ["Imagery base maps earth cover"], "S2GM": ["Sentinel-2", "mosaic"]})
    metadata.setLicenses([LICENCE])
    metadata.setRights([facts.attribution])
    metadata.setCrs(layer.crs())
    metadata.setExtent(extent)
    metadata.setHistory(list(facts.history))
    return metadata


def _mosaic_styles(layer: QgsRasterLayer, bands: dict[str, int]) -> list[NamedRenderer]:
    """The colour styles that the bands allow, or grey levels of the first band where they allow none."""
    styles: list[NamedRenderer] = [
        (style.label, partial(_colour_renderer, layer, bands, style))
        for style in COLOUR_STYLES
        if set(style.bands) <= set(bands)
    ]
    first = next(iter(bands))
    limits = INFRARED_RANGE if first in ("B08", "B8A", "B11", "B12") else GREY_RANGE
    grey = (first, partial(_grey_renderer, layer, 1, limits))
    return styles if styles and styles[0][0] == COLOUR_STYLES[0].label else [grey, *styles]


def _quality_styles(layer: QgsRasterLayer, bands: dict[str, int]) -> list[NamedRenderer]:
    """One style per ancillary layer: the scene classes in their usual colours, the others as a colour ramp."""
    from ..s2gm_core.layers import LAYERS

    first = next((name for name in SHOWN_FIRST if name in bands), next(iter(bands)))
    ordered = [first, *(name for name in bands if name != first)]
    makers = {SCENE_CLASS_BAND: _scene_class_renderer, **dict.fromkeys(PALETTES, _palette_renderer)}
    labels = {name: LAYERS[name].description if name in LAYERS else name for name in ordered}
    return [(labels[name], partial(makers.get(name, _ramp_renderer), layer, name, bands[name])) for name in ordered]


def _colour_renderer(layer: QgsRasterLayer, bands: dict[str, int], style: ColourStyle) -> QgsRasterRenderer:
    numbers = [bands[name] for name in style.bands]
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *numbers)
    red, green, blue = (_stretch(layer, band, (0.0, full)) for band, full in zip(numbers, style.full_colour))
    renderer.setRedContrastEnhancement(red)
    renderer.setGreenContrastEnhancement(green)
    renderer.setBlueContrastEnhancement(blue)
    return renderer


def _scene_class_renderer(layer: QgsRasterLayer, name: str, band: int) -> QgsRasterRenderer:
    from ..s2gm_core.sensors.scene_classes import SCENE_CLASSES

    entry = QgsPalettedRasterRenderer.Class
    classes = [entry(row.value, QColor(*row.colour), f"{row.value} {row.name}") for row in SCENE_CLASSES]
    return QgsPalettedRasterRenderer(layer.dataProvider(), band, classes)


def _palette_renderer(layer: QgsRasterLayer, name: str, band: int) -> QgsRasterRenderer:
    entry = QgsPalettedRasterRenderer.Class
    classes = [entry(value, QColor(*colour), f"{value} {meaning}") for value, colour, meaning in PALETTES[name]]
    return QgsPalettedRasterRenderer(layer.dataProvider(), band, classes)


def _ramp_renderer(layer: QgsRasterLayer, name: str, band: int) -> QgsRasterRenderer:
    known = UNCERTAINTY_RANGE if name.endswith("_unc") else RAMP_RANGES.get(name)
    low, high = known or _data_range(layer, band)
    values = [low + (high - low) * step / (len(RAMP) - 1) for step in range(len(RAMP))]
    function = QgsColorRampShader(low, high)
    function.setColorRampType(QgsColorRampShader.Type.Interpolated)
    entry = QgsColorRampShader.ColorRampItem
    function.setColorRampItemList([entry(value, QColor(colour), f"{value:g}") for value, colour in zip(values, RAMP)])
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def _data_range(layer: QgsRasterLayer, band: int) -> tuple[float, float]:
    """Least and largest value, estimated on a sample; never empty."""
    wanted = QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max
    statistics = layer.dataProvider().bandStatistics(band, wanted, layer.extent(), STATISTICS_SAMPLE)
    low, high = statistics.minimumValue, statistics.maximumValue
    return (low, high) if low < high else (low, low + 1.0)


def _grey_renderer(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsRasterRenderer:
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), band)
    renderer.setContrastEnhancement(_stretch(layer, band, limits))
    return renderer


def _stretch(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsContrastEnhancement:
    enhancement = QgsContrastEnhancement(layer.dataProvider().dataType(band))
    enhancement.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    enhancement.setMinimumValue(limits[0])
    enhancement.setMaximumValue(limits[1])
    return enhancement


def _utc(day: date, time: str) -> QDateTime:
    return QDateTime.fromString(f"{day.isoformat()}T{time}Z", Qt.DateFormat.ISODate)


def _box(layer: QgsRasterLayer) -> QgsBox3d:
    extent = layer.extent()
    return QgsBox3d(extent.xMinimum(), extent.yMinimum(), 0.0, extent.xMaximum(), extent.yMaximum(), 0.0)
