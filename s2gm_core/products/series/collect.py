"""From planes to records: of every pixel for itself, or of the pixels of a site together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import numpy as np
from pyproj import Transformer

from ...catalog.records import Scene
from .groups import Footing, Group, Member
from .records import NO_OBSERVATION, QUALITY, REASONS, PixelSeries, SeriesRecord
from .seen import DECIMALS, Epoch, Seen

_AZIMUTHS = ("sun_azimuth", "view_azimuth_mean")
"""Their mean is that of directions."""

_NONE = 255


class Collector:
    """Collects the records of one group; for one thread."""

    def __init__(self, group: Group, variables: tuple[tuple[str, ...], tuple[str, ...]], aggregate: bool) -> None:
        self._group, self._aggregate = group, aggregate
        self.bands, self.indices = variables
        self._pixels: dict[tuple[int, int], list[tuple[Epoch, SeriesRecord]]] = defaultdict(list)
        self._sums: dict[int, dict[Epoch, _Sums]] = defaultdict(dict)

    def add(self, seen: Seen, member: Member) -> None:
        """The pixels of one site in planes (time, y, x)."""
        if self._is_aggregated(self._group.footings[member.place]):
            self._add_sums(seen, member)
            return
        columns = self._columns(seen, member)
        for number in range(len(member.rows)):
            series = self._pixels[member.place, number]
            for time, epoch in enumerate(seen.epochs):
                record = _record_of_pixel(seen, columns, time, number)
                if record is not None:
                    series.append((epoch, record))

    def series(self) -> Iterator[PixelSeries]:
        """The series of all sites in their order, (time,) records each; sites without any record have empty ones."""
        for place, footing in enumerate(self._group.footings):
            if self._is_aggregated(footing):
                sums = self._sums.get(place, {})
                pixels = max((one.pixels for one in sums.values()), default=0)
                made = ((epoch, one.record(epoch, pixels)) for epoch, one in sums.items())
                yield self._series(footing, None, [(epoch, record) for epoch, record in made if record is not None])
                continue
            for number in range(footing.pixels.height * footing.pixels.width):
                yield self._series(footing, number, self._pixels.get((place, number), []))

    def _is_aggregated(self, footing: Footing) -> bool:
        return footing.outline is not None or self._aggregate

    def _series(self, footing: Footing, number: int | None, records: list[tuple[Epoch, SeriesRecord]]) -> PixelSeries:
        lattice = self._group.lattice
        row = col = None
        x, y = footing.x, footing.y
        if number is not None:
            row, col = divmod(number, footing.pixels.width)
            x = (footing.pixels.col + col + 0.5) * lattice.size
            y = lattice.north - (footing.pixels.row + row + 0.5) * lattice.size
        longitude, latitude = _to_degrees(lattice.crs).transform(x, y)
        ordered = sorted(records, key=lambda pair: (pair[0].start, pair[0].number))
        return PixelSeries(
            site=footing.site,
            row=row,
            col=col,
            longitude=longitude,
            latitude=latitude,
            crs=lattice.crs,
            x=x,
            y=y,
            bands=self.bands,
            indices=self.indices,
            records=tuple(record for _, record in ordered),
        )

    def _columns(self, seen: Seen, member: Member) -> _Columns:
        at = (slice(None), member.rows, member.cols)
        names = (*self.bands, *self.indices, *QUALITY)
        return _Columns(
            granule=seen.granule[at].tolist(),
            scene_class=seen.scene_class[at].tolist(),
            reason=seen.reason[at].tolist(),
            day=seen.day[at].tolist(),
            values={n: seen.variables[n][at].tolist() for n in names if n in seen.variables},
            names=(*self.bands, *self.indices),
        )

    def _add_sums(self, seen: Seen, member: Member) -> None:
        names = tuple(n for n in (*self.bands, *self.indices, *QUALITY) if n in seen.variables)
        at = (slice(None), member.rows, member.cols)
        granule, reason, classes = seen.granule[at], seen.reason[at], seen.scene_class[at]
        planes = np.stack([seen.variables[n][at] for n in names]) if names else np.zeros((0, *granule.shape))
        sums = self._sums[member.place]
        for time, epoch in enumerate(seen.epochs):
            one = sums.setdefault(epoch, _Sums(seen.is_composite, (*self.bands, *self.indices)))
            one.pixels += len(member.rows)
            there = granule[time] >= 0
            one.whole.add(names, planes[:, time, there], classes[time, there])
            usable = there & (reason[time] == 0)
            one.clear.add(names, planes[:, time, usable], classes[time, usable])
            one.reasons.update(reason[time, there].tolist())
            days = seen.day[time][at[1:]][usable]
            one.day_sum += float(np.nansum(days))
            one.day_count += int(np.count_nonzero(~np.isnan(days)))
            for index, count in Counter(granule[time, there].tolist()).items():
                one.scenes[seen.granules[index].scene.id] += count
                one.scene_of[seen.granules[index].scene.id] = seen.granules[index].scene


@dataclass(frozen=True)
class _Columns:
    """The planes of one site's pixels as lists by [time][pixel]."""

    granule: list[list[int]]
    scene_class: list[list[int]]
    reason: list[list[int]]
    day: list[list[float]]
    values: Mapping[str, list[list[float]]]
    names: tuple[str, ...]


def _record_of_pixel(seen: Seen, columns: _Columns, time: int, number: int) -> SeriesRecord | None:
    """The record of one pixel, or None where an overpass did not see it."""
    epoch, index = seen.epochs[time], columns.granule[time][number]
    if index < 0:
        return _empty(epoch, 1) if seen.is_composite else None
    scene = seen.granules[index].scene
    known = {name: rows[time][number] for name, rows in columns.values.items()}
    known = {name: value for name, value in known.items() if not math.isnan(value)}
    reason = columns.reason[time][number]
    scene_class = columns.scene_class[time][number]
    return SeriesRecord(
        period_start=epoch.start,
        period_end=epoch.last_day,
        acquired=_moment(columns.day[time][number]) if seen.is_composite else scene.acquired,
        satellite=scene.platform,
        relative_orbit=scene.relative_orbit,
        absolute_orbit=scene.absolute_orbit,
        scene=scene.id,
        tile=scene.tile,
        scene_class=None if scene_class == _NONE else scene_class,
        valid=reason == 0,
        why=REASONS[reason],
        values={name: known[name] for name in columns.names if name in known},
        quality={name: known[name] for name in QUALITY if name in known},
        count=int(reason == 0),
    )


def _empty(epoch: Epoch, pixels: int) -> SeriesRecord:
    """The record of a period that has no observation."""
    return SeriesRecord(
        epoch.start, epoch.last_day, None, "", None, None, "", "", None, False, NO_OBSERVATION, {}, {}, 0, pixels
    )


def _moment(day: float) -> datetime | None:
    if math.isnan(day):
        return None
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(days=round(day))


@dataclass
class _Moments:
    """Number, sum and sum of squares of every variable over some pixels; mutable."""

    number: dict[str, int] = field(default_factory=dict)
    total: dict[str, float] = field(default_factory=dict)
    squares: dict[str, float] = field(default_factory=dict)
    sines: dict[str, float] = field(default_factory=dict)  # of azimuths
    cosines: dict[str, float] = field(default_factory=dict)
    classes: Counter[int] = field(default_factory=Counter)
    pixels: int = 0

    def add(self, names: tuple[str, ...], planes: np.ndarray, classes: np.ndarray) -> None:
        """Pixels: planes (variable, pixel) float64 with NaN, classes (pixel,) uint8."""
        self.pixels += planes.shape[1]
        self.classes.update(classes.tolist())
        known = np.isfinite(planes)
        numbers, totals = known.sum(axis=1), np.where(known, planes, 0.0).sum(axis=1)
        squares = np.where(known, planes, 0.0) ** 2
        for place, name in enumerate(names):
            self.number[name] = self.number.get(name, 0) + int(numbers[place])
            self.total[name] = self.total.get(name, 0.0) + float(totals[place])
            self.squares[name] = self.squares.get(name, 0.0) + float(squares[place].sum())
            if name in _AZIMUTHS:
                angles = np.radians(planes[place][known[place]])
                self.sines[name] = self.sines.get(name, 0.0) + float(np.sin(angles).sum())
                self.cosines[name] = self.cosines.get(name, 0.0) + float(np.cos(angles).sum())

    def mean(self, name: str) -> float | None:
        """The mean of what is known; None where nothing is."""
        if not self.number.get(name):
            return None
        if name in self.sines:
            return round(math.degrees(math.atan2(self.sines[name], self.cosines[name])) % 360.0, 2)
        return round(self.total[name] / self.number[name], DECIMALS)

    def spread(self, name: str) -> float | None:
        """The standard deviation, divided by the number; None where nothing is known."""
        number = self.number.get(name)
        if not number:
            return None
        mean = self.total[name] / number
        return round(math.sqrt(max(self.squares[name] / number - mean * mean, 0.0)), DECIMALS)


@dataclass
class _Sums:
    """What is known of one site at one epoch, piece by piece; mutable."""

    is_composite: bool
    names: tuple[str, ...]
    pixels: int = 0
    whole: _Moments = field(default_factory=_Moments)  # all pixels with data
    clear: _Moments = field(default_factory=_Moments)  # the valid ones
    reasons: Counter[int] = field(default_factory=Counter)
    scenes: Counter[str] = field(default_factory=Counter)
    scene_of: dict[str, Scene] = field(default_factory=dict)
    day_sum: float = 0.0  # of the valid pixels whose day is known
    day_count: int = 0

    def record(self, epoch: Epoch, pixels: int) -> SeriesRecord | None:
        """The record, of the valid pixels or, where there are none, of all with data; None where there are none."""
        if not self.scenes:
            return _empty(epoch, pixels) if self.is_composite else None
        used = self.clear if self.clear.pixels else self.whole
        scene = self.scene_of[max(self.scenes, key=lambda name: (self.scenes[name], name))]
        reason = 0 if self.clear.pixels else max(self.reasons, key=lambda one: (self.reasons[one], -one))
        classes = {number: count for number, count in used.classes.items() if number != _NONE}
        mean_day = self.day_sum / self.day_count if self.day_count else math.nan
        return SeriesRecord(
            period_start=epoch.start,
            period_end=epoch.last_day,
            acquired=_moment(mean_day) if self.is_composite else scene.acquired,
            satellite=scene.platform,
            relative_orbit=scene.relative_orbit,
            absolute_orbit=scene.absolute_orbit,
            scene=scene.id,
            tile=scene.tile,
            scene_class=max(classes, key=lambda one: (classes[one], -one)) if classes else None,
            valid=bool(self.clear.pixels),
            why=REASONS[reason],
            values=_known(self.names, used.mean),
            spread=_known(self.names, used.spread),
            count=self.clear.pixels,
            pixels=pixels,
            quality=_known(QUALITY, used.mean),
        )


def _known(names: tuple[str, ...], of: Callable[[str], float | None]) -> dict[str, float]:
    found = {name: of(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


@lru_cache(maxsize=64)
def _to_degrees(crs: str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
