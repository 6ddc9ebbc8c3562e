"""From series of the core to curves of the chart, with what the mouse tells about each mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...processing_provider.translation import translate
from ..chart.curve import Curve, Turn, TurnKind
from ..chart.painter import turn_names
from ..chart.scale import EPOCH
from ..dates import day_text, decimal_text, moment_text

if TYPE_CHECKING:
    from ...s2gm_core.products.series.order import SeriesOrder
    from ...s2gm_core.products.series.records import PixelSeries, SeriesRecord
    from ...s2gm_core.products.series.smoothed import SmoothSeries

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5195", "#b8860b", "#4daf4a", "#17a2b8", "#8c564b", "#1b1b1b")
"""Told apart with colour blindness as far as ten colours can be (the first four: Okabe and Ito); then they repeat."""


def colour_of(number: int) -> str:
    """The colour of a place by its number, on the map and in the chart."""
    return COLOURS[number % len(COLOURS)]


def curve_of(
    order: SeriesOrder, series: PixelSeries, variable: str, colour: str, smooth: SmoothSeries | None
) -> tuple[Curve, np.ndarray]:
    """The curve of one variable, and the number of the record behind each of its marks, (n,) int."""
    values = series.values(variable)
    known = np.flatnonzero(np.isfinite(values))
    turns = () if smooth is None or variable not in _seasonal(series) else turns_of(order, series, smooth)
    curve = Curve(
        panel=variable,
        label=series.site.name,
        colour=colour,
        days=series.days[known],
        values=values[known],
        valid=series.valid[known],
        describe=_describer(order, series, variable, known),
        line=None if smooth is None else (smooth.day + 0.5, smooth.value),
        turns=turns,
    )
    return curve, known


def _seasonal(series: PixelSeries) -> tuple[str, ...]:
    """The variables whose seasons are shown: those of which tables have them."""
    from ...s2gm_core.products.series.smoothed import smoothed_names

    return smoothed_names(series.bands, series.indices)


def turns_of(order: SeriesOrder, series: PixelSeries, smooth: SmoothSeries) -> tuple[Turn, ...]:
    """Start, peak and end of the seasons of a curve, as far as it shows them."""
    title, found = _escaped(title_of(order, series)), []
    for season in smooth.seasons:
        length = season.length_days
        about = translate("S2GM", "Amplitude {amplitude}").format(amplitude=decimal_text(season.amplitude, 3))
        if length is not None:
            about += translate("S2GM", ", {days} days long").format(days=length)
        for kind, when in ((TurnKind.START, season.start), (TurnKind.PEAK, season.peak), (TurnKind.END, season.end)):
            if when is not None:
                day = float((when - EPOCH).days)
                value = float(np.interp(day, smooth.day, smooth.value))
                lines = (
                    f"{title}: <b>{turn_names()[kind]} {day_text(when)}</b>",
                    f"{smooth.name} {decimal_text(value, 3)}",
                    about,
                )
                found.append(Turn(kind, day + 0.5, value, "<br/>".join(lines)))
    return tuple(found)


def title_of(order: SeriesOrder, series: PixelSeries) -> str:
    """What a series is called: its site, and of the pixels of a window their place in it."""
    if series.row is None or order.window == 1:
        return series.site.name
    text = translate("S2GM", "{site}, row {row}, column {col}")
    return text.format(site=series.site.name, row=series.row, col=series.col)


def _describer(order: SeriesOrder, series: PixelSeries, variable: str, known: np.ndarray) -> Callable[[int], str]:
    def describe(number: int) -> str:
        return "<br/>".join(record_in_lines(order, series, series.records[known[number]], variable))

    return describe


def record_in_lines(order: SeriesOrder, series: PixelSeries, record: SeriesRecord, variable: str) -> Sequence[str]:
    """What the mouse tells: value, time, satellite, class, and why a record is not valid; simple HTML."""
    value = f"<b>{variable} {decimal_text(record.values[variable], 4)}</b>"
    if variable in record.spread:
        text = translate("S2GM", "{value} &plusmn; {spread}, {count} of {pixels} pixels")
        spread = decimal_text(record.spread[variable], 4)
        value = text.format(value=value, spread=spread, count=record.count, pixels=record.pixels)
    lines = [f"{_escaped(title_of(order, series))}: {value}"]
    lines += _when_observed(record) if order.is_observations else _when_composed(record)
    if record.scene_class is not None:
        lines.append(translate("S2GM", "Class: {name}").format(name=_class_name(record.scene_class)))
    if "quality_cloud_confidence" in record.quality:
        text = translate("S2GM", "Cloud {cloud:.0f} %, snow {snow:.0f} %")
        snow = record.quality.get("quality_snow_confidence", 0.0)
        lines.append(text.format(cloud=record.quality["quality_cloud_confidence"], snow=snow))
    if not record.valid:
        lines.append("<i>" + translate("S2GM", "Not valid: {why}").format(why=record.why) + "</i>")
    return [line for line in lines if line]


def _when_observed(record: SeriesRecord) -> list[str]:
    when = moment_text(record.acquired) if record.acquired else day_text(record.period_start)
    return [f"<b>{when}</b>", _seen_by(record)]


def _when_composed(record: SeriesRecord) -> list[str]:
    text = translate("S2GM", "{first} to {last}").format(
        first=day_text(record.period_start), last=day_text(record.period_end)
    )
    lines = [f"<b>{text}</b>"]
    if record.acquired:
        day = day_text(record.acquired.date())
        lines.append(translate("S2GM", "observed {day}, {by}").format(day=day, by=_seen_by(record)))
    if "valid_obs" in record.quality:
        count = record.quality["valid_obs"]
        lines.append(translate("S2GM", "{n:.0f} valid observations").format(n=count))
    return lines


def _seen_by(record: SeriesRecord) -> str:
    orbit = "" if record.relative_orbit is None else translate("S2GM", "orbit {n}").format(n=record.relative_orbit)
    return ", ".join(text for text in (record.satellite, orbit, record.tile) if text)


def _class_name(number: int) -> str:
    from ...s2gm_core.sensors.scene_classes import SCENE_CLASSES

    return next((f"{row.name} ({number})" for row in SCENE_CLASSES if row.value == number), str(number))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
