"""The algorithm ``s2gm:cloudmask``: what every overpass shows of the ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingUtils,
)

from . import parameters as names
from .base_algorithm import AlgorithmFace
from .destinations import FOLDER, check_folder
from .feedback import QueuedProgress, run_with_feedback
from .loading import ResultStyler
from .order_algorithm import OrderAlgorithm, Prepared
from .ordering import mask_order_of, settings_of
from .parameters import Choices, Parameter, choice, number
from .plugin_facts import plugin_metadata
from .result import MASK_KIND, ResultFacts
from .texts import cloud_mask_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, RunSettings
    from ..s2gm_core.products.cloud_masks import CloudMasks, OverpassMask

LOAD, MASKS = "LOAD", "MASKS"
DEFAULT_MASK = "multitemporal"


class CloudMaskAlgorithm(OrderAlgorithm):
    """Writes the masks of all overpasses of some days."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="cloudmask",
            title=translate("S2GM", "Cloud masks"),
            summary=translate("S2GM", "Finds clouds, shadows and snow of every overpass by comparing the dates."),
            help=cloud_mask_help,
            tags="sentinel-2,sentinel,copernicus,cloud,shadow,snow,mask,multi-temporal,s2gm",
        )

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        mask = choice(names.CLOUD_MASK, translate("S2GM", "Cloud mask"), choices.scene_masks, DEFAULT_MASK)
        resolution = number(names.RESOLUTION, translate("S2GM", "Resolution (metres)"), (1.0, 10_000.0), 20.0)
        return (
            names.source_parameter(choices),
            *names.area_parameters(),
            *names.search_period_parameters(),
            Parameter(
                mask,
                translate(
                    "S2GM",
                    "multitemporal: our own, needs nothing else. omnicloudmask: the deep-learning package, "
                    "where it is installed.",
                ),
            ),
            Parameter(resolution, translate("S2GM", "Pixel size in metres. Masks are made on cells of 20 m.")),
            Parameter(
                QgsProcessingParameterBoolean(LOAD, translate("S2GM", "Add the masks to the project"), True),
                translate("S2GM", "Every mask with its styles and its time."),
            ),
            names.cloud_limit_parameter(advanced=True),
            *names.scene_parameters(),
            names.authentication_parameter(),
            *(row for row in names.run_parameters(choices) if row.definition.name() != names.FORMAT),
        )

    def add_outputs(self) -> None:
        """The folder and the number."""
        self.add(
            QgsProcessingParameterFolderDestination(FOLDER, translate("S2GM", "Folder of the masks")),
            translate("S2GM", "A subfolder is made in it, with a GeoTIFF per overpass and a record."),
        )
        self.addOutput(QgsProcessingOutputNumber(MASKS, translate("S2GM", "Number of masks")))

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Order:
        """The order whose overpasses are masked."""
        return mask_order_of(self, parameters, context)

    def check_results(self, order: Order, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `QgsProcessingException` where the folder cannot be written."""
        check_folder(Path(self.parameterAsFileOutput(parameters, FOLDER, context)))

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the masks."""
        settings = replace(settings_of(self, parameters, context), client=prepared.client)
        folder = Path(self.parameterAsFileOutput(parameters, FOLDER, context))
        made = run_with_feedback(partial(_make, prepared, settings, folder), feedback)
        if self.parameterAsBool(parameters, LOAD, context):
            for mask in made.masks:
                _load(mask, made, context)
        return {FOLDER: str(made.folder), MASKS: len(made.masks)}


def _make(prepared: Prepared, settings: RunSettings, folder: Path, progress: QueuedProgress) -> CloudMasks:
    """Runs on the job's thread."""
    from ..s2gm_core.products.cloud_masks import make_cloud_masks

    return make_cloud_masks(prepared.order, folder, settings, progress)


def _load(mask: OverpassMask, made: CloudMasks, context: QgsProcessingContext) -> None:
    """Have QGIS load, name and style the mask of one overpass."""
    project = context.project()
    if project is None:
        return
    path, facts = str(mask.path), _facts(mask, made)
    hint = QgsProcessingUtils.LayerHint.Raster
    context.addLayerToLoadOnCompletion(
        path, QgsProcessingContext.LayerDetails(facts.layer_name, project, facts.layer_name, hint)
    )
    details = context.layerToLoadOnCompletionDetails(path)
    details.setPostProcessor(ResultStyler.for_file(path, facts, facts.layer_name))


def _facts(mask: OverpassMask, made: CloudMasks) -> ResultFacts:
    day = date.fromisoformat(mask.label.rsplit(" ", 1)[-1])
    return ResultFacts(
        kind=MASK_KIND,
        layer_name=translate("S2GM", "Cloud mask {overpass}").format(overpass=mask.label),
        product_name=made.folder.name,
        abstract=translate("S2GM", "Class, confidence and reasons of {scenes}.").format(scenes=", ".join(mask.scenes)),
        attribution=f"Contains modified Copernicus Sentinel data {day.year}",
        first_day=day,
        last_day=day,
        history=(f"S2GM for QGIS {plugin_metadata('version')}", *made.notes),
    )
