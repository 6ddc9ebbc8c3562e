"""Time series of points and polygons: from an order and sites to records and files. The main path, from top to bottom.

Sites are grouped by the blocks of the rasters in which they lie (`series.groups`); a group is planned as a small mosaic
and read as one block of pixels that lie apart (`raster.scattered`), so that a block of a raster is read once for all of
its sites. `series.archive` reads, `series.writers` writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..network.client import NetworkStatistics
from ..network.urls import source_without_queries
from ..progress import Progress, SilentProgress, stop_if_cancelled
from ..raster.range_cache import CacheStatistics
from .record import ReadFailure
from .run_settings import RunSettings
from .series.archive import SeriesArchive
from .series.order import SeriesOrder
from .series.records import PixelSeries
from .series.sites import Site, checked_sites
from .series.writers import SeriesOutput, opened_outputs


@dataclass(frozen=True)
class SeriesResult:
    """What a finished run hands back."""

    paths: tuple[Path, ...]
    series: int  # pixels, or sites whose pixels are summed up
    records: int
    valid: int  # records
    empty_sites: tuple[str, ...]  # sites without any observation
    failures: tuple[ReadFailure, ...]  # what could not be read
    notes: tuple[str, ...]  # rules that were applied because the order or the source wants it
    network: NetworkStatistics
    cached: CacheStatistics


def run_point_series(
    order: SeriesOrder,
    sites: Sequence[Site],
    outputs: Sequence[SeriesOutput],
    settings: RunSettings | None = None,
    progress: Progress | None = None,
) -> SeriesResult:
    """Read the series of some sites and write them into files, which appear when they are complete.

    Nothing but some groups is held in memory. Raises `NoScenesError`, `OutputError` and every other `S2GMError`.
    """
    progress = progress or SilentProgress()
    sites = checked_sites(sites)
    progress.info(
        f"Series of {len(sites)} sites from {order.start} to {order.end} of {source_without_queries(order.source)}."
    )
    tally = _Tally()
    with opened_outputs(outputs, order, sites) as writers, SeriesArchive(order.source, settings, progress) as archive:

        def sink(series: PixelSeries) -> None:
            tally.add(series)
            for writer in writers:
                writer.write(series)

        archive.read(order, sites, sink, progress)
        stop_if_cancelled(progress)
    empty = tuple(site.name for site in sites if site.name not in tally.seen)
    if empty:
        progress.warning(f"{len(empty)} of {len(sites)} sites have no observation, such as '{empty[0]}'.")
    for failure in archive.failures:
        progress.warning(f"Could not be read, left out: {failure}")
    return SeriesResult(
        paths=tuple(one.path for one in outputs),
        series=tally.series,
        records=tally.records,
        valid=tally.valid,
        empty_sites=empty,
        failures=archive.failures,
        notes=archive.notes,
        network=archive.client.statistics,
        cached=archive.cached,
    )


@dataclass
class _Tally:
    """Counts of what was written; mutable."""

    series: int = 0
    records: int = 0
    valid: int = 0

    def __post_init__(self) -> None:
        self.seen: set[str] = set()  # sites with an observation at one of their pixels

    def add(self, series: PixelSeries) -> None:
        self.series += 1
        self.records += len(series.records)
        self.valid += sum(record.valid for record in series.records)
        if any(record.scene for record in series.records):
            self.seen.add(series.site.name)
