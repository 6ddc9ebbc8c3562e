"""Which scenes a mosaic is made of, and what to tell a user whose order finds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapely.ops import unary_union

from ..catalog.duplicates import without_reprocessed
from ..catalog.records import Catalogue, Scene, SceneQuery
from ..network.urls import source_without_queries
from ..order import Order
from ..period import Period
from ..progress import Progress, stop_if_cancelled
from .target import target_of

SEARCH_MARGIN_DEGREES = 0.02
"""By how much the area is widened when scenes are searched: footprints have a few corners only."""


def query_of(order: Order, period: Period | None = None) -> SceneQuery:
    """What an order asks of a catalogue, for one of its periods or for all of them together."""
    whole = Period("custom", order.periods[0].start, order.periods[-1].end).widened(order.fill_days)
    return SceneQuery(
        area=target_of(order).searched.buffer(SEARCH_MARGIN_DEGREES),
        period=period or whole,
        max_cloud=order.max_cloud,
        relative_orbits=order.relative_orbits,
        platforms=order.platforms,
        baselines=order.baselines,
        excluded=frozenset(order.exclude_scenes),
        forced=frozenset(order.include_scenes),
    )


def found_scenes(order: Order, catalogue: Catalogue, progress: Progress) -> list[Scene]:
    """All scenes over the area in the time of the order, clouded ones and several processings included."""
    query = query_of(order)
    everything = SceneQuery(area=query.area, period=query.period)
    scenes = []
    for scene in catalogue.search(everything):
        stop_if_cancelled(progress)
        scenes.append(scene)
    stop_if_cancelled(progress)
    return scenes


def wanted_scenes(order: Order, period: Period, scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes of a period, and of the days around it from which it is filled, that the order accepts.

    Each observation is there once. None where the period itself has no scene.
    """
    query = query_of(order, period.widened(order.fill_days))
    # What the user says of processings comes before the choice between them, the limit on clouds after it, so that it
    # counts for the processing that is used.
    named = replace(query, max_cloud=100.0, relative_orbits=(), excluded=query.excluded - query.forced)
    newest = without_reprocessed(filter(named.accepts, scenes), query.forced)
    accepted = [scene for scene in newest if query.accepts(scene)]
    return accepted if any(period.contains(scene.acquired) for scene in accepted) else []


def unknown_scenes(order: Order, found: Sequence[Scene]) -> list[str]:
    """A sentence for every scene that the order names and that is not there: a slip in an id is easily made."""
    there = {scene.id for scene in found}
    named = sorted({*order.exclude_scenes, *order.include_scenes} - there)
    return [
        f"The order names the scene '{name}', which the source does not have for this area and time." for name in named
    ]


def why_no_scene(order: Order, found: Sequence[Scene], catalogue: Catalogue) -> str:
    """What the catalogue has instead, so that the user can correct area or dates."""
    where = f"{order.periods[0].start} to {order.periods[-1].last_day}"
    source = source_without_queries(order.source)
    own = [scene for scene in found if any(period.contains(scene.acquired) for period in order.periods)]
    if found and not own:
        return (
            f"No scene over the area from {where}. Within the {order.fill_days} days around it there are {len(found)}, "
            "but these only fill gaps of the period's own scenes. Lengthen the period."
        )
    found = own
    if found:
        clouds = sorted(scene.cloud_cover for scene in found if scene.cloud_cover is not None)
        least = f" The clearest has {clouds[0]:.0f} % cloud." if clouds else ""
        return (
            f"The order leaves out all {len(found)} scenes over the area from {where} (at most {order.max_cloud:g} % "
            f"cloud, excluded scenes, orbits, platforms or baselines).{least} Accept more of them."
        )
    if not catalogue.lists_everything:
        return f"The source {source} has no scene over the area from {where}. Change the dates or the area."
    scenes = list(catalogue.search(SceneQuery()))
    if not scenes:
        problems = catalogue.problems
        first = f" The first problem: {problems[0]}" if problems else ""
        return f"The source {source} holds no usable scene.{first}"
    over = [scene for scene in scenes if scene.footprint.intersects(target_of(order).searched)]
    if not over:
        bounds = unary_union([scene.footprint for scene in scenes]).bounds
        return (
            f"None of the {len(scenes)} scenes of the source covers the area. They lie within "
            f"{', '.join(f'{value:.2f}' for value in bounds)} (west, south, east, north)."
        )
    days = sorted(scene.acquired.date() for scene in over)
    return (
        f"No scene over the area from {where}. The source has {len(over)} scenes there, from {days[0]} to {days[-1]}. "
        "Change the dates."
    )
