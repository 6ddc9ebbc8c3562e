"""The temporal mosaic: from an order to product folders. The main path, from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..catalog.records import Scene
from ..catalog.sources import open_source
from ..disk import check_disk
from ..engine.budget import plan_budget
from ..errors import NoScenesError, OrderError
from ..network.client import HttpClient
from ..order import Order
from ..period import Period
from ..progress import PartOfProgress, Progress, SilentProgress, stop_if_cancelled
from ..raster.range_cache import open_cache
from .conversion import check_can_be_written
from .disk_needs import disk_needs
from .folder import is_journaled
from .formats import PRODUCT_FORMATS
from .making import Job, make_product
from .naming import product_name
from .parts import Place, PlannedPart, places_of, planned_parts
from .record import Product
from .run_settings import RunSettings
from .scenes import found_scenes, unknown_scenes, wanted_scenes, why_no_scene
from .user_mask import check_user_mask


def run(
    order: Order, out: Path | str, settings: RunSettings | None = None, progress: Progress | None = None
) -> Product:
    """Make the one product of an order in the folder ``out``. Raises `S2GMError` and leaves nothing behind then."""
    if len(order.periods) > 1:
        raise OrderError(f"The order is a series of {len(order.periods)} periods; run_series makes all of them.")
    return run_series(order, out, settings, progress)[0]


def run_series(
    order: Order, out: Path | str, settings: RunSettings | None = None, progress: Progress | None = None
) -> tuple[Product, ...]:
    """Make one product per period of an order, oldest first; periods without scenes are left out with a warning.

    Raises `NoScenesError` where no period has scenes, and every other `S2GMError` of a run. Of a product that was being
    made the finished blocks stay then, in a folder beside it, and the next run of the same order goes on from there;
    products of earlier periods stay, too.
    """
    settings, progress = settings or RunSettings(), progress or SilentProgress()
    check_user_mask(order.user_mask)
    order, places = places_of(order)
    client = (settings.client or HttpClient()).stopped_by(progress.is_cancelled)
    began = time.perf_counter()
    catalogue = open_source(order.source, client)
    every_scene = found_scenes(order, catalogue, progress)
    searched = time.perf_counter() - began
    job = Job(order, catalogue, client, Path(out), settings, progress, seconds_of_search=searched)
    for problem in catalogue.problems:
        progress.warning(f"Left out: {problem}")
    for problem in unknown_scenes(order, every_scene):
        progress.warning(problem)
    plans = _wanted_of(job, _plan_periods(job, every_scene, places))
    product_format = PRODUCT_FORMATS[order.format]
    check_can_be_written(product_format, job.out)
    for part in (part for parts in plans.values() for part in parts):  # what cannot fit is known before it starts
        plan_budget(part.plan.workload, settings.memory, settings.threads, *part.grid.shape)
    if plans:
        every_plan = [[part.plan for part in parts] for parts in plans.values()]
        needs = tuple(disk_needs(every_plan, job.out, product_format, settings.threads, settings.copies))
        check_disk(needs)
        job = replace(job, cache=open_cache(settings.cache, progress.warning, needs))
    products: list[Product] = []
    for number, (period, parts) in enumerate(plans.items()):
        share = PartOfProgress(progress, number / len(plans), (number + 1) / len(plans))
        products.append(make_product(replace(job, progress=share), period, parts))
    return tuple(products)


def _wanted_of(job: Job, plans: Mapping[Period, tuple[PlannedPart, ...]]) -> Mapping[Period, tuple[PlannedPart, ...]]:
    """All plans, or those of products that are not there yet or that a stopped run was about to renew."""
    if not job.settings.only_missing:
        return plans
    names = {period: product_name(job.order, period) for period in plans}
    there = {period for period, name in names.items() if (job.out / name).is_dir() and not is_journaled(job.out / name)}
    for period in plans:
        if period in there:
            job.progress.info(f"{names[period]} is there already.")
    return {period: parts for period, parts in plans.items() if period not in there}


def _plan_periods(
    job: Job, every_scene: Sequence[Scene], places: Sequence[Place]
) -> Mapping[Period, tuple[PlannedPart, ...]]:
    """The plans of all periods that have scenes, before the first is made: what cannot be made is known early."""
    plans: dict[Period, tuple[PlannedPart, ...]] = {}
    for period in job.order.periods:
        stop_if_cancelled(job.progress)
        scenes = wanted_scenes(job.order, period, every_scene)
        parts = planned_parts(job.order, period, scenes, places, job.progress)
        if parts:
            plans[period] = parts
        elif len(job.order.periods) > 1:
            job.progress.warning(f"No scene from {period}; this period has no product.")
    if not plans:
        raise NoScenesError(why_no_scene(job.order, every_scene, job.catalogue))
    return plans
