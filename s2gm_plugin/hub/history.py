"""QGIS's history of Processing: what the hub runs stands there like what the toolbox runs."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext
from qgis.gui import QgsGui


def note_in_history(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Add a run to the history, as this QGIS keeps it."""
    command = algorithm.asPythonCommand(parameters, context)
    if hasattr(QgsGui, "historyProviderRegistry"):  # QGIS 3.24 and newer
        entry = {
            "python_command": command,
            "algorithm_id": algorithm.id(),
            "parameters": algorithm.asMap(parameters, context),
        }
        QgsGui.historyProviderRegistry().addEntry("processing", entry)
        return
    from processing.core.ProcessingLog import ProcessingLog

    ProcessingLog.addToLog(command)
