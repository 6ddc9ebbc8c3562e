"""The algorithm ``s2gm:pointtimeseries``: every observation, or one composite per period, at points and polygons."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)

from . import parameters as names
from . import series_parameters as own
from .base_algorithm import AlgorithmFace
from .destinations import OUTPUT, check_file, file_of, is_same_file
from .feedback import QueuedProgress, run_with_feedback
from .order_algorithm import OrderAlgorithm, Prepared
from .ordering import settings_of
from .parameters import Choices, Parameter
from .series_layer import GEOMETRY_TYPE, LON_LAT, RecordsFile, keep_look, load_records
from .series_ordering import series_order_of, sites_of_source
from .staging import Staging
from .texts import series_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core.products.point_time_series import SeriesResult
    from ..s2gm_core.products.run_settings import RunSettings
    from ..s2gm_core.products.series.order import SeriesOrder
    from ..s2gm_core.products.series.sites import Site

CSV = "CSV"
SERIES, RECORDS, VALID = "SERIES", "RECORDS", "VALID"

READING_SHARE = 0.9
"""Part of the progress bar that belongs to reading; the rest is writing OUTPUT."""


@dataclass(frozen=True)
class Request:
    """Everything that a run needs."""

    order: SeriesOrder
    settings: RunSettings
    sites: Sequence[Site]
    smoother: str  # "" = none
    layout: str  # of the CSV file
    csv: Path | None


class PointTimeSeriesAlgorithm(OrderAlgorithm):
    """Time series of points, windows around them, and polygons."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="pointtimeseries",
            title=translate("S2GM", "Point time series"),
            summary=translate("S2GM", "Reads every observation, or one composite per period, at points and polygons."),
            help=series_help,
            tags="sentinel-2,sentinel,landsat,copernicus,time series,profile,phenology,ndvi,zonal,points,s2gm",
        )

    def group(self) -> str:
        """The group in the toolbox."""
        return translate("S2GM", "Time series")

    def groupId(self) -> str:
        """The group's stable name."""
        return "timeseries"

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        return (
            names.source_parameter(choices),
            *own.place_parameters(),
            *own.time_parameters(choices.series_periods),
            *own.content_parameters(choices),
            own.naming_parameter(),
            *own.curve_parameters(choices),
            *own.rule_parameters(choices),
            names.authentication_parameter(),
            *own.effort_parameters(choices),
        )

    def add_outputs(self) -> None:
        """The files and the numbers."""
        points = QgsProcessing.SourceType.TypeVectorPoint
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, translate("S2GM", "Time series"), points),
            translate("S2GM", "One point per record, in longitude and latitude, for the temporal controller."),
        )
        table = translate("S2GM", "CSV files (*.csv)")
        self.add(
            QgsProcessingParameterFileDestination(CSV, translate("S2GM", "Table"), table, None, True, False),
            translate("S2GM", "The records as a CSV file, laid out as LAYOUT says. Optional."),
        )
        self.addOutput(QgsProcessingOutputNumber(SERIES, translate("S2GM", "Number of series")))
        self.addOutput(QgsProcessingOutputNumber(RECORDS, translate("S2GM", "Number of records")))
        self.addOutput(QgsProcessingOutputNumber(VALID, translate("S2GM", "Number of valid records")))

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> SeriesOrder:
        """The order that the parameters describe."""
        return series_order_of(self, parameters, context)

    def check_results(self, order: SeriesOrder, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `QgsProcessingException` where the table cannot be written; QGIS says so itself of a layer."""
        layer = self.parameterAsLayer(parameters, own.POINTS, context)
        points = None if layer is None else file_of(layer)
        for name, path in ((CSV, self._csv(parameters, context)), (OUTPUT, _output_file(parameters.get(OUTPUT)))):
            if path is not None and is_same_file(path, points):
                text = translate(
                    "S2GM", "{name} is {path}, the file of the points, which it would replace. Choose another."
                )
                raise QgsProcessingException(text.format(name=name, path=path))

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Read the series, and write the layer only then: a cancelled or failed run leaves no file."""
        request = self._request(prepared, parameters, context)
        with tempfile.TemporaryDirectory(dir=QgsProcessingUtils.tempFolder()) as folder, Staging() as staging:
            records = Path(folder) / "series.gpkg"
            result = run_with_feedback(lambda progress: _read(request, records, staging, progress), feedback)
            output = self._write(RecordsFile(records), parameters, context, feedback)
            staging.publish()
        problem = keep_look(output, request.order)
        if problem:
            feedback.pushWarning(problem)
        feedback.pushInfo(_summary(request, result))
        load_records(output, request.order, context)
        results = {OUTPUT: output, SERIES: result.series, RECORDS: result.records, VALID: result.valid}
        return {**results, CSV: str(request.csv)} if request.csv else results

    def _request(self, prepared: Prepared, parameters: dict[str, Any], context: QgsProcessingContext) -> Request:
        source = self.parameterAsSource(parameters, own.POINTS, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, own.POINTS))
        name_field = self.parameterAsString(parameters, own.NAME_FIELD, context)
        smoother = self.parameterAsEnumString(parameters, own.SMOOTH, context)
        return Request(
            order=prepared.order,
            settings=replace(settings_of(self, parameters, context), client=prepared.client),
            sites=sites_of_source(source, name_field, source.sourceName(), context),
            smoother="" if smoother == names.NOT_SMOOTHED else smoother,
            layout=self.parameterAsEnumString(parameters, own.LAYOUT, context),
            csv=self._csv(parameters, context),
        )

    def _csv(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path | None:
        """Where the table goes; None where none is wanted."""
        if parameters.get(CSV) in (None, ""):
            return None
        path = Path(self.parameterAsFileOutput(parameters, CSV, context))
        check_file(CSV, path, (".csv",))
        return path

    def _write(
        self,
        records: RecordsFile,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> str:
        """Copy the records into the layer that the user wants; returns its id."""
        fields = records.fields
        sink, output = self.parameterAsSink(parameters, OUTPUT, context, fields, GEOMETRY_TYPE, LON_LAT)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, OUTPUT))
        for part in records.copy_to(sink):
            feedback.setProgress(100 * (READING_SHARE + (1 - READING_SHARE) * part))
        return output


def _read(request: Request, records: Path, staging: Staging, progress: QueuedProgress) -> SeriesResult:
    """Read the series into files; runs on the job's thread."""
    from ..s2gm_core.products.point_time_series import run_point_series
    from ..s2gm_core.products.series.writers import SeriesOutput
    from ..s2gm_core.progress import PartOfProgress

    outputs = [SeriesOutput(records, smooth=request.smoother)]
    if request.csv:
        outputs.append(SeriesOutput(staging.place(request.csv), request.layout, request.smoother))
    part = PartOfProgress(progress, 0.0, READING_SHARE)
    return run_point_series(request.order, request.sites, outputs, request.settings, part)


def _summary(request: Request, result: SeriesResult) -> str:
    text = translate("S2GM", "{sites} sites, {series} series, {records} records, {valid} of them valid.")
    return text.format(sites=len(request.sites), series=result.series, records=result.records, valid=result.valid)


def _output_file(output: Any) -> Path | None:
    """The file that a destination names; None where it is a temporary layer or a table of a database."""
    named = output.sink.staticValue() if isinstance(output, QgsProcessingOutputLayerDefinition) else output
    is_file = isinstance(named, str) and named not in ("", QgsProcessing.TEMPORARY_OUTPUT) and ":" not in named[2:]
    return Path(named) if is_file and named != "memory:" else None
