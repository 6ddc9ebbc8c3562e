"""The layer of a time series: how records get into it, how it looks, when its records show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGradientColorRamp,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRendererRange,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QColor

from .quality_styles import RAMP_RANGES
from .reflectance_styles import band_range
from .translation import translate
from .vector_loading import load_features

if TYPE_CHECKING:
    from ..s2gm_core.products.series.order import SeriesOrder

GEOMETRY_TYPE = QgsWkbTypes.Type.Point
LON_LAT = QgsCoordinateReferenceSystem("EPSG:4326")
GEOPACKAGE, STYLE_NAME = ".gpkg", "series"
CLASSES = 8
REPORT_EVERY = 2_000
INDEX_RANGE = (-1.0, 1.0)
"""Ends of the colours of indices that have none of their own."""

NOT_VALID = -9_999.0
REFUSED_COLOUR = "#8c8c8c"
RAMP = ("#7f3b08", "#e08214", "#f6e8a6", "#a6d96a", "#1a9850", "#00441b")
"""From bare to green, through a light middle."""


class RecordsFile:
    """A GeoPackage of the core, whose records go into a layer of any format."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fields = self._without_key(self._layer().fields())

    def _layer(self) -> QgsVectorLayer:
        return QgsVectorLayer(f"{self._path}|layername=series", "series", "ogr")

    @staticmethod
    def _without_key(fields: QgsFields) -> QgsFields:
        """The number of a row is that of its new layer."""
        kept = QgsFields(fields)
        kept.remove(kept.indexOf("fid"))
        return kept

    def copy_to(self, sink: QgsFeatureSink) -> Iterator[float]:
        """Copy all records; yields now and then which part is done. Raises where the sink refuses one."""
        layer = self._layer()
        total = max(layer.featureCount(), 1)
        for number, record in enumerate(layer.getFeatures(), 1):
            feature = QgsFeature(self.fields)
            feature.setGeometry(record.geometry())
            feature.setAttributes([_in_utc(value) for value in record.attributes()[1:]])
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                text = translate("S2GM", "The records cannot be written ({reason}).")
                raise QgsProcessingException(text.format(reason=sink.lastError()))
            if number % REPORT_EVERY == 0:
                yield number / total
        sink.flushBuffer()


def _in_utc(value: Any) -> Any:
    """A time as UTC: older QGIS reads the clock of a file as the computer's."""
    if isinstance(value, QDateTime) and value.timeSpec() != Qt.TimeSpec.UTC:
        return QDateTime(value.date(), value.time(), Qt.TimeSpec.UTC)
    return value


def load_records(output: str, order: SeriesOrder, context: QgsProcessingContext) -> None:
    """Have QGIS name and style the layer where it was asked to load it; a name that a user chose is kept."""
    label, of_observations = translate("S2GM", "Time series"), order.is_observations
    name = translate("S2GM", "Time series {first} to {last}").format(first=order.start, last=order.end)
    load_features(output, label, name, lambda layer: apply_to(layer, of_observations), context)


def keep_look(output: str, order: SeriesOrder) -> str:
    """Store look and time in a GeoPackage as its default style, so that the layer plays wherever it is opened later.

    Other formats have no place for it, and are left alone. Returns a sentence where it could not be stored, else "".
    """
    if GEOPACKAGE not in output.lower():
        return ""
    layer = QgsVectorLayer(output, "series", "ogr")
    apply_to(layer, order.is_observations)
    for style in _stored_styles(layer):  # of a layer that was there before
        layer.deleteStyleFromDatabase(style)
    problem = layer.saveStyleToDatabase(STYLE_NAME, "", True, "")
    text = translate("S2GM", "The look of the layer could not be stored in {file} ({reason}).")
    return text.format(file=output, reason=problem) if problem else ""


def _stored_styles(layer: QgsVectorLayer) -> list[str]:
    """Ids of the styles of a layer; those of other layers follow in QGIS's list."""
    related, ids, *_ = layer.listStylesInDatabase()
    return list(ids[: max(related, 0)])


def apply_to(layer: QgsVectorLayer, of_observations: bool) -> None:
    """Colours by the first index (else the first band), grey rings for records that are not valid; and their time."""
    name = shown_variable([field.name() for field in layer.fields()])
    if name:
        layer.setRenderer(_renderer(name))
    layer.setDisplayExpression('"site" || \' \' || to_string("period_start")')
    time = layer.temporalProperties()
    if of_observations:
        time.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
        time.setStartField("acquired")
        time.setFixedDuration(1)
        time.setDurationUnits(_days())
    else:
        time.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields)
        time.setStartField("period_start")
        time.setEndField("period_end")
        time.setLimitMode(Qgis.VectorTemporalLimitMode.IncludeBeginIncludeEnd)
    time.setIsActive(True)
    layer.triggerRepaint()


def shown_variable(fields: list[str]) -> str:
    """The field that gives the colours: the first index, else the first band; empty where there is none."""
    from ..s2gm_core.sensors.bands import BANDS
    from ..s2gm_core.sensors.spectral_indices import INDICES

    of_kind = (name for kind in (INDICES, BANDS) for name in fields if name in kind)
    return next(of_kind, "")


def value_range(name: str) -> tuple[float, float]:
    """Ends of the colours of a band or index, the same in every layer."""
    from ..s2gm_core.sensors.bands import BANDS

    return band_range(name) if name in BANDS else RAMP_RANGES.get(name, INDEX_RANGE)


def _renderer(name: str) -> QgsGraduatedSymbolRenderer:
    low, high = value_range(name)
    step = (high - low) / CLASSES
    ends = [low + step * number for number in range(CLASSES + 1)]
    ramp = _ramp()
    refused = _marker("255,255,255,0", REFUSED_COLOUR)
    classes = [QgsRendererRange(NOT_VALID, NOT_VALID, refused, translate("S2GM", "not valid"))]
    for number, (begin, end) in enumerate(zip(ends, ends[1:])):
        colour = ramp.color(number / (CLASSES - 1)).name()
        classes.append(QgsRendererRange(begin, end, _marker(colour, "#404040"), f"{begin:.2f} - {end:.2f}"))
    within = f'if("valid", max({low}, min({high}, "{name}")), {NOT_VALID})'
    renderer = QgsGraduatedSymbolRenderer(within, classes)
    valid_on_top = QgsFeatureRequest.OrderByClause("valid", True)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([valid_on_top]))
    renderer.setOrderByEnabled(True)
    return renderer


def _ramp() -> QgsGradientColorRamp:
    stops = ":".join(f"{number / (len(RAMP) - 1):g};{_rgb(colour)}" for number, colour in enumerate(RAMP[1:-1], 1))
    return QgsGradientColorRamp.create({"color1": _rgb(RAMP[0]), "color2": _rgb(RAMP[-1]), "stops": stops})


def _rgb(colour: str) -> str:
    red, green, blue, alpha = QColor(colour).getRgb()
    return f"{red},{green},{blue},{alpha}"


def _marker(fill: str, outline: str) -> QgsMarkerSymbol:
    look = {"name": "circle", "color": fill, "outline_color": outline, "outline_width": "0.3", "size": "2.6"}
    return QgsMarkerSymbol.createSimple(look)


def _days() -> Any:
    """The unit day, by the name that this QGIS has for it."""
    from qgis.core import QgsUnitTypes

    unit = getattr(Qgis, "TemporalUnit", None)  # since QGIS 3.30
    return unit.Days if unit is not None else QgsUnitTypes.TemporalUnit.TemporalDays
