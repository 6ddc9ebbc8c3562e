"""How result rasters look, what QGIS knows about them, and when they show in the temporal controller."""

from __future__ import annotations

from datetime import date

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QColor

from .result import BANDS_KIND, LICENCE, ResultFacts

NATURAL_COLOUR = ("B04", "B03", "B02")
NATURAL_COLOUR_RANGE = (0.0, 0.2)
"""Reflectance shown as black and as full colour: the linear stretch of ESA's true colour image, for every mosaic."""

GREY_RANGES = {"B08": (0.0, 0.5), "B8A": (0.0, 0.5)}
"""Reflectance shown as black and white where a single band is shown; other bands as in natural colour."""

SCENE_CLASS_BAND = "quality_scene_classification"
VALID_OBSERVATIONS_BAND = "valid_obs"
VALID_OBSERVATIONS_RANGE = (0.0, 12.0)
"""White from 12 valid observations on: what one orbit of two satellites offers in two months."""


def apply_to(layer: QgsRasterLayer, facts: ResultFacts) -> None:
    """Give a loaded result its renderer, metadata and time."""
    bands = band_numbers(layer)
    renderer = _mosaic_renderer(layer, bands) if facts.kind == BANDS_KIND else _quality_renderer(layer, bands)
    layer.setRenderer(renderer)
    layer.setMetadata(metadata_of(layer, facts))
    set_time(layer, facts)
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


def _mosaic_renderer(layer: QgsRasterLayer, bands: dict[str, int]) -> QgsRasterRenderer:
    """Natural colour, or grey levels of the first band where red, green or blue was not ordered."""
    if not set(NATURAL_COLOUR) <= set(bands):
        return _grey(layer, 1, GREY_RANGES.get(next(iter(bands), ""), NATURAL_COLOUR_RANGE))
    numbers = [bands[name] for name in NATURAL_COLOUR]
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *numbers)
    red, green, blue = (_stretch(layer, number, NATURAL_COLOUR_RANGE) for number in numbers)
    renderer.setRedContrastEnhancement(red)
    renderer.setGreenContrastEnhancement(green)
    renderer.setBlueContrastEnhancement(blue)
    return renderer


def _quality_renderer(layer: QgsRasterLayer, bands: dict[str, int]) -> QgsRasterRenderer:
    """The scene classes in their usual colours; without them the number of valid observations, or the first band."""
    if SCENE_CLASS_BAND in bands:
        return _scene_class_renderer(layer, bands[SCENE_CLASS_BAND])
    if VALID_OBSERVATIONS_BAND in bands:
        return _grey(layer, bands[VALID_OBSERVATIONS_BAND], VALID_OBSERVATIONS_RANGE)
    statistics = layer.dataProvider().bandStatistics(1)
    return _grey(layer, 1, (statistics.minimumValue, statistics.maximumValue))


def _scene_class_renderer(layer: QgsRasterLayer, band: int) -> QgsRasterRenderer:
    from ..s2gm_core.sensors.scene_classes import SCENE_CLASSES

    entry = QgsPalettedRasterRenderer.Class
    classes = [entry(row.value, QColor(*row.colour), f"{row.value} {row.name}") for row in SCENE_CLASSES]
    return QgsPalettedRasterRenderer(layer.dataProvider(), band, classes)


def _grey(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsRasterRenderer:
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


def _box(layer: QgsRasterLayer) -> object:
    from qgis.core import QgsBox3d

    extent = layer.extent()
    return QgsBox3d(extent.xMinimum(), extent.yMinimum(), 0.0, extent.xMaximum(), extent.yMaximum(), 0.0)
