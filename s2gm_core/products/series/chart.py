"""Series as a chart (PNG), where matplotlib is installed, which QGIS brings along as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import OutputError
from .order import SeriesOrder
from .records import PixelSeries
from .sites import Site
from .smoothed import SmoothSeries, smoothed

MOST_SERIES = 8
"""More lines than these cannot be told apart; the title says how many are not shown."""

MOST_PANELS = 4
_DEFAULT_BANDS = ("B02", "B04", "B08", "B11")
_WIDTH_INCHES, _PANEL_INCHES, _DPI = 11.0, 3.0, 120


class Chart:
    """One panel per index or band: valid records as points, others grey, the smooth curve as a line."""

    def __init__(self, path: Path, order: SeriesOrder, sites: Sequence[Site], smoother: str) -> None:
        try:
            import matplotlib  # noqa: F401 - told before anything is read
        except ImportError:
            raise OutputError(
                "Drawing a chart needs the package matplotlib, which is not installed (pip install matplotlib). "
                "Choose a file that ends with .csv or .gpkg instead."
            ) from None
        self._path, self._smoother, self._order = path, smoother, order
        self._shown: list[PixelSeries] = []
        self._count = 0

    def write(self, series: PixelSeries) -> None:
        """Take one of the first series."""
        self._count += 1
        if len(self._shown) < MOST_SERIES:
            self._shown.append(series)

    def close(self, is_complete: bool) -> None:
        """Draw, unless the run did not come to its end."""
        if is_complete:
            figure = series_figure(self._shown, self._smoother)
            more = self._count - len(self._shown)
            title = f"{self._order.start} to {self._order.end}, {self._order.period.replace('_', ' ')}"
            figure.suptitle(title + (f" ({more} more series are not shown)" if more else ""), fontsize=11)
            figure.savefig(str(self._path), dpi=_DPI, format="png")


def series_figure(shown: Sequence[PixelSeries], smoother: str = "") -> Any:
    """A matplotlib figure of some series; ``smoother`` may be empty. Needs matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = _panels(shown)
    figure = Figure(figsize=(_WIDTH_INCHES, _PANEL_INCHES * len(names) + 0.8), constrained_layout=True)
    FigureCanvasAgg(figure)
    panels = np.atleast_1d(figure.subplots(len(names), 1, sharex=True))
    for panel, name in zip(panels, names):
        for number, series in enumerate(shown):
            _draw(panel, series, name, f"C{number}", smoothed(series, name, smoother) if smoother else None)
        panel.set_ylabel(name)
        panel.grid(True, color="0.9")
        _limit(panel, shown, name)
    if len(shown) > 1:
        panels[0].legend(loc="upper left", fontsize=8, ncol=4)
    return figure


def _draw(panel: Any, series: PixelSeries, name: str, colour: str, curve: SmoothSeries | None) -> None:
    days = np.array([_date(day) for day in series.days], dtype=object)
    values, valid = series.values(name), series.valid
    known = np.isfinite(values)
    panel.plot(days[known & ~valid], values[known & ~valid], "x", color="0.75", markersize=4, zorder=1)
    panel.plot(days[known & valid], values[known & valid], "o", color=colour, markersize=4, label=_label(series))
    if curve is not None:
        panel.plot([_date(day) for day in curve.day], curve.value, "-", color=colour, linewidth=1.5)
    if series.is_aggregated:
        spread = np.array([record.spread.get(name, np.nan) for record in series.records])
        low, high = values - spread, values + spread
        panel.vlines(days[known & valid], low[known & valid], high[known & valid], color=colour, linewidth=0.6)


def _panels(shown: Sequence[PixelSeries]) -> tuple[str, ...]:
    """The indices, or some bands where there are none."""
    first = shown[0] if shown else None
    names = first.indices or tuple(b for b in first.bands if b in _DEFAULT_BANDS) or first.bands if first else ("",)
    return tuple(names[:MOST_PANELS]) or ("",)


def _limit(panel: Any, shown: Sequence[PixelSeries], name: str) -> None:
    """Scale by what is valid: clouds would press the rest into a corner."""
    clear = np.concatenate([series.clear_values(name) for series in shown]) if shown else np.zeros(0)
    clear = clear[np.isfinite(clear)]
    if len(clear) and np.ptp(clear) > 0:
        margin = 0.15 * float(np.ptp(clear))
        panel.set_ylim(float(clear.min()) - margin, float(clear.max()) + margin)


def _label(series: PixelSeries) -> str:
    return (
        series.site.name
        if series.row is None or series.row == series.col == 0
        else (f"{series.site.name} ({series.row}, {series.col})")
    )


def _date(day: float) -> date:
    return date(1970, 1, 1) + timedelta(days=int(day))
