"""The same observation delivered twice: after reprocessing, or by two collections of one catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from .records import Scene

SAME_PASS = timedelta(minutes=15)
"""Scenes of one tile and satellite closer in time are of one pass: the next one comes after an orbit of 100 minutes,
and some providers tell when the tile was seen, others when the datatake began, some minutes before."""

COVERED = 0.98
"""Part of a scene's footprint that the newer one has to cover, so that leaving it out loses no pixel: a pass that was
received in two parts gives two scenes of a tile, neither of which replaces the other."""


def without_reprocessed(scenes: Iterable[Scene]) -> list[Scene]:
    """The scenes without those that a newer processing of the same observation replaces, in their order.

    Of scenes of one satellite, tile and pass the newest baseline stays, then the newest generation time, then the
    larger id. A scene whose tile or platform is not known stays.
    """
    every = list(scenes)
    groups: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for scene in every:
        if scene.platform and scene.tile:
            groups[scene.platform, scene.tile].append(scene)
    replaced = {id(scene) for group in groups.values() if len(group) > 1 for scene in _replaced(group)}
    return [scene for scene in every if id(scene) not in replaced]


def _replaced(group: list[Scene]) -> list[Scene]:
    """The scenes of one satellite and tile that a better one of the same pass covers."""
    kept: list[Scene] = []
    replaced = []
    for scene in sorted(group, key=_rank, reverse=True):
        if any(_is_same_observation(better, scene) for better in kept):
            replaced.append(scene)
        else:
            kept.append(scene)
    return replaced


def _rank(scene: Scene) -> tuple[str, str, str]:
    return scene.baseline, scene.generated, scene.id


def _is_same_observation(better: Scene, scene: Scene) -> bool:
    if abs(better.acquired - scene.acquired) > SAME_PASS:
        return False
    return better.footprint.intersection(scene.footprint).area >= COVERED * scene.footprint.area
