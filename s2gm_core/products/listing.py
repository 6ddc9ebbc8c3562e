"""What a mosaic would be made of: every scene that is there, why some would be left out, what reading them costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.records import Scene
from ..order import Order
from .estimate import read_estimates
from .scenes import wanted_scenes


@dataclass(frozen=True)
class ListedScene:
    """One scene over the area of an order."""

    scene: Scene
    left_out_because: str  # "" where a mosaic would use the scene
    read_bytes: int  # expected upper bound of what a mosaic reads of it; 0 where it is left out

    @property
    def is_used(self) -> bool:
        """Whether a mosaic would use it."""
        return not self.left_out_because


def listed_scenes(order: Order, found: Sequence[Scene]) -> tuple[ListedScene, ...]:
    """What the order does with the scenes that a catalogue has over its area and time, oldest first."""
    wanted = {id(scene) for period in order.periods for scene in wanted_scenes(order, period, found)}
    without_limits = order.with_changes(max_cloud=100.0, relative_orbits=())
    newest = {id(scene) for period in order.periods for scene in wanted_scenes(without_limits, period, found)}
    used = [scene for scene in found if id(scene) in wanted]
    costs = read_estimates(order, used)
    rows = []
    for scene in sorted(found, key=lambda scene: (scene.acquired, scene.tile, scene.id)):
        is_used = id(scene) in wanted
        reason = "" if is_used else _reason(order, scene, id(scene) in newest)
        rows.append(ListedScene(scene, reason, costs[scene.id] if is_used else 0))
    return tuple(rows)


def _reason(order: Order, scene: Scene, is_newest: bool) -> str:
    """Why a scene is left out, the first rule that does so."""
    if scene.id in order.exclude_scenes and scene.id not in order.include_scenes:
        return "excluded"
    if order.platforms and scene.platform not in order.platforms:
        return "other satellite"
    if order.baselines and scene.baseline not in order.baselines:
        return "other baseline"
    if not is_newest:
        return "another processing is used"
    if order.relative_orbits and scene.relative_orbit not in order.relative_orbits:
        return "other orbit"
    return "clouds"
