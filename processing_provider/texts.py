"""Longer texts of the algorithms."""

from __future__ import annotations

import re

from qgis.core import QgsApplication

from .method_texts import method_paragraphs
from .result import LICENCE
from .translation import translate


def temporal_mosaic_help() -> str:
    """The description of the temporal mosaic: simple HTML, plain text in ``qgis_process``."""
    return _as_help(_mosaic_paragraphs())


def quicklook_help() -> str:
    """The description of the quicklook."""
    return _as_help(_quicklook_paragraphs())


def brightearth_help() -> str:
    """The description of the mosaic in natural colour."""
    return _as_help(_brightearth_paragraphs())


def search_help() -> str:
    """The description of the search for scenes."""
    return _as_help(_search_paragraphs())


def series_help() -> str:
    """The description of the point time series."""
    return _as_help(_series_paragraphs())


def cloud_mask_help() -> str:
    """The description of the masks of single overpasses."""
    return _as_help(_mask_paragraphs())


def _as_help(paragraphs: list[str]) -> str:
    if QgsApplication.platform() == "qgis_process":
        return "\n\n".join(re.sub("<[^>]+>", "", text.replace("<br/>", "\n")) for text in paragraphs)
    return "<p>" + "</p><p>".join(paragraphs) + "</p>"


def _mosaic_paragraphs() -> list[str]:
    """What it does, what can be chosen, units, licence."""
    return [
        translate(
            "S2GM",
            "For every pixel, the observations of a period that are free of clouds, cloud shadows and defects are "
            "compared. Some methods keep one of them, with all its bands; the others make each value from several "
            "observations, which is smoother.",
        ),
        translate(
            "S2GM",
            "One of EXTENT, AREA, GEOMETRY and LIKE is needed; several are intersected. With END inside a later "
            "period a series is made: OUTPUT holds the first mosaic, the others lie beside it and are added to the "
            "project with their time, so that the temporal controller plays them.",
        ),
        *method_paragraphs(),
        "<b>"
        + translate("S2GM", "Values")
        + "</b><br/>"
        + translate(
            "S2GM",
            "OUTPUT holds surface reflectance times 10000 as 16-bit whole numbers with the scale 0.0001 set, or with "
            "BIT_DEPTH 8 as bytes with scale and offset of each band: QGIS shows reflectance 0 to 1 in both. QUALITY "
            "holds the ancillary layers, indices, further percentiles and uncertainties in physical units.",
        ),
        _licence_paragraph(),
    ]


def _quicklook_paragraphs() -> list[str]:
    """What it is for, how coarse it is, licence."""
    return [
        translate(
            "S2GM",
            "A picture of a month, to see whether a mosaic is worth making: the median of all clear observations in "
            "natural colour. Pixels are 20, 40, 80, ... metres, so that the longer side has at most 1000 of them and "
            "archives with overviews send little.",
        ),
        translate(
            "S2GM",
            "OUTPUT is for looking at: bytes from 1 to 255 for reflectance 0 to 0.2, 0 for no data. For values make a "
            "temporal mosaic.",
        ),
        _licence_paragraph(),
    ]


def _brightearth_paragraphs() -> list[str]:
    """What it does, what for, how to begin, its limits, licence."""
    return [
        translate(
            "S2GM",
            "A picture for looking at: few large patches of single overpasses instead of a choice for every pixel, "
            "all in one radiometry, with seams where images agree, and blended over several scales. Haze is taken off "
            "at low frequencies; gaps are filled from the days around the period and marked.",
        ),
        translate(
            "S2GM",
            "Begin with QUICKLOOK: a coarse preview takes a fraction of the time. Then the same with RESOLUTION 10. "
            "The tone is the same for every area and month, so that mosaics lie side by side.",
        ),
        translate(
            "S2GM",
            "<b>Not for measuring:</b> values are balanced between overpasses and are no plain surface reflectance any "
            "more. For indices and series take the temporal mosaic.",
        ),
        translate(
            "S2GM",
            "The name says what it is like: how the mosaics of BrightEarth were made was never published, and this is "
            "a design of our own. How it works: docs/brightearth.md.",
        ),
        _licence_paragraph(),
    ]


def _search_paragraphs() -> list[str]:
    """What is listed, what the figures mean, licence."""
    return [
        translate(
            "S2GM",
            "Lists the scenes over an area, before a mosaic is made of them: when and by which satellite they were "
            "taken, how clouded they are, and whether a mosaic with the same parameters would use them (reason: why "
            "not). Ids go into EXCLUDE_SCENES or INCLUDE_SCENES of the temporal mosaic.",
        ),
        translate(
            "S2GM",
            "read_mib is the most that a mosaic is expected to read of a scene for the area, bands and resolution, in "
            "MiB. Nothing is opened to estimate it; scenes with clouds take less.",
        ),
        translate(
            "S2GM", "Scenes are coloured by their cloud cover; the temporal controller shows them at their time (UTC)."
        ),
        _licence_paragraph(),
    ]


def _series_paragraphs() -> list[str]:
    """What a record is, what it says, how polygons and windows are summed up, licence."""
    return [
        translate(
            "S2GM",
            "Reads the series of every point or polygon of a layer. A record is one observation, with its satellite, "
            "scene, scene class, angles and confidences, or with another PERIOD the composite of each period, which "
            "is the pixel that a mosaic would have.",
        ),
        translate(
            "S2GM",
            "valid says whether a mosaic by the same rules would use the observation, why_not which rule refuses it. "
            "Values of refused observations are there, too, unless VALID_VALUES_ONLY is set. Bands hold reflectance "
            "0 to 1; times are UTC.",
        ),
        translate(
            "S2GM",
            "Polygons, and windows with AGGREGATE, are summed up: mean and standard deviation (columns that end in "
            "_sd) of their valid pixels, count of them, and pixels of all. Sites without an observation have no "
            "record; the log names one.",
        ),
        translate(
            "S2GM",
            "The layer is coloured by the first index (else band), records that are not valid are grey rings; the "
            "temporal controller shows each record at its time. Smooth curves (SMOOTH) and the dates of seasons "
            "(LAYOUT seasons) stand beside the raw values.",
        ),
        _licence_paragraph(),
    ]


def _mask_paragraphs() -> list[str]:
    """What the masks are made from, what the bands hold, licence."""
    return [
        translate(
            "S2GM",
            "Writes one raster per overpass: class (1 clear, 2 water, 3 snow, 4 shadow, 5 cloud; 0 no data), "
            "confidence 0 to 100 that the ground is hidden (50 and more: it is), and reasons, a sum of bits: "
            "cloudmask.json in the folder tells their meaning.",
        ),
        translate(
            "S2GM",
            "The mask multitemporal starts from the scene classification and compares the dates: it adds clouds and "
            "shadows that were missed and clears bright roofs, quarries and snow that were called cloud. It wants four "
            "overpasses or more; a month or two around a day give it enough to compare. With fewer it takes the "
            "classification and the parallax between bands, and says so.",
        ),
        translate("S2GM", "The styles of a raster show its class, its confidence and its reasons."),
        _licence_paragraph(),
    ]


def _licence_paragraph() -> str:
    text = translate("S2GM", "Attribution to show: Contains modified Copernicus Sentinel data [year].")
    return "<b>" + translate("S2GM", "Licence") + "</b><br/>" + LICENCE + "<br/>" + text
