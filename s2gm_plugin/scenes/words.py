"""What was found and what it will cost, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Protocol

from qgis.PyQt.QtCore import QLocale

from ...processing_provider.translation import translate
from ..dates import day_text

if TYPE_CHECKING:
    from ...s2gm_core.products.forecast import Forecast
    from ...s2gm_core.products.listing import ListedScene

MUCH_BYTES, MUCH_SECONDS, MUCH_PIXELS = 10 * 2**30, 3600.0, 500_000_000
"""From here on panels say that it is a lot, and the user is asked before it is made."""


class Amounts(Protocol):
    """What an order takes; 0 for what is not known."""

    @property
    def pixels(self) -> int:
        """Of all mosaics."""

    @property
    def read_bytes(self) -> int:
        """At most."""

    @property
    def write_bytes(self) -> int:
        """At most."""

    @property
    def seconds(self) -> float:
        """By the clock."""


_REASONS = {
    "excluded": lambda: translate("S2GM", "unticked"),
    "other satellite": lambda: translate("S2GM", "other satellite"),
    "other baseline": lambda: translate("S2GM", "other baseline"),
    "another processing is used": lambda: translate("S2GM", "another processing is used"),
    "other orbit": lambda: translate("S2GM", "other orbit"),
    "clouds": lambda: translate("S2GM", "too cloudy"),
}


def reason_text(row: ListedScene) -> str:
    """Why a scene is left out, in the user's language; empty where it is used."""
    reason = row.left_out_because
    return _REASONS[reason]() if reason in _REASONS else reason


def found_text(rows: Sequence[ListedScene]) -> str:
    """How many scenes, of which days, how cloudy, and which are left out."""
    used = [row for row in rows if row.is_used]
    days = sorted({row.scene.acquired.date() for row in used})
    text = translate("S2GM", "<b>{scenes} on {days}</b>, {first} to {last}, by {satellites}")
    said = [
        text.format(
            scenes=_number(len(used), translate("S2GM", "scene"), translate("S2GM", "scenes")),
            days=_number(len(days), translate("S2GM", "day"), translate("S2GM", "days")),
            first=day_text(days[0]),
            last=day_text(days[-1]),
            satellites=escape(", ".join(sorted({row.scene.platform for row in used if row.scene.platform}))) or "?",
        )
    ]
    clouds = [row.scene.cloud_cover for row in used if row.scene.cloud_cover is not None]
    if clouds:
        text = translate("S2GM", "clouds {low} to {high} %, half of the scenes below {middle} %")
        said.append(text.format(low=round(min(clouds)), high=round(max(clouds)), middle=round(median(clouds))))
    left_out = Counter(reason_text(row) for row in rows if not row.is_used)
    if left_out:
        listed = ", ".join(f"{name} {count}" for name, count in sorted(left_out.items()))
        said.append(translate("S2GM", "left out: {listed}").format(listed=escape(listed)))
    return "; ".join(said) + "."


def cost_text(forecast: Forecast) -> str:
    """Pixels, bytes and time."""
    text = translate(
        "S2GM", "<b>{size}</b> of {metres} m ({crs}){products}: reads at most {read}, writes at most {write}"
    )
    said = text.format(
        size=_size(forecast),
        metres=QLocale().toString(forecast.resolution, "g", 6),
        crs=forecast.crs,
        products=_products(forecast),
        read=bytes_text(forecast.read_bytes),
        write=bytes_text(forecast.write_bytes),
    )
    basis = translate("S2GM", "a guess, as no run was measured on this machine yet")
    if forecast.rates.runs:
        runs = _number(forecast.rates.runs, translate("S2GM", "earlier run"), translate("S2GM", "earlier runs"))
        basis = translate("S2GM", "by {runs} on this machine").format(runs=runs)
    time = translate("S2GM", "takes <b>{time}</b> ({basis})").format(time=duration_text(forecast.seconds), basis=basis)
    return f"{said}, {time}."


def much_text(amounts: Amounts) -> str:
    """What is a lot of it; empty where nothing is."""
    much = []
    if amounts.pixels > MUCH_PIXELS:
        much.append(translate("S2GM", "{n} million pixels").format(n=QLocale().toString(amounts.pixels // 10**6)))
    if amounts.read_bytes > MUCH_BYTES:
        much.append(translate("S2GM", "{size} to read").format(size=bytes_text(amounts.read_bytes)))
    if amounts.write_bytes > MUCH_BYTES:
        much.append(translate("S2GM", "{size} to write").format(size=bytes_text(amounts.write_bytes)))
    if amounts.seconds > MUCH_SECONDS:
        much.append(duration_text(amounts.seconds))
    if not much:
        return ""
    text = translate("S2GM", "This is a lot: {what}. A smaller area, a coarser resolution or fewer bands make it less.")
    return text.format(what=", ".join(much))


def duration_text(seconds: float) -> str:
    """A time that is not known well, in round words."""
    if seconds < 10:
        return translate("S2GM", "a few seconds")
    if seconds < 90:
        return translate("S2GM", "about {n} seconds").format(n=round(seconds, -1).__int__())
    if seconds < 90 * 60:
        return translate("S2GM", "about {n} minutes").format(n=round(seconds / 60))
    if seconds < 36 * 3600:
        return translate("S2GM", "about {n} hours").format(n=round(seconds / 3600))
    return translate("S2GM", "about {n} days").format(n=round(seconds / 86_400))


def bytes_text(size: float) -> str:
    """Bytes in the unit that suits them, in the user's way of writing numbers."""
    return QLocale().formattedDataSize(int(size), 0 if size < 2**30 else 1)


def _number(count: int, one: str, many: str) -> str:
    return f"{QLocale().toString(count)} {one if count == 1 else many}"


def _size(forecast: Forecast) -> str:
    if len(forecast.shapes) == 1:
        height, width = forecast.shapes[0]
        return translate("S2GM", "{w} x {h} pixels").format(w=QLocale().toString(width), h=QLocale().toString(height))
    millions = QLocale().toString(forecast.pixels / forecast.products / 1e6, "f", 1)
    return translate("S2GM", "{n} million pixels in {tiles} tiles").format(n=millions, tiles=len(forecast.shapes))


def _products(forecast: Forecast) -> str:
    if forecast.products == 1:
        return ""
    return translate("S2GM", ", {n} mosaics").format(n=forecast.products)
