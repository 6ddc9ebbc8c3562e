"""The same observation delivered twice: after reprocessing, or by two collections of one catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import timedelta

from ..masks.class_rules import CLASS_ASSETS
from ..sensors.bands import BANDS
from .records import Scene

_COUNTED = frozenset(BANDS) | CLASS_ASSETS

SAME_PASS = timedelta(minutes=15)
"""Scenes of one tile and satellite closer in time are of one pass: the next one comes after an orbit of 100 minutes,
and some providers tell when the tile was seen, others when the datatake began, some minutes before."""

COVERED = 0.98
"""Part of a scene's footprint that the newer one has to cover, so that leaving it out loses no pixel: a pass that was
received in two parts gives two scenes of a tile, neither of which replaces the other."""


PREFERRED_RULES = ("maja",)
"""Families of products, by their class rule, that stay where another one holds the same observation, too."""


def without_reprocessed(scenes: Iterable[Scene], forced: Container[str] = ()) -> list[Scene]:
    """The scenes without those that a better processing of the same observation replaces, in their order.

    Of scenes of one satellite, tile and pass those with ids in ``forced`` stay, else those of `PREFERRED_RULES`, else
    the one with most rasters (half a download does not replace a whole product), then the newest baseline, then the
    newest generation time, then the larger id. A scene whose tile or platform is not known stays.
    """
    every = list(scenes)
    groups: dict[tuple[str, str], list[Scene]] = defaultdict(list)
    for scene in every:
        if scene.platform and scene.tile:
            groups[scene.platform, scene.tile].append(scene)
    replaced = {id(scene) for group in groups.values() if len(group) > 1 for scene in _replaced(group, forced)}
    return [scene for scene in every if id(scene) not in replaced]


def _replaced(group: list[Scene], forced: Container[str]) -> list[Scene]:
    """The scenes of one satellite and tile that a better one of the same pass covers."""
    kept: list[Scene] = []
    replaced = []
    for scene in sorted(group, key=lambda scene: (scene.id in forced, *_rank(scene)), reverse=True):
        if scene.id not in forced and any(_is_same_observation(better, scene) for better in kept):
            replaced.append(scene)
        else:
            kept.append(scene)
    return replaced


def _rank(scene: Scene) -> tuple[bool, int, tuple[int, ...], str, str]:
    version = tuple(int(number) for number in re.findall(r"\d+", scene.baseline))
    preferred = scene.class_rule in PREFERRED_RULES
    return preferred, len(set(scene.assets) & _COUNTED), version, scene.generated, scene.id


def _is_same_observation(better: Scene, scene: Scene) -> bool:
    if abs(better.acquired - scene.acquired) > SAME_PASS:
        return False
    return better.footprint.intersection(scene.footprint).area >= COVERED * scene.footprint.area
