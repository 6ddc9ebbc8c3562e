"""From series of the core to curves of the chart, with what the mouse tells about each mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..processing_provider.translation import translate
from .chart_curve import Curve

if TYPE_CHECKING:
    from ..s2gm_core.products.series.records import PixelSeries, SeriesRecord
    from ..s2gm_core.products.series.smoothed import SmoothSeries

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5195", "#b8860b", "#4daf4a", "#17a2b8", "#8c564b", "#1b1b1b")
"""Told apart with colour blindness as far as ten colours can be (the first four: Okabe and Ito); then they repeat."""


def colour_of(number: int) -> str:
    """The colour of a place by its number, on the map and in the chart."""
    return COLOURS[number % len(COLOURS)]


def curve_of(series: PixelSeries, variable: str, colour: str, smooth: SmoothSeries | None) -> tuple[Curve, np.ndarray]:
    """The curve of one variable, and the number of the record behind each of its marks, (n,) int."""
    values = series.values(variable)
    known = np.flatnonzero(np.isfinite(values))
    curve = Curve(
        panel=variable,
        label=series.site.name,
        colour=colour,
        days=series.days[known],
        values=values[known],
        valid=series.valid[known],
        describe=_describer(series, variable, known),
        line=None if smooth is None else (smooth.day + 0.5, smooth.value),
    )
    return curve, known


def _describer(series: PixelSeries, variable: str, known: np.ndarray) -> Callable[[int], str]:
    def describe(number: int) -> str:
        return "<br/>".join(record_in_lines(series, series.records[known[number]], variable))

    return describe


def record_in_lines(series: PixelSeries, record: SeriesRecord, variable: str) -> Sequence[str]:
    """What the mouse tells: value, time, satellite, class, and why a record is not valid; simple HTML."""
    when = f"{record.acquired:%Y-%m-%d %H:%M} UTC" if record.acquired else str(record.period_start)
    value = f"<b>{variable} {record.values[variable]:.4f}</b>"
    if variable in record.spread:
        text = translate("S2GM", "{value} &plusmn; {spread:.4f}, {count} of {pixels} pixels")
        value = text.format(value=value, spread=record.spread[variable], count=record.count, pixels=record.pixels)
    orbit = "" if record.relative_orbit is None else translate("S2GM", "orbit {n}").format(n=record.relative_orbit)
    lines = [f"{_escaped(series.site.name)}: {value}", f"<b>{when}</b>"]
    lines.append(", ".join(text for text in (record.satellite, orbit, record.tile) if text))
    if record.scene_class is not None:
        lines.append(translate("S2GM", "Class: {name}").format(name=_class_name(record.scene_class)))
    if not record.valid:
        lines.append("<i>" + translate("S2GM", "Not valid: {why}").format(why=record.why) + "</i>")
    return [line for line in lines if line]


def _class_name(number: int) -> str:
    from ..s2gm_core.sensors.scene_classes import SCENE_CLASSES

    return next((f"{row.name} ({number})" for row in SCENE_CLASSES if row.value == number), str(number))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
