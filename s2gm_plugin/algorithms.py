"""The plugin's algorithms, and the orders that they make of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingContext, QgsProject


def algorithm_of(identifier: str) -> QgsProcessingAlgorithm | None:
    """A fresh algorithm by its id, such as ``s2gm:temporalmosaic``; None where the provider is not there."""
    return QgsApplication.processingRegistry().createAlgorithmById(identifier)


def core_order(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> Any:
    """The core's order that parameters describe; `QgsProcessingException` says what is wrong with them."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return algorithm.read_order(dict(parameters), context)
