"""The layers that a run of an algorithm has made, as Processing would hand them to the project."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils


def finished_layers(context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> list[QgsMapLayer]:
    """The layers that a run was asked to load, named and styled, taken out of its context."""
    layers = []
    for identifier, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(identifier, context)
        if layer is None:
            continue
        context.takeResultLayer(layer.id())
        details.setOutputLayerName(layer)
        if details.postProcessor() is not None:
            details.postProcessor().postProcessLayer(layer, context, feedback)
        layers.append(layer)
    return layers
