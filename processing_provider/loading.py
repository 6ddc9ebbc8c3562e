"""Adding result rasters to the user's project, named and styled."""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from . import styling
from .result import ResultFacts
from .translation import translate


class ResultStyler(QgsProcessingLayerPostProcessorInterface):
    """Styles one result after QGIS has loaded it."""

    _alive: dict[str, ResultStyler] = {}  # noqa: RUF012  # QGIS keeps no reference of its own; one per file

    def __init__(self, facts: ResultFacts, layer_name: str | None) -> None:
        super().__init__()
        self._facts = facts
        self._layer_name = layer_name

    @classmethod
    def for_file(cls, path: str, facts: ResultFacts, layer_name: str | None) -> ResultStyler:
        """A styler that lives until the file is made anew. ``layer_name`` None keeps the name that QGIS gave."""
        cls._alive[path] = cls(facts, layer_name)
        return cls._alive[path]

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer; called by QGIS on the main thread."""
        if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
            return
        if self._layer_name is not None:
            layer.setName(self._layer_name)
        styling.apply_to(layer, self._facts)


def load_result(path: str, first: str, facts: ResultFacts, context: QgsProcessingContext) -> None:
    """Have the raster ``path`` loaded, named and styled when the algorithm has ended.

    ``first`` is the raster that QGIS was asked to load: the same file, or that of the first period of a series, whose
    project the others join. A name that the user or a model chose for the first is kept.
    """
    details = context.layerToLoadOnCompletionDetails(first)
    chosen = details.name if details.name and details.name not in _default_names() else None
    if path != first:
        hint = QgsProcessingUtils.LayerHint.Raster
        added = QgsProcessingContext.LayerDetails(facts.layer_name, details.project, details.outputName, hint)
        context.addLayerToLoadOnCompletion(path, added)
        details = context.layerToLoadOnCompletionDetails(path)
        chosen = f"{chosen} {facts.first_day.isoformat()}" if chosen else None
    details.setPostProcessor(ResultStyler.for_file(path, facts, chosen or facts.layer_name))


def forget_result(path: str, context: QgsProcessingContext) -> None:
    """Take a raster that was not made from the list of layers to load."""
    remaining = {key: details for key, details in context.layersToLoadOnCompletion().items() if key != path}
    context.setLayersToLoadOnCompletion(remaining)


def _default_names() -> tuple[str, ...]:
    """The names that QGIS gives to results when nobody chose one: the labels and names of the parameters."""
    labels = (translate("S2GM", text) for text in ("Mosaic", "Ancillary layers", "Quicklook"))
    return (*labels, "OUTPUT", "QUALITY")
