"""Sentences of the core in the user's language.

The core speaks English and knows no Qt. Its sentences are told apart by their templates, which stand here as they stand
there; what fills them is put into the translation, itself translated where it is known. A sentence that is not known is
shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..processing_provider.translation import translate

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm

STEPS = (
    QT_TRANSLATE_NOOP("S2GM", "Block {n} of {most}: {what}"),
    QT_TRANSLATE_NOOP("S2GM", "clear pixels from {overpasses} and {n} more"),
    QT_TRANSLATE_NOOP("S2GM", "clear pixels from {overpasses}"),
    QT_TRANSLATE_NOOP("S2GM", "no clear pixel"),
    QT_TRANSLATE_NOOP("S2GM", "patches of {overpasses} and {n} more"),
    QT_TRANSLATE_NOOP("S2GM", "patches of {overpasses}"),
    QT_TRANSLATE_NOOP("S2GM", "no patch"),
    QT_TRANSLATE_NOOP("S2GM", "Overview {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Overlaps of image {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Gains of band {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Haze {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Patches"),
    QT_TRANSLATE_NOOP("S2GM", "Seams"),
    QT_TRANSLATE_NOOP("S2GM", "Blending image {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Solved"),
    QT_TRANSLATE_NOOP("S2GM", "Copying into {file}"),
    QT_TRANSLATE_NOOP("S2GM", "Making colours"),
    QT_TRANSLATE_NOOP("S2GM", "Finishing {name}"),
    QT_TRANSLATE_NOOP("S2GM", "Writing {band}"),
    QT_TRANSLATE_NOOP("S2GM", "Converting to {format}"),
    QT_TRANSLATE_NOOP("S2GM", "Tiles of zoom {n}"),
    QT_TRANSLATE_NOOP("S2GM", "Checksum of {file}"),
    QT_TRANSLATE_NOOP("S2GM", "Region {n} of {most}"),
    QT_TRANSLATE_NOOP("S2GM", "Reading {n} sites near each other: {windows} windows of rasters"),
    QT_TRANSLATE_NOOP("S2GM", "Group of site '{site}' is complete"),
    QT_TRANSLATE_NOOP("S2GM", "Values of {name}"),
    QT_TRANSLATE_NOOP("S2GM", "File {n} of {most}: {file}"),
    QT_TRANSLATE_NOOP("S2GM", "simulated {scene}"),
)
"""What a run says that it does."""

WARNINGS = (
    QT_TRANSLATE_NOOP("S2GM", "Could not be read, left out: {problem}"),
    QT_TRANSLATE_NOOP("S2GM", "Left out: {problem}"),
    QT_TRANSLATE_NOOP("S2GM", "No scene from {start} to {end}; this period has no product."),
    QT_TRANSLATE_NOOP("S2GM", "No scene over {place} from {start} to {end}; the product has no such part."),
    QT_TRANSLATE_NOOP(
        "S2GM", "The order names the scene '{scene}', which the source does not have for this area and time."
    ),
)
"""What a user should know of a result."""

REFUSALS = (
    # No scenes
    QT_TRANSLATE_NOOP(
        "S2GM",
        "No scene over the area from {start} to {end}. Within the {days} days around it there are {n}, but these only "
        "fill gaps of the period's own scenes. Lengthen the period.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "No scene over the area from {start} to {end}. The source has {n} scenes there, from {first} to {last}. Change "
        "the dates.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded "
        "scenes, orbits, platforms or baselines). The clearest has {least} % cloud. Accept more of them.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded "
        "scenes, orbits, platforms or baselines). Accept more of them.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM", "The source {source} has no scene over the area from {start} to {end}. Change the dates or the area."
    ),
    QT_TRANSLATE_NOOP("S2GM", "The source {source} holds no usable scene. The first problem: {problem}"),
    QT_TRANSLATE_NOOP("S2GM", "The source {source} holds no usable scene."),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "None of the {n} scenes of the source covers the area. They lie within {bounds} (west, south, east, north).",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The period holds {n} scenes; one product can name {most}. Order a smaller area or a shorter period.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "{n} of {all} scenes could not be read, more than the {most} % that may be lost; no product was made. The "
        "first: {problem}. Try again later, leave these scenes out, or allow more losses (--max-lost).",
    ),
    # Period
    QT_TRANSLATE_NOOP("S2GM", "{what} is '{text}', which is no date. Write it as year-month-day, such as 2023-08-01."),
    QT_TRANSLATE_NOOP("S2GM", "The end {end} lies before the start {start}. Exchange them or leave the end empty."),
    QT_TRANSLATE_NOOP("S2GM", "A custom period needs an end date as well as its start {start}."),
    QT_TRANSLATE_NOOP("S2GM", "The end {end} lies outside the calendar. Sentinel-2 began in 2015."),
    QT_TRANSLATE_NOOP("S2GM", "The dates {start} to {end} lie outside the calendar. Sentinel-2 began in 2015."),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "From {start} to {end} there are more than {most} periods of kind '{kind}'. Shorten the series or choose a "
        "longer period.",
    ),
    QT_TRANSLATE_NOOP("S2GM", "A series needs an end date as well as its start."),
    # Area
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The area '{text}' is neither four numbers (west,south,east,north in degrees), nor a WKT polygon, nor a "
        "vector file that exists.",
    ),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The area {box} is empty: write west,south,east,north in degrees with west < east and south < north "
        "(west > east only across the 180th meridian).",
    ),
    QT_TRANSLATE_NOOP("S2GM", "The area is no valid GeoJSON polygon ({problem})."),
    QT_TRANSLATE_NOOP("S2GM", "The area is a {kind}; a polygon or rectangle is needed."),
    QT_TRANSLATE_NOOP("S2GM", "The area has coordinates that are no numbers."),
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The area {box} is not in longitude and latitude (EPSG:4326). Give degrees, or a vector file that states its "
        "CRS.",
    ),
    QT_TRANSLATE_NOOP("S2GM", "The area has no surface. Draw a polygon or rectangle."),
    QT_TRANSLATE_NOOP("S2GM", "The area '{text}' is no valid WKT ({problem}). Close the ring of the polygon."),
    QT_TRANSLATE_NOOP("S2GM", "The file {path} holds no polygon. Give a polygon layer."),
    QT_TRANSLATE_NOOP("S2GM", "The area lies outside the raster {path}. Choose another one, or leave out the area."),
    QT_TRANSLATE_NOOP("S2GM", "The grid of {path} cannot be taken: {problem}"),
    # Options
    QT_TRANSLATE_NOOP("S2GM", "The method '{method}' has no option '{name}'. It has none."),
    QT_TRANSLATE_NOOP("S2GM", "The method '{method}' has no option '{name}'. It has {names}."),
    QT_TRANSLATE_NOOP("S2GM", "The option '{text}' has no value; write it as name=value."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is given twice."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is '{text}'. Write yes or no."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is '{text}'. Choose among {names}."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is empty. Write numbers, such as {example}."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is '{text}' where a whole number belongs."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is '{text}', which is no number."),
    QT_TRANSLATE_NOOP("S2GM", "The option {name} is {value}, outside {low} to {high}."),
    # What the computer lacks
    QT_TRANSLATE_NOOP(
        "S2GM",
        "The job needs at least {least} MiB of memory ({overpasses} overpasses, {bands} bands, {threads} threads); "
        "{most} MiB are allowed. Allow more memory, use fewer threads or shorten the period.",
    ),
)
"""The most usual reasons why an order is not carried out."""

LABELS = (
    # Methods
    QT_TRANSLATE_NOOP("S2GM", "Geometric median"),
    QT_TRANSLATE_NOOP("S2GM", "Mean"),
    QT_TRANSLATE_NOOP("S2GM", "Newest observation"),
    QT_TRANSLATE_NOOP("S2GM", "Medoid"),
    QT_TRANSLATE_NOOP("S2GM", "Mean by the scores of the best available pixel"),
    QT_TRANSLATE_NOOP("S2GM", "Vegetation preference (VEG)"),
    QT_TRANSLATE_NOOP("S2GM", "Short-term composite (STC V1.0)"),
    QT_TRANSLATE_NOOP("S2GM", "Pan-European (percentile per orbit)"),
    QT_TRANSLATE_NOOP("S2GM", "Minimum visible"),
    QT_TRANSLATE_NOOP("S2GM", "Minimum blue"),
    QT_TRANSLATE_NOOP("S2GM", "Oldest observation"),
    QT_TRANSLATE_NOOP("S2GM", "Median"),
    QT_TRANSLATE_NOOP("S2GM", "Best available pixel"),
    QT_TRANSLATE_NOOP("S2GM", "Weighted average (WASP, Theia L3A)"),
    QT_TRANSLATE_NOOP("S2GM", "Bare-soil preference (SOI)"),
    QT_TRANSLATE_NOOP("S2GM", "S2GM (medoid, short-term composite, single)"),
    QT_TRANSLATE_NOOP("S2GM", "Percentiles"),
    QT_TRANSLATE_NOOP("S2GM", "Maximum NDVI"),
    QT_TRANSLATE_NOOP("S2GM", "Maximum NIR to blue ratio (MAX-RNB)"),
    QT_TRANSLATE_NOOP("S2GM", "Weighted average without outliers"),
    QT_TRANSLATE_NOOP("S2GM", "Weighted average (Sen2-Agri L3A)"),
    QT_TRANSLATE_NOOP("S2GM", "Short-term composite (STC V1.1.0)"),
    # Scene classes
    QT_TRANSLATE_NOOP("S2GM", "No data"),
    QT_TRANSLATE_NOOP("S2GM", "Saturated or defective"),
    QT_TRANSLATE_NOOP("S2GM", "Dark features, shadows"),
    QT_TRANSLATE_NOOP("S2GM", "Cloud shadows"),
    QT_TRANSLATE_NOOP("S2GM", "Vegetation"),
    QT_TRANSLATE_NOOP("S2GM", "Bare soil"),
    QT_TRANSLATE_NOOP("S2GM", "Water"),
    QT_TRANSLATE_NOOP("S2GM", "Unclassified (cloud, low probability)"),
    QT_TRANSLATE_NOOP("S2GM", "Cloud, medium probability"),
    QT_TRANSLATE_NOOP("S2GM", "Cloud, high probability"),
    QT_TRANSLATE_NOOP("S2GM", "Thin cirrus"),
    QT_TRANSLATE_NOOP("S2GM", "Snow or ice"),
)
"""Names that choices and tables show."""

_FIELD = re.compile(r"\{(\w+)\}")


def is_known(text: str) -> bool:
    """Whether a sentence of the core is one of the templates."""
    return _found(text) is not None


def said(text: str) -> str:
    """A sentence of the core, or several lines of them, in the user's language; unknown ones as they are."""
    found = _found(text)
    if found is None:
        lines = text.split("\n")
        return text if len(lines) == 1 else "\n".join(map(said, lines))
    template, fields = found
    translated: str = translate("S2GM", template)
    return _FIELD.sub(lambda field: said(fields[field[1]]), translated)


def refusal(text: str, algorithm: QgsProcessingAlgorithm | None) -> str:
    """Why an order is refused, in the user's language, with fields called as the window calls them."""
    if algorithm is None:
        return said(text)
    return with_labels(said(text), {one.name(): one.description() for one in algorithm.parameterDefinitions()})


def with_labels(text: str, labels: Mapping[str, str]) -> str:
    """A sentence with the labels of parameters for their names; parts of paths, values and addresses stay."""
    return _names(frozenset(labels)).sub(lambda name: f"“{labels[name[0]]}”", text) if labels else text


@cache
def _names(names: frozenset[str]) -> re.Pattern[str]:
    """Names of parameters as words. CRS is a word of its own in sentences: it is a name before its value only."""
    words = "|".join(sorted((re.escape(name) for name in names if name != "CRS"), key=len, reverse=True))
    crs = r"|(?<![\w/.'])CRS(?=: | is )" if "CRS" in names else ""
    return re.compile(rf"(?<![\w/.'=])(?:{words or '(?!)'})(?![\w/=']|\.\w){crs}")


def _found(text: str) -> tuple[str, Mapping[str, str]] | None:
    """The template of a sentence and what fills it."""
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return template, match.groupdict()
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates in their order: what says more stands before what would take it for a part."""
    return tuple((template, _pattern(template)) for template in (*LABELS, *STEPS, *WARNINGS, *REFUSALS))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _FIELD.split(template)  # texts and names of fields in turn
    written = (re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+?)" for number, part in enumerate(parts))
    return re.compile("".join(written), re.DOTALL)
