"""Adding result layers of features to the user's project, named and styled."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)

Style = Callable[[QgsVectorLayer], None]


def load_features(output: str, label: str, name: str, style: Style, context: QgsProcessingContext) -> None:
    """Have QGIS name and style the layer ``output`` where it was asked to load it.

    ``label`` is that of the parameter, which QGIS takes for a name where nobody chose one: then it is called ``name``.
    """
    if not context.willLoadLayerOnCompletion(output):
        return
    details = context.layerToLoadOnCompletionDetails(output)
    usual = details.name in ("", "OUTPUT", label)
    details.setPostProcessor(FeatureStyler.for_layer(output, name if usual else details.name, style))


class FeatureStyler(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer after QGIS has loaded it."""

    _alive: dict[str, FeatureStyler] = {}  # noqa: RUF012  # QGIS keeps no reference of its own; one per layer

    def __init__(self, layer_name: str, style: Style) -> None:
        super().__init__()
        self._layer_name, self._style = layer_name, style

    @classmethod
    def for_layer(cls, output: str, layer_name: str, style: Style) -> FeatureStyler:
        """A styler that lives until the layer is made anew."""
        cls._alive[output] = cls(layer_name, style)
        return cls._alive[output]

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer; called by QGIS on the main thread."""
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            layer.setName(self._layer_name)
            self._style(layer)
