"""Values of parameters as plain JSON, as orders are kept, and between them and the core's orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProject,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ..algorithms import core_order
from ..area.chosen import area_value

LON_LAT = "EPSG:4326"
LAYERS = "LAYERS"


def plain_values(algorithm: QgsProcessingAlgorithm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON takes them, without those that are empty: dates as ISO text, layers by file, CRSs by code."""
    plain = {}
    for name, value in values.items():
        definition = algorithm.parameterDefinition(name)
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            value = _file_of_layer(value)
        elif isinstance(definition, QgsProcessingParameterCrs) and isinstance(value, str) and value:
            value = QgsCoordinateReferenceSystem(value)
        text = _plain(value)
        if name == LAYERS and text == []:
            text = ["none"]  # QGIS takes an empty list for the default, which is all of them
        # A text that is emptied is a choice: it is no default any more.
        if text is not None and (text != "" or definition.defaultValue()):
            plain[name] = text
    return plain


def without_secrets(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as they may be stored: without passwords and tokens in the addresses of sources and rasters."""
    from ...s2gm_core.network.urls import source_without_queries, without_query

    cleaned = dict(parameters)
    for name, clean in (("SOURCE", source_without_queries), ("LIKE", without_query)):
        if isinstance(cleaned.get(name), str):
            cleaned[name] = clean(cleaned[name])
    return cleaned


def _plain(value: Any) -> Any:
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toString("yyyy-MM-dd")
    if isinstance(value, QgsCoordinateReferenceSystem):
        return (value.authid() or value.toWkt()) if value.isValid() else None
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool)) else None


def _file_of_layer(value: Any) -> str:
    layer = value if isinstance(value, QgsMapLayer) else QgsProject.instance().mapLayer(str(value or ""))
    return layer.source() if layer is not None else str(value or "")


def area_of_value(text: str) -> QgsGeometry:
    """The area of such a text; an empty geometry where it is none."""
    return QgsGeometry.fromWkt(text.split(";", 1)[-1])


def parameters_of_order(algorithm: QgsProcessingAlgorithm, document: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that describe an order given as the core's JSON: its fields have the parameters' names.

    They need not say all of it: `lost_fields`.
    """
    parameters = {}
    for field, value in document.items():
        if field == "area":  # the parameter AREA is a layer
            continue
        definition = algorithm.parameterDefinition(field.upper())
        if definition is not None and value not in (None, "", [], {}) and not (field == "crs" and value == "auto"):
            parameters[definition.name()] = _parameter_value(definition, value)
    if not document.get("layers", ["all"]):
        parameters["LAYERS"] = ["none"]  # without the parameter all layers would be made
    shape = QgsGeometry.fromWkt(_wkt(document["area"]))
    parameters["GEOMETRY"] = area_value(shape)
    return parameters


def lost_fields(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], document: Mapping[str, Any]
) -> list[str]:
    """Fields of an order as JSON that its parameters do not give back, but for the area, which is rounded.

    `QgsProcessingException` where the parameters are no order.
    """
    back = core_order(algorithm, parameters).to_json()
    return [field for field, value in document.items() if field != "area" and back.get(field) != value]


def _parameter_value(definition: QgsProcessingParameterDefinition, value: Any) -> Any:
    """Pairs as ``a=1;b=2``, lists of numbers and names as the parameter takes them, number words as texts."""
    if isinstance(value, Mapping):
        return ";".join(f"{key}={one}" for key, one in value.items())
    if isinstance(value, list):
        words = [str(one) for one in value]
        return ",".join(words) if isinstance(definition, QgsProcessingParameterString) else words
    return str(value) if isinstance(definition, QgsProcessingParameterEnum) else value


def _wkt(area: Any) -> str:
    from ...s2gm_core.area import area_from_geojson, area_from_text

    return (area_from_text(area) if isinstance(area, str) else area_from_geojson(area)).wkt
