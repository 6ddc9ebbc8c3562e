"""The layer of a search: its fields, how it looks, and when its scenes show in the temporal controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsFillSymbol,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProperty,
    QgsRendererRange,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QColor

from .translation import translate
from .vector_loading import load_features

if TYPE_CHECKING:
    from ..s2gm_core import Order
    from ..s2gm_core.products.listing import ListedScene

GEOMETRY_TYPE = QgsWkbTypes.Type.MultiPolygon
LON_LAT = QgsCoordinateReferenceSystem("EPSG:4326")
MEBIBYTE = 2**20

FIELDS = (
    ("id", "string"),
    ("date", "datetime"),
    ("platform", "string"),
    ("tile", "string"),
    ("orbit", "integer"),
    ("cloud_cover", "double(6,2)"),
    ("baseline", "string"),
    ("sensor", "string"),
    ("thumbnail", "string"),
    ("read_mib", "double(12,1)"),
    ("used", "boolean"),
    ("reason", "string"),
)
"""Names and types of the fields. Names are stable; scripts and models hold them."""

CLOUD_CLASSES = (
    (0.0, 10.0, "#08519c"),
    (10.0, 25.0, "#4292c6"),
    (25.0, 50.0, "#e0b400"),
    (50.0, 75.0, "#e66101"),
    (75.0, 100.0, "#99000d"),
)
"""Percent of clouds and colours, from blue sky to none: readable with colour blindness and on a white page."""

UNKNOWN_COLOUR = "#999999"
FILL_OPACITY = 40
"""Of 255: scenes of a tile lie on top of each other."""


def scene_fields() -> QgsFields:
    """The fields of the layer, by a layer's address: the names of Qt's types differ between Qt 5 and Qt 6."""
    address = "NoGeometry?" + "&".join(f"field={name}:{kind}" for name, kind in FIELDS)
    return QgsVectorLayer(address, "", "memory").fields()


def feature_of(row: ListedScene, fields: QgsFields) -> QgsFeature:
    """The polygon of a scene with its facts."""
    scene = row.scene
    feature = QgsFeature(fields)
    outline = QgsGeometry()
    outline.fromWkb(scene.footprint.wkb)
    outline.convertToMultiType()
    feature.setGeometry(outline)
    values = {
        "id": scene.id,
        "date": QDateTime.fromString(f"{scene.acquired:%Y-%m-%dT%H:%M:%S}Z", Qt.DateFormat.ISODate),
        "platform": scene.platform,
        "tile": scene.tile,
        "orbit": scene.relative_orbit,
        "cloud_cover": None if scene.cloud_cover is None else round(scene.cloud_cover, 2),
        "baseline": scene.baseline,
        "sensor": "Landsat" if scene.is_landsat else "Sentinel-2",
        "thumbnail": scene.thumbnail,
        "read_mib": round(row.read_bytes / MEBIBYTE, 1),
        "used": row.is_used,
        "reason": row.left_out_because,
    }
    for name, _ in FIELDS:
        feature[name] = values[name]
    return feature


def load_scenes(output: str, order: Order, context: QgsProcessingContext) -> None:
    """Have QGIS name and style the layer where it was asked to load it; a name that a user chose is kept."""
    days = order.periods[0]
    name = translate("S2GM", "Scenes {first} to {last}").format(first=days.start, last=days.last_day)
    load_features(output, translate("S2GM", "Scenes"), name, apply_to, context)


def apply_to(layer: QgsVectorLayer) -> None:
    """Colours by cloud cover, and the scenes' times for the temporal controller."""
    classes = [_range(-1.0, -1.0, UNKNOWN_COLOUR, translate("S2GM", "unknown"))]
    classes += [_range(low, high, colour, f"{low:.0f} - {high:.0f} %") for low, high, colour in CLOUD_CLASSES]
    renderer = QgsGraduatedSymbolRenderer('coalesce("cloud_cover", -1)', classes)
    clearest_on_top = QgsFeatureRequest.OrderByClause("cloud_cover", False)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clearest_on_top]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setDisplayExpression('to_string("date") || \' \' || "tile"')
    time = layer.temporalProperties()
    time.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
    time.setStartField("date")
    time.setIsActive(True)
    layer.triggerRepaint()


def _range(low: float, high: float, colour: str, label: str) -> QgsRendererRange:
    """One class; what a mosaic would leave out has a dashed outline."""
    red, green, blue, _ = QColor(colour).getRgb()
    fill = f"{red},{green},{blue},{FILL_OPACITY}"
    symbol = QgsFillSymbol.createSimple({"color": fill, "outline_color": colour, "outline_width": "0.5"})
    dashed = QgsProperty.fromExpression("if(\"used\", 'solid', 'dash')")
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyStrokeStyle, dashed)
    return QgsRendererRange(low, high, symbol, label)
