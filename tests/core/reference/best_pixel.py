"""Scores of the best available pixel, one observation of one pixel at a time, by the calendar and `math`."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone


@dataclass(frozen=True)
class Wanted:
    """The options, with FORCE's defaults; weights by the ends of the layers' names."""

    target_doy: int = 0
    days_before: float = 60.0
    days_after: float = 60.0
    side_score: float = 0.01
    years: int = 2
    y_factor: float = 0.75
    dreq: float = 3000.0
    hreq: float = -0.015
    vreq: float = 7.5
    weights: Mapping[str, float] = field(default_factory=lambda: {"doy": 1.0, "year": 1.0, "cloud": 0.4, "haze": 0.3})
    product: bool = False
    off_season: bool = False
    reject_below: float = 0.01


@dataclass(frozen=True)
class Look:
    """One valid observation."""

    day: date
    spectrum: Mapping[str, float]  # reflectance by band
    cloud_distance: float = math.nan
    view_zenith: float = math.nan
    water: bool = False


@dataclass(frozen=True)
class Score:
    """What an observation is worth."""

    total: float
    accepted: bool
    parts: Mapping[str, float]


def sigmoid(value: float, middle: float, slope: float) -> float:
    return 0.5 if math.isnan(value) else 1 / (1 + math.exp(max(min(-slope * (value - middle), 80), -80)))


def _moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.utc)


def target_of(year: int, wanted: Wanted, middle: datetime) -> datetime:
    """When the target is in a year."""
    length = 366 if calendar.isleap(year) else 365
    days = wanted.target_doy - 0.5
    if wanted.target_doy == 0:
        days = (middle - _moment(middle.year, 1, 1)) / timedelta(days=1)
    return _moment(year, 1, 1) + timedelta(days=min(days, length - 0.5))


def times_of(look: Look, wanted: Wanted, middle: datetime) -> tuple[float, int]:
    """Days after the nearest target, and years between it and the target nearest to the period's middle."""
    noon = _moment(look.day.year, look.day.month, look.day.day, 12)

    def nearest(moment: datetime) -> int:
        years = range(moment.year - 1, moment.year + 2)
        return min(years, key=lambda year: abs(moment - target_of(year, wanted, middle)))

    year = nearest(noon)
    return (noon - target_of(year, wanted, middle)) / timedelta(days=1), abs(year - nearest(middle))


def gauss(distance: float, at_side: float, side_score: float) -> float:
    sigma = at_side / math.sqrt(-2 * math.log(side_score / 0.99))
    return 0.99 * math.exp(-(distance**2) / (2 * sigma**2))


def correlation(a: Mapping[str, float], b: Mapping[str, float]) -> float | None:
    bands = sorted(a)
    mean_a, mean_b = (sum(one[band] for band in bands) / len(bands) for one in (a, b))
    both = sum((a[band] - mean_a) * (b[band] - mean_b) for band in bands)
    spread = math.prod(sum((one[k] - m) ** 2 for k in bands) for one, m in ((a, mean_a), (b, mean_b)))
    return both / math.sqrt(spread) if spread > 0 else None


def mean_correlation(look: Look, others: Sequence[Look], bands: Sequence[str]) -> float:
    pairs = [correlation({b: look.spectrum[b] for b in bands}, {b: o.spectrum[b] for b in bands}) for o in others]
    known = [abs(r) for r in pairs if r is not None]
    return sum(known) / len(known) if known else math.nan


def parts_of(place: int, looks: Sequence[Look], wanted: Wanted, middle: datetime) -> dict[str, float]:
    look = looks[place]
    days, years = times_of(look, wanted, middle)
    bands = [b for b in ("B02", "B03", "B04", "B08", "B8A", "B11", "B12") if b in look.spectrum]
    others = [one for i, one in enumerate(looks) if i != place]
    hot = look.spectrum["B02"] - 0.5 * look.spectrum["B04"] - 0.08
    return {
        "doy": gauss(days, wanted.days_before if days < 0 else wanted.days_after, wanted.side_score),
        "year": gauss(years, (wanted.years + 1) * wanted.y_factor, wanted.side_score),
        "cloud": sigmoid(look.cloud_distance, wanted.dreq / 2, 10 / wanted.dreq),
        "haze": sigmoid(hot * 10000, wanted.hreq * 10000, -10 / 200),
        "correlation": sigmoid(mean_correlation(look, others, bands), 0.5 * 4 / 3, 10 / (0.5 * 2 / 3)),
        "view": sigmoid(look.view_zenith, wanted.vreq / 2, -10 / wanted.vreq),
    }


def water_score(spectrum: Mapping[str, float]) -> float:
    near_infrared = spectrum["B8A"] if "B8A" in spectrum else spectrum["B08"]
    score = max(1 - spectrum["B12"], 0.0)
    return score / 2 if near_infrared < spectrum["B12"] else score


def scores(looks: Sequence[Look], wanted: Wanted, middle: datetime) -> list[Score]:
    """The scores of all valid observations of a pixel."""
    weights = {name: weight for name, weight in wanted.weights.items() if weight > 0}
    every = [parts_of(place, looks, wanted, middle) for place in range(len(looks))]
    is_water = sum(look.water for look in looks) > 0.9 * len(looks)
    can_tell_water = bool(looks) and "B12" in looks[0].spectrum and bool({"B8A", "B08"} & set(looks[0].spectrum))

    def out(parts: Mapping[str, float], name: str) -> bool:
        return name in weights and round(parts[name], 9) < wanted.reject_below

    in_season = [parts for parts in every if wanted.off_season or not out(parts, "doy")]
    haze = [parts["haze"] for parts in in_season]
    mean = sum(haze) / len(haze) if haze else 0.0
    deviation = math.sqrt(sum((h - mean) ** 2 for h in haze) / (len(haze) - 1)) if len(haze) > 1 else 0.0
    result = []
    for look, parts in zip(looks, every):
        total = sum(w * parts[name] for name, w in weights.items()) / sum(weights.values())
        if wanted.product:
            total = math.prod(parts[name] for name in weights)
        if is_water and can_tell_water:
            total = water_score(look.spectrum)
        rejected = (not wanted.off_season and out(parts, "doy")) or out(parts, "cloud")
        rejected = rejected or (out(parts, "haze") and mean > 0.01 and deviation > 0.01)
        result.append(Score(total, not rejected, {name: parts[name] for name in weights}))
    return result
