"""A source of series: groups of sites are planned, read and handed over, from top to bottom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from ...catalog.records import Catalogue, Scene, SceneQuery
from ...catalog.sources import open_source
from ...disk import size_text
from ...engine.blocks import run_blocks
from ...errors import NoScenesError, OrderError
from ...masks.class_rules import CLASS_RULES
from ...network.client import HttpClient
from ...order import Order
from ...period import Period
from ...progress import Progress, SilentProgress, stop_if_cancelled
from ...raster.environment import gdal_environment
from ...raster.pool import RasterPool
from ...raster.range_cache import CacheStatistics, open_cache
from ...raster.scattered import ScatteredGrid
from ...raster.windows import WindowPool
from ..angles import AngleDocuments, AngleStore
from ..losses import check_losses
from ..planning import MosaicPlan, plan_mosaic
from ..reading import AssetReader
from ..record import ReadFailure
from ..run_settings import RunSettings
from ..scenes import SEARCH_MARGIN_DEGREES, unknown_scenes, wanted_scenes, why_no_scene
from ..target import Target
from ..user_mask import check_user_mask
from .collect import Collector
from .composed import CompositeMaker, NoScenes
from .groups import Group, Piece, groups_of
from .meter import Meter
from .observed import ObservationMaker, notes_on
from .order import SeriesOrder
from .records import QUALITY, PixelSeries
from .scattered import ScatteredAngles, ScatteredReader, can_scatter, on_grid, scattered
from .seen import GEOMETRIES, Maker, Source
from .sites import Site

MEMORY_SHARE = 0.25
"""Part of the memory that the windows and records of all groups in flight may take, and as much their planes."""

BYTES_PER_RECORD = 4_000
"""Of one record of a pixel with what was read for it; of large windows, whose pixels share much, `BYTES_OF_WINDOW`."""

BYTES_OF_WINDOW = 1_500

OBSERVATIONS_PER_DAY = 0.45
"""Of one place at most latitudes of Europe, for the size of groups: two satellites, two orbits."""

LEAST_PIXELS = 64

LARGEST_SITE_SHARE = 0.75
"""Part of the memory that the records of a single site may take; a larger window is refused."""

KEPT_SEARCHES = 8
"""Answers of a source that are kept for further groups and clicks: each may hold the scenes of years."""

Sink = Callable[[PixelSeries], None]


@dataclass(frozen=True)
class _GroupTask:
    """One group with the plans of its periods; None: a period without scenes."""

    number: int
    group: Group
    plans: tuple[tuple[Period, MosaicPlan | None], ...]
    pieces: tuple[Piece, ...]  # to be made one by one
    batches: tuple[tuple[Piece, ...], ...]  # to be made together, where that can be
    variables: tuple[tuple[str, ...], tuple[str, ...]]  # bands and indices


@dataclass(frozen=True)
class _GroupResult:
    """The series of one group and what could not be read."""

    number: int
    series: tuple[PixelSeries, ...]
    failures: tuple[ReadFailure, ...]


class SeriesArchive:
    """A source of series; what was learned of it (scenes, headers, angles) serves all further series.

    To be used from one thread at a time, as a context manager. ``progress`` is told what opening the source says.
    """

    def __init__(self, source: str, settings: RunSettings | None = None, progress: Progress | None = None) -> None:
        self.settings = settings or RunSettings()
        self._progress = progress or SilentProgress()
        self._notes: dict[str, None] = {}
        self.client = (self.settings.client or HttpClient()).stopped_by(self._is_cancelled)
        self.catalogue: Catalogue = open_source(source, self.client)
        self._cache = open_cache(self.settings.cache, self._note)
        self._pool = RasterPool(self.client, self._cache)
        self._documents = AngleDocuments(self.catalogue.read)
        self._local_threads = 1
        self._scenes: OrderedDict[tuple[bytes, Period | None], Sequence[Scene]] = OrderedDict()
        self._failures: dict[tuple[str, str], ReadFailure] = {}

    def __enter__(self) -> SeriesArchive:
        return self

    def __exit__(self, *reason: object) -> None:
        self._pool.close()

    def _is_cancelled(self) -> bool:
        return self._progress.is_cancelled()  # of the series that is being read

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far, sorted."""
        return tuple(self._failures[key] for key in sorted(self._failures))

    @property
    def notes(self) -> tuple[str, ...]:
        """Rules that were applied so far because an order or the source wants it."""
        return tuple(self._notes)

    @property
    def cached(self) -> CacheStatistics:
        """What came from the cache so far; zeros where there is none."""
        return self._cache.statistics if self._cache else CacheStatistics()

    def series(
        self, order: SeriesOrder, sites: Sequence[Site], progress: Progress | None = None
    ) -> tuple[PixelSeries, ...]:
        """All series in the order of the sites; of windows that are not summed up one per pixel, row by row."""
        places = {id(site): place for place, site in enumerate(sites)}
        found: list[PixelSeries] = []
        self.read(order, sites, found.append, progress)
        return tuple(sorted(found, key=lambda one: places[id(one.site)]))

    def read(self, order: SeriesOrder, sites: Sequence[Site], sink: Sink, progress: Progress | None = None) -> None:
        """Hand every series to ``sink`` as soon as its group is complete; neighbours come together.

        Raises `NoScenesError` where the source has no scene over any site, and every other `S2GMError` of a run.
        """
        check_user_mask(order.user_mask)
        self._progress = progress or SilentProgress()
        settings, progress = self.settings, self._progress
        groups = groups_of(sites, order.resolution, order.crs, order.window, self._most_sites(order, len(sites)))
        meter = Meter(progress, len(groups))
        planned = _Planned()

        waiting: dict[int, _GroupResult] = {}

        def take(result: _GroupResult) -> None:
            """Hand over what is complete in the order of the groups, so that every run has the same order."""
            waiting[result.number] = result
            while planned.handed_over in waiting:
                complete = waiting.pop(planned.handed_over)
                planned.handed_over += 1
                self._failures.update({(one.scene, one.asset): one for one in complete.failures})
                for series in complete.series:
                    sink(series)

        def work(task: _GroupTask, stoppable: Progress) -> _GroupResult:
            return self._read_group(order, task, meter, stoppable)

        workers = min(settings.threads, len(groups), self._most_groups(order, len(sites)))
        self._local_threads = settings.threads // workers
        with gdal_environment():
            run_blocks(self._tasks(order, groups, planned), work, take, workers, workers + 1, progress)
        mosaic = order.order_of(groups[0].area)
        for problem in unknown_scenes(mosaic, tuple(planned.named.values())):
            self._note(problem)
        if not planned.any:
            raise NoScenesError(why_no_scene(mosaic, planned.found, self.catalogue))

    def _most_sites(self, order: SeriesOrder, sites: int) -> int:
        """How many sites one group may have."""
        share = self.settings.memory * MEMORY_SHARE / (min(self.settings.threads, sites) + 1)
        return max(int(share / _bytes_per_site(order)), 1)

    def _most_groups(self, order: SeriesOrder, sites: int) -> int:
        """How many groups may be read at a time, at least one. Raises `OrderError` where a single site is too large."""
        needed, memory = _bytes_per_site(order), self.settings.memory
        if needed > LARGEST_SITE_SHARE * memory:
            raise OrderError(
                f"A window of {order.window} x {order.window} pixels for {order.periods[0].start} to {order.end} takes "
                f"about {size_text(round(needed))} of memory, and {size_text(memory)} may be used. Choose a smaller "
                "window, one record per window (aggregate) or fewer days, allow more memory, or make mosaics."
            )
        return max(int(LARGEST_SITE_SHARE * memory / needed / self._most_sites(order, sites)), 1)

    def _most_pixels(self, plans: Sequence[MosaicPlan], variables: int) -> int:
        """How many pixels one piece may have."""
        planes = max(8 * (variables + 4) * len(plan.block.overpasses) for plan in plans)
        needed = planes + max(plan.workload.bytes_per_pixel for plan in plans)
        share = self.settings.memory * MEMORY_SHARE / self.settings.threads
        return max(int(share / needed), LEAST_PIXELS)

    def _tasks(self, order: SeriesOrder, groups: Sequence[Group], planned: _Planned) -> Iterator[_GroupTask]:
        """The groups with their plans, made one after the other in the calling thread."""
        for number, group in enumerate(groups):
            stop_if_cancelled(self._progress)
            with GEOMETRIES:
                found = self._found(order, group)
                area = group.area if found else group.searched
                near = [scene for scene in found if scene.footprint.intersects(area)]
                mosaic = order.order_of(area)
                plans = tuple((period, self._plan(mosaic, period, found, group)) for period in order.periods)
                made = [plan for _, plan in plans if plan is not None]
                variables = _variables(made, order)
                most = self._most_pixels(made, sum(map(len, variables)) + len(QUALITY)) if made else 1_000_000
                pieces, batches = group.pieces(most), group.batches(most)
            planned.found = planned.found or near
            named = {*order.exclude_scenes, *order.include_scenes}
            planned.named.update({scene.id: scene for scene in found if scene.id in named})
            planned.any = planned.any or bool(made)
            for plan in made:
                for note in notes_on(order, plan):
                    self._note(note)
            yield _GroupTask(number, group, plans, pieces, batches, variables)

    def _found(self, order: SeriesOrder, group: Group) -> Sequence[Scene]:
        """All scenes over the region of a group; what is known of a source is not asked twice."""
        days = Period("custom", order.periods[0].start, order.periods[-1].end).widened(order.fill_days)
        around = group.searched.buffer(SEARCH_MARGIN_DEGREES)
        if not self.catalogue.lists_everything:
            return self._searched(SceneQuery(area=around, period=days))
        every = self._searched(SceneQuery(area=None, period=days))
        return [scene for scene in every if scene.footprint.intersects(around)]

    def _searched(self, query: SceneQuery) -> Sequence[Scene]:
        """What the source has for a query; the latest answers are kept."""
        key = b"" if query.area is None else query.area.wkb, query.period
        if key not in self._scenes:
            scenes: list[Scene] = []
            for scene in self.catalogue.search(query):
                stop_if_cancelled(self._progress)
                scenes.append(scene)
            for problem in self.catalogue.problems:
                self._note(problem)
            self._scenes[key] = scenes
            if len(self._scenes) > KEPT_SEARCHES:
                self._scenes.popitem(last=False)
        self._scenes.move_to_end(key)
        return self._scenes[key]

    def _note(self, sentence: str) -> None:
        """Tell something once."""
        if sentence not in self._notes:
            self._notes[sentence] = None
            self._progress.warning(sentence)

    def _plan(self, mosaic: Order, period: Period, found: Sequence[Scene], group: Group) -> MosaicPlan | None:
        """The plan of one period, or None where it has no scene."""
        scenes = wanted_scenes(mosaic, period, found) if found else []
        if not scenes:
            return None
        return plan_mosaic(mosaic, period, scenes, Target(group.grid, None, group.area), mosaic.name)

    def _read_group(self, order: SeriesOrder, task: _GroupTask, meter: Meter, progress: Progress) -> _GroupResult:
        """The series of a group; failures of the same raster count once."""
        collector = Collector(task.group, task.variables, order.aggregate)
        apart = all(plan is None or can_scatter(plan) for _, plan in task.plans)
        blocks = [] if apart else [task.group.grid.part(piece.window) for piece in task.pieces]
        expected = sum(_rasters(plan) for _, plan in task.plans if plan is not None)
        counting = meter.group(expected * (len(task.batches[0]) if apart else 1), len(task.group.footings))
        failures: list[ReadFailure] = []
        for period, plan in task.plans:
            if plan is None and order.is_observations:
                continue
            of_period: list[ReadFailure] = []
            with WindowPool(self._pool, blocks, counting) as pool:
                for one, pieces in self._batches(task, plan):
                    with closing(self._maker(order, period, one, pool)) as maker:
                        for piece in pieces:
                            stop_if_cancelled(progress)
                            seen = maker.make(piece, progress)
                            for member in piece.members:
                                collector.add(seen, member)
                        of_period += maker.failures
            if plan is not None:
                check_losses(plan, of_period, self.settings.max_lost)
            failures += of_period
        meter.finish_group(task.group.footings[0].site.name)
        return _GroupResult(task.number, tuple(collector.series()), tuple(failures))

    def _batches(
        self, task: _GroupTask, plan: MosaicPlan | None
    ) -> Iterator[tuple[MosaicPlan | None, Sequence[Piece]]]:
        """The pieces of a group with the plan by which they are made: as few blocks as the memory allows, if possible.

        Else each piece is a block.
        """
        if plan is None or not can_scatter(plan):
            yield plan, task.pieces
            return
        for pieces in task.batches:
            grid, together = scattered(task.group.grid, pieces)
            yield on_grid(plan, grid), (together,)

    def _maker(self, order: SeriesOrder, period: Period, plan: MosaicPlan | None, pool: RasterPool) -> Maker:
        if plan is None:
            return NoScenes(period)
        apart = isinstance(plan.block.grid, ScatteredGrid)
        angles = ScatteredAngles(self._documents) if apart else AngleStore(self._documents)
        source = Source(pool, angles, ScatteredReader if apart else AssetReader, self._local_threads)
        if order.is_observations:
            return ObservationMaker(plan, source, order)
        return CompositeMaker(plan, period, source)


@dataclass
class _Planned:
    """What the tasks that were drawn had, and how many groups were handed over; mutable."""

    handed_over: int = 0
    any: bool = False
    found: Sequence[Scene] = ()
    named: dict[str, Scene] = field(default_factory=dict)  # scenes that the order names, by id


def _bytes_per_site(order: SeriesOrder) -> float:
    """Memory for the records of one point, about."""
    days = sum(period.days for period in order.periods)
    records = days * OBSERVATIONS_PER_DAY if order.is_observations else len(order.periods)
    pixels = 1 if order.aggregate else order.window**2
    return records * max(BYTES_PER_RECORD, pixels * BYTES_OF_WINDOW)


def _variables(plans: Sequence[MosaicPlan], order: SeriesOrder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bands and indices that records have."""
    bands = dict.fromkeys(band for plan in plans for band in plan.block.bands)
    return tuple(bands) or order.bands, order.indices


def _rasters(plan: MosaicPlan) -> int:
    """How many rasters a plan reads at most."""
    bands = len({*plan.block.stack_bands, *plan.block.made_bands}) + 3
    return sum(len(CLASS_RULES[granule.scene.class_rule].rasters) + bands for granule in plan.granules)
