"""From the values of an algorithm's parameters to an `Order` of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from . import parameters as names
from .areas import ordered_area
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, RunSettings

GIBIBYTE = 2**30


def order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order that the parameters describe; `QgsProcessingException` with the core's text where it is wrong."""
    from ..s2gm_core import Order, S2GMError

    def text(name: str) -> str:
        return algorithm.parameterAsString(values, name, context).strip()

    def chosen(name: str) -> tuple[str, ...]:
        return tuple(word for word in algorithm.parameterAsEnumStrings(values, name, context) if word)

    try:
        return Order(
            source=text(names.SOURCE),
            area=ordered_area(algorithm, values, context),
            start=_date(algorithm, names.START, values, context),
            end=_date(algorithm, names.END, values, context) or None,
            period=algorithm.parameterAsEnumString(values, names.PERIOD, context),
            method=algorithm.parameterAsEnumString(values, names.METHOD, context),
            bands=chosen(names.BANDS),
            resolution=algorithm.parameterAsDouble(values, names.RESOLUTION, context),
            crs=_crs(algorithm, values, context),
            layers=chosen(names.LAYERS) or ("none",),
            format=algorithm.parameterAsEnumString(values, names.FORMAT, context),
            cloud_mask=algorithm.parameterAsEnumString(values, names.CLOUD_MASK, context),
            max_cloud=algorithm.parameterAsDouble(values, names.MAX_CLOUD, context),
            landsat_weight=algorithm.parameterAsDouble(values, names.LANDSAT_WEIGHT, context),
            exclude_scenes=tuple(part.strip() for part in text(names.EXCLUDE_SCENES).split(",") if part.strip()),
            name=text(names.NAME),
        )
    except S2GMError as problem:
        raise QgsProcessingException(str(problem)) from problem


def settings_of(
    algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext
) -> RunSettings:
    """Threads and memory of the run; None, where empty, leaves the choice to the core."""
    from ..s2gm_core import RunSettings

    workers = algorithm.parameterAsInt(values, names.WORKERS, context)
    gibibytes = algorithm.parameterAsDouble(values, names.MEMORY, context)
    return RunSettings(
        workers=workers if values.get(names.WORKERS) is not None else None,
        memory_bytes=round(gibibytes * GIBIBYTE) if values.get(names.MEMORY) is not None else None,
    )


def wrong_choice(algorithm: QgsProcessingAlgorithm, values: dict[str, Any]) -> str:
    """What is wrong with the source, a chosen word or a date, in more words than QGIS has for it; else empty."""
    if not str(values.get(names.SOURCE) or "").strip():
        return translate("S2GM", "SOURCE is empty. Give the path or URL of a STAC catalogue (catalog.json).")
    for definition in algorithm.parameterDefinitions():
        value = values.get(definition.name())
        if value is None or value == "":
            continue
        if isinstance(definition, QgsProcessingParameterEnum):
            unknown = _unknown_words(definition, value)
            if unknown:
                text = translate("S2GM", "{name}: unknown {words}. Choose among {options}.")
                options = ", ".join(definition.options())
                return text.format(name=definition.name(), words=", ".join(unknown), options=options)
        if isinstance(definition, QgsProcessingParameterDateTime) and not _is_date(value):
            text = translate("S2GM", "{name} is '{value}', which is no date. Write it as year-month-day: 2023-08-01.")
            return text.format(name=definition.name(), value=value)
    return ""


def _unknown_words(definition: QgsProcessingParameterEnum, value: Any) -> list[str]:
    """Words that are no option. What is neither text nor a list is an expression or property of QGIS."""
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ()
    return [str(word) for word in words if word not in definition.options()]


def _is_date(value: Any) -> bool:
    """Whether a value is a date; what is neither text nor a date of Qt is an expression or property of QGIS."""
    if isinstance(value, (QDate, QDateTime)):
        return value.isValid()
    return not isinstance(value, str) or QDate.fromString(value[:10], "yyyy-MM-dd").isValid()


def _date(algorithm: QgsProcessingAlgorithm, name: str, values: dict[str, Any], context: QgsProcessingContext) -> str:
    """A date as ISO text; empty where none is given. The day is taken as written, in no time zone."""
    moment = algorithm.parameterAsDateTime(values, name, context)
    return moment.date().toString("yyyy-MM-dd") if moment.isValid() else ""


def _crs(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> str:
    given = values.get(names.CRS)
    if given is None or given == "":
        return "auto"
    crs = algorithm.parameterAsCrs(values, names.CRS, context)
    if not crs.isValid():
        text = translate("S2GM", "The CRS '{value}' is unknown. Leave it empty or write a code such as EPSG:32633.")
        raise QgsProcessingException(text.format(value=given))
    return crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()
