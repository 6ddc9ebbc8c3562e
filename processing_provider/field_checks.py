"""What is wrong with single values of parameters, in more words than QGIS has for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from . import parameters as names
from .translation import translate

LONGEST_SHOWN = 120
"""Characters of a wrong value in a sentence."""


def wrong_value(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> str:
    """What is wrong with the source, a chosen word, a date, a number, a raster or a folder; else empty."""
    if not str(values.get(names.SOURCE, "default")).strip():
        return translate("S2GM", "SOURCE is empty. Give a provider's name, or the path or URL of a STAC catalogue.")
    for definition in algorithm.parameterDefinitions():
        value = values.get(definition.name())
        problem = "" if value is None or value == "" else _problem(definition, value)
        if not problem and isinstance(definition, QgsProcessingParameterRasterLayer) and isinstance(value, str):
            problem = _raster_problem(algorithm, values, definition.name(), context)
        if problem:
            return problem
    return ""


def _problem(definition: QgsProcessingParameterDefinition, value: Any) -> str:
    for kind, problem_of in _CHECKS.items():
        if isinstance(definition, kind):
            return problem_of(definition, value)
    return ""


def _wrong_words(definition: QgsProcessingParameterEnum, value: Any) -> str:
    """Words that are no option. What is neither text nor a list is an expression or property of QGIS."""
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ()
    unknown = [str(word) for word in words if word not in definition.options()]
    text = translate("S2GM", "{name}: unknown {words}. Choose among {options}.")
    options = ", ".join(definition.options())
    return text.format(name=definition.name(), words=", ".join(unknown), options=options) if unknown else ""


def _wrong_date(definition: QgsProcessingParameterDateTime, value: Any) -> str:
    """What is neither text nor a date of Qt is an expression or property of QGIS."""
    if isinstance(value, (QDate, QDateTime)):
        is_date = value.isValid()
    else:
        is_date = not isinstance(value, str) or QDate.fromString(value[:10], "yyyy-MM-dd").isValid()
    text = translate("S2GM", "{name} is '{value}', which is no date. Write it as year-month-day: 2023-08-01.")
    return "" if is_date else text.format(name=definition.name(), value=value)


def _wrong_number(definition: QgsProcessingParameterNumber, value: Any) -> str:
    """Texts and numbers; anything else is an expression or property of QGIS."""
    if not isinstance(value, (str, int, float)):
        return ""
    low, high = f"{definition.minimum():g}", f"{definition.maximum():g}"
    try:
        number = float(value)
    except ValueError:
        text = translate("S2GM", "{name} is '{value}', which is no number. Write one from {low} to {high}.")
        return text.format(name=definition.name(), value=str(value)[:LONGEST_SHOWN], low=low, high=high)
    text = translate("S2GM", "{name} is {value}, outside {low} to {high}. Write a number between them.")
    is_inside = definition.minimum() <= number <= definition.maximum()  # never of NaN
    return "" if is_inside else text.format(name=definition.name(), value=value, low=low, high=high)


def _wrong_folder(definition: QgsProcessingParameterFile, value: Any) -> str:
    """A folder that is a file, or that cannot be made where it is wanted."""
    if not isinstance(value, str) or definition.behavior() != QgsProcessingParameterFile.Behavior.Folder:
        return ""
    folder = Path(value)
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    text = translate("S2GM", "{name}: the folder {folder} cannot be used, {reason}. Choose another one.")
    if not there.is_dir():
        reason = translate("S2GM", "for {path} is a file").format(path=there)
    elif not os.access(there, os.W_OK):
        reason = translate("S2GM", "for {path} must not be written to").format(path=there)
    else:
        return ""
    return text.format(name=definition.name(), folder=value[:LONGEST_SHOWN], reason=reason)


def _raster_problem(
    algorithm: QgsProcessingAlgorithm, values: dict[str, Any], name: str, context: QgsProcessingContext
) -> str:
    if values[name] == "" or algorithm.parameterAsRasterLayer(values, name, context) is not None:
        return ""
    from ..s2gm_core.network.urls import without_query

    text = translate("S2GM", "{name}: '{value}' is no raster that can be opened. Choose another file.")
    return text.format(name=name, value=without_query(values[name])[:LONGEST_SHOWN])


_CHECKS: dict[type[QgsProcessingParameterDefinition], Any] = {
    QgsProcessingParameterEnum: _wrong_words,
    QgsProcessingParameterDateTime: _wrong_date,
    QgsProcessingParameterNumber: _wrong_number,
    QgsProcessingParameterFile: _wrong_folder,
}
"""By kind of parameter: what is wrong with a value that is given, else an empty text."""
