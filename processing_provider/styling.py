"""What QGIS knows about result rasters, when they show in the temporal controller, and how they look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from qgis.core import Qgis, QgsBox3d, QgsDateTimeRange, QgsLayerMetadata, QgsRasterLayer
from qgis.PyQt.QtCore import QDateTime, Qt

from .mask_styles import mask_styles
from .quality_styles import quality_styles
from .reflectance_styles import mosaic_styles, picture_styles
from .renderers import NamedRenderer
from .result import (
    BANDS_KIND,
    COLOURS_KIND,
    DAY_PROPERTY,
    LICENCE,
    MASK_KIND,
    ORDER_PROPERTY,
    QUALITY_KIND,
    QUICKLOOK_KIND,
    ResultFacts,
)

_STYLES: Mapping[str, Callable[[QgsRasterLayer, Mapping[str, int], ResultFacts], list[NamedRenderer]]] = {
    BANDS_KIND: lambda layer, bands, facts: mosaic_styles(layer, bands),
    QUALITY_KIND: quality_styles,
    COLOURS_KIND: lambda layer, bands, facts: picture_styles(layer),
    MASK_KIND: lambda layer, bands, facts: mask_styles(layer, bands),
}
"""Styles by kind of raster, the one to be shown first; band numbers by name."""


def apply_to(layer: QgsRasterLayer, facts: ResultFacts) -> None:
    """Give a loaded result its time, metadata and styles; the user switches between styles in the layer's menu."""
    set_time(layer, facts)
    layer.setMetadata(metadata_of(layer, facts))
    layer.setCustomProperty(ORDER_PROPERTY, facts.order)
    layer.setCustomProperty(DAY_PROPERTY, facts.first_day.isoformat())
    if facts.kind == QUICKLOOK_KIND:  # bytes of red, green and blue, which QGIS shows as they are
        return
    bands = band_numbers(layer)
    styles = _STYLES[facts.kind](layer, bands, facts)
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


def _utc(day: date, time: str) -> QDateTime:
    return QDateTime.fromString(f"{day.isoformat()}T{time}Z", Qt.DateFormat.ISODate)


def _box(layer: QgsRasterLayer) -> QgsBox3d:
    extent = layer.extent()
    return QgsBox3d(extent.xMinimum(), extent.yMinimum(), 0.0, extent.xMaximum(), extent.yMaximum(), 0.0)
