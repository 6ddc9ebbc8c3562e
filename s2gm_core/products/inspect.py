"""From a pixel of a mosaic back to every observation that it was chosen from.

The observations are read anew from the order's source, by the rules of series (`series.observed`), which are those of
mosaics: one observation per overpass, the same masks, the same normalisation. The one that was chosen is known by the
layer ``source_index``, else by ``date``, else by its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import Enum
from typing import Any

from ..composite.registry import METHODS
from ..errors import OrderError
from ..order import Order
from ..period import days_since_1970
from ..progress import Progress, SilentProgress
from ..sensors.bands import BANDS
from .inspected_mosaic import InspectedMosaic
from .run_settings import RunSettings
from .series.archive import SeriesArchive
from .series.groups import Lattice
from .series.order import SeriesOrder
from .series.records import SeriesRecord
from .series.sites import site_at

_OWN = {"start", "end", "period", "bands", "resolution", "crs", "min_obs", "fill_days"}
"""Fields of an order that an inspection sets itself, or that are of composites."""

_SAME = tuple(
    one.name for one in fields(SeriesOrder) if one.name in Order.__dataclass_fields__ and one.name not in _OWN
)
"""Fields that an order of a series has by the same name, with the same meaning."""

ROUNDING = 1e-5
"""Reflectance by which the values of a mosaic and of an observation may differ beside half a step of the mosaic's."""

OFF_LATTICE = 1e-3
"""Part of a pixel."""


class Role(Enum):
    """What became of an observation."""

    CHOSEN = "chosen"  # the pixel has its values
    AVERAGED = "averaged"  # one of those that the pixel was computed from
    NOT_CHOSEN = "not chosen"  # valid, but another one was taken
    REJECTED = "rejected"  # not valid
    OUTSIDE = "outside"  # valid, but of the days around the period, which were not needed


@dataclass(frozen=True)
class InspectedObservation:
    """One observation of the pixel."""

    record: SeriesRecord  # date, satellite, scene, class, values, and why it is not valid
    role: Role


@dataclass(frozen=True)
class Inspection:
    """A pixel with what it was made from."""

    mosaic: InspectedMosaic
    row: int
    column: int
    longitude: float  # of the pixel's middle
    latitude: float
    values: Mapping[str, float]  # what the mosaic holds, by layer; empty for an empty pixel
    observations: tuple[InspectedObservation, ...]  # oldest first
    notes: tuple[str, ...]  # what the user should know of how this was found

    @property
    def chosen(self) -> SeriesRecord | None:
        """The observation whose values the pixel has; None where it was computed from several, or is empty."""
        return next((one.record for one in self.observations if one.role is Role.CHOSEN), None)

    @property
    def valid(self) -> int:
        """How many observations are valid."""
        return sum(one.record.valid for one in self.observations)


def inspect_pixel(
    mosaics: Sequence[InspectedMosaic],
    place: tuple[float, float],
    settings: RunSettings | None = None,
    progress: Progress | None = None,
    source: str = "",
) -> Inspection:
    """Every observation behind the pixel at a place (longitude, latitude in degrees).

    Of several mosaics, such as the tiles of a product, the first counts that has data there. ``source`` stands in for
    that of the order, which holds no credentials. Raises `OrderError` outside of all mosaics, and every `S2GMError` of
    a run where the source cannot be reached or has no such scenes any more.
    """
    progress = progress or SilentProgress()
    mosaic, (row, column), values = _at(mosaics, place)
    longitude, latitude = mosaic.centre(row, column)
    order = _series_order(mosaic, source)
    with SeriesArchive(order.source, settings, progress) as archive:
        (series,) = archive.series(order, [site_at(longitude, latitude, "pixel")], progress)
        notes = [*archive.catalogue.problems, *(f"Could not be read: {failure}" for failure in archive.failures)]
    if not _is_on_lattice(mosaic):
        notes.append(
            "The mosaic has the grid of another raster. The observations are those of the nearest pixel of the usual "
            "grid, which lies up to half a pixel aside."
        )
    chosen, how = _chosen(mosaic, values, series.records)
    notes += [how] if how else []
    told = tuple(InspectedObservation(one, _role(mosaic, one, one is chosen)) for one in series.records)
    return Inspection(mosaic, row, column, longitude, latitude, values, told, tuple(notes))


def _at(
    mosaics: Sequence[InspectedMosaic], place: tuple[float, float]
) -> tuple[InspectedMosaic, tuple[int, int], dict[str, float]]:
    """The mosaic at a place, with row, column and values of its pixel."""
    found = []
    for mosaic in mosaics:
        pixel = mosaic.pixel(*place)
        if pixel is not None:
            values = mosaic.values(*pixel)
            if values:
                return mosaic, pixel, values
            found.append((mosaic, pixel, values))
    if not found:
        name = mosaics[0].name if mosaics else "mosaic"
        raise OrderError(f"{place[0]:.6f}, {place[1]:.6f} (longitude, latitude) lies outside the mosaic {name}.")
    return found[0]


def _series_order(mosaic: InspectedMosaic, source: str) -> SeriesOrder:
    """The order of all observations of the mosaic's pixels in its bands."""
    order = mosaic.order
    same: dict[str, Any] = {name: getattr(order, name) for name in _SAME}
    if source:
        same["source"] = source
    if mosaic.sun_zenith is not None:
        same["nbar_sun_zenith"] = mosaic.sun_zenith
    made = [name for name in mosaic.layers if name in BANDS] or order.bands
    return SeriesOrder(
        start=mosaic.period.start - timedelta(days=order.fill_days),
        end=mosaic.period.last_day + timedelta(days=order.fill_days),
        bands=tuple(band for band in BANDS if band in made),
        resolution=order.resolution,
        crs=mosaic.grid.crs,
        **same,
    )


def _is_on_lattice(mosaic: InspectedMosaic) -> bool:
    """Whether the pixels are those that every mosaic of the CRS and resolution has."""
    grid, lattice = mosaic.grid, Lattice.of(mosaic.grid.crs, mosaic.order.resolution)
    aside = (grid.west / lattice.size, (lattice.north - grid.north) / lattice.size)
    same_size = abs(grid.pixel_width - lattice.size) < OFF_LATTICE * lattice.size
    return same_size and all(abs(value - round(value)) < OFF_LATTICE for value in aside)


def _chosen(
    mosaic: InspectedMosaic, values: Mapping[str, float], records: Sequence[SeriesRecord]
) -> tuple[SeriesRecord | None, str]:
    """The observation that the pixel shows, and what to say where that is not certain."""
    if not METHODS[mosaic.order.method].selects or not values:
        return None, ""
    valid = [record for record in records if record.valid]
    ways = (_by_source_index(mosaic, values, records), _by_date(values, valid), _by_values(mosaic, values, valid))
    chosen = next((record for record in ways if record is not None), None)
    if chosen is not None:
        return chosen, ""
    if any(mosaic.layers[name].scale >= 1.0 for name in values if name in BANDS):
        return None, (
            "The raster holds colours, not reflectance, so its values do not tell which observation was chosen. "
            "Inspect a layer of the product's folder, or the ancillary layers."
        )
    return None, (
        "None of the observations is the one that the mosaic shows. The source may have other scenes by now, or the "
        "mosaic may have been changed."
    )


def _by_source_index(
    mosaic: InspectedMosaic, values: Mapping[str, float], records: Sequence[SeriesRecord]
) -> SeriesRecord | None:
    if "source_index" not in values or not mosaic.scenes:
        return None
    scene = mosaic.scenes.get(round(values["source_index"]))
    return next((record for record in records if record.scene == scene), None)


def _by_date(values: Mapping[str, float], valid: Sequence[SeriesRecord]) -> SeriesRecord | None:
    """The only valid observation of the day."""
    day = values.get("date")
    found = [one for one in valid if one.acquired and day == days_since_1970(one.acquired.date())]
    return found[0] if len(found) == 1 else None


def _by_values(
    mosaic: InspectedMosaic, values: Mapping[str, float], valid: Sequence[SeriesRecord]
) -> SeriesRecord | None:
    """The valid observation with the values of the pixel, cut off where the mosaic's number type does so."""
    bands = [name for name in values if name in BANDS]

    def steps_apart(record: SeriesRecord) -> float:
        """The largest difference in what may be one of storing."""
        most = 0.0
        for band in bands:
            scale, seen = mosaic.layers[band].scale, record.values.get(band, float("inf"))
            if mosaic.order.bit_depth == 8:
                seen = min(seen, BANDS[band].byte_maximum)
            most = max(most, abs(max(seen, 0.0) - values[band]) / (scale / 2 + ROUNDING))
        return most

    nearest = min(valid, key=steps_apart, default=None) if bands else None
    return nearest if nearest is not None and steps_apart(nearest) <= 1.0 else None


def _role(mosaic: InspectedMosaic, record: SeriesRecord, is_chosen: bool) -> Role:
    if is_chosen:
        return Role.CHOSEN
    if not record.valid:
        return Role.REJECTED
    inside = record.acquired is None or mosaic.period.contains(record.acquired)
    if not inside:
        return Role.OUTSIDE
    return Role.NOT_CHOSEN if METHODS[mosaic.order.method].selects else Role.AVERAGED
