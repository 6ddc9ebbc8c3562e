"""The parameters of time series that mosaics do not have, or for which they mean something else."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from . import parameters as names
from .mask_parameters import mask_parameters
from .parameters import NOT_SMOOTHED, Choices, Parameter, choice, choices_of, number
from .refinements import FILL_DAYS, HARMONISE, INDICES, MIN_OBS, NBAR, NBAR_SUN_ZENITH, OPTIONS, adjustment_parameters
from .translation import translate

POINTS, NAME_FIELD, WINDOW, AGGREGATE = "POINTS", "NAME_FIELD", "WINDOW", "AGGREGATE"
SMOOTH, LAYOUT = "SMOOTH", "LAYOUT"
VALID_VALUES_ONLY, WITHOUT_CONFIDENCES = "VALID_VALUES_ONLY", "WITHOUT_CONFIDENCES"


def place_parameters() -> tuple[Parameter, ...]:
    """Where the series are."""
    kinds = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]
    return (
        Parameter(
            QgsProcessingParameterFeatureSource(POINTS, translate("S2GM", "Points or polygons"), kinds),
            translate(
                "S2GM",
                "Layer in any CRS. A point gives the pixel in which it lies (or WINDOW), a polygon the mean of the "
                "pixels inside.",
            ),
        ),
    )


def time_parameters(periods: Sequence[str]) -> tuple[Parameter, ...]:
    """Which days, and what a record is."""
    date = QgsProcessingParameterDateTime.Type.Date
    return (
        Parameter(
            QgsProcessingParameterDateTime(names.START, translate("S2GM", "Start"), date),
            translate("S2GM", "First day (UTC), as year-month-day."),
        ),
        Parameter(
            QgsProcessingParameterDateTime(names.END, translate("S2GM", "End"), date),
            translate("S2GM", "Last day (inclusive); of composites any day in the last period."),
        ),
        Parameter(
            choice(names.PERIOD, translate("S2GM", "Period"), periods, "observation"),
            translate(
                "S2GM",
                "What a record is: every observation, valid or not, or the composite of each period, which is the "
                "pixel that a mosaic of the period would have.",
            ),
        ),
    )


def content_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What is read at each place."""
    window = translate("S2GM", "Window around a point (pixels)")
    return (
        Parameter(
            choices_of(names.BANDS, translate("S2GM", "Bands"), choices.bands, None),
            translate("S2GM", "Reflectance bands. None chosen: all that the scenes have."),
        ),
        Parameter(
            choices_of(INDICES, translate("S2GM", "Spectral indices"), choices.indices, None),
            translate("S2GM", "Computed from the reflectance of the same record."),
        ),
        Parameter(
            number(WINDOW, window, (1, 101), 1),
            translate("S2GM", "Odd number of pixels on a side. More than 1: a series per pixel, or see AGGREGATE."),
        ),
        Parameter(
            QgsProcessingParameterBoolean(AGGREGATE, translate("S2GM", "Mean of the window"), False),
            translate("S2GM", "One series per window with mean, standard deviation and count, instead of every pixel."),
        ),
        Parameter(
            number(names.RESOLUTION, translate("S2GM", "Resolution (metres)"), (1.0, 10_000.0), 10.0),
            translate("S2GM", "Size of the pixels that are read."),
        ),
    )


def naming_parameter() -> Parameter:
    """How sites are called (advanced)."""
    field = QgsProcessingParameterField(NAME_FIELD, translate("S2GM", "Field with names"), None, POINTS, optional=True)
    text = translate("S2GM", "Names the sites in the results. Empty: a field called name or id, else numbers.")
    return Parameter(field, text, advanced=True)


def curve_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """Smooth curves, and how the table is laid out (all advanced)."""
    return (
        Parameter(
            choice(SMOOTH, translate("S2GM", "Smooth curve"), choices.smoothers, NOT_SMOOTHED),
            translate("S2GM", "Adds columns <name>_smooth beside the indices (or bands); raw values stay as they are."),
            advanced=True,
        ),
        Parameter(
            choice(LAYOUT, translate("S2GM", "Layout of the CSV file"), choices.layouts, "tidy"),
            translate(
                "S2GM",
                "tidy: a row per record; wide: a row per pixel, a column per variable and date; seasons: a row per "
                "season of the smooth curve.",
            ),
            advanced=True,
        ),
    )


def rule_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """By which rules observations are valid, and how composites are made of them (all advanced)."""
    adjusting = adjustment_parameters(choices)
    return (
        Parameter(
            choice(names.METHOD, translate("S2GM", "Method"), choices.series_methods, "auto"),
            translate(
                "S2GM",
                "auto: of composites s2gm; observations have none, their ordered bands decide which gaps make one "
                "invalid. Of a named method an observation is valid where its mosaic would use it, for which all "
                "bands of the method are read.",
            ),
            advanced=True,
        ),
        Parameter(
            QgsProcessingParameterString(OPTIONS, translate("S2GM", "Options of the method"), "", False, True),
            translate("S2GM", "name=value, several separated by semicolons, as for the temporal mosaic."),
            advanced=True,
        ),
        *mask_parameters(choices),
        names.cloud_limit_parameter(advanced=True),
        Parameter(
            QgsProcessingParameterBoolean(
                VALID_VALUES_ONLY, translate("S2GM", "Values of valid observations only"), False
            ),
            translate("S2GM", "Bands of observations that the masks refuse are not read; the records stay."),
            advanced=True,
        ),
        Parameter(
            QgsProcessingParameterBoolean(
                WITHOUT_CONFIDENCES, translate("S2GM", "Leave aerosol and confidences unread"), False
            ),
            translate("S2GM", "Less to read; the columns of aerosol and of cloud and snow confidence stay empty."),
            advanced=True,
        ),
        Parameter(
            number(MIN_OBS, translate("S2GM", "Least valid observations"), (1, 254), 1),
            translate("S2GM", "Composites of fewer are left empty, or filled. Only with a period of composites."),
            advanced=True,
        ),
        Parameter(
            number(FILL_DAYS, translate("S2GM", "Fill from days around the period"), (0, 366), 0),
            translate("S2GM", "Days before and after the period. Only with a period of composites."),
            advanced=True,
        ),
        *names.scene_parameters(),
        *(row for row in adjusting if row.definition.name() in (NBAR, NBAR_SUN_ZENITH, HARMONISE)),
        Parameter(
            QgsProcessingParameterCrs(names.CRS, translate("S2GM", "CRS of the pixels"), None, True),
            translate("S2GM", "Empty: of every site the UTM zone (WGS 84) in which it lies."),
            advanced=True,
        ),
    )


def effort_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """Threads, memory, cache and bearable losses (all advanced)."""
    wanted = (names.WORKERS, names.MEMORY, names.CACHE, names.CACHE_SIZE, names.MAX_LOST)
    return tuple(row for row in names.run_parameters(choices) if row.definition.name() in wanted)
