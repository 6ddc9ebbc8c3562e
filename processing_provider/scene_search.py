"""Looking for the scenes of an order, and what a mosaic of them would be: for algorithms and windows alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .scene_layer import MEBIBYTE
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order
    from ..s2gm_core.catalog.records import Scene
    from ..s2gm_core.network.client import HttpClient
    from ..s2gm_core.products.listing import ListedScene
    from ..s2gm_core.progress import Progress


@dataclass(frozen=True)
class Found:
    """What a search found."""

    scenes: tuple[Scene, ...]  # as the catalogue gave them
    rows: tuple[ListedScene, ...]  # with what the order does with them, oldest first
    why_none: str  # where no scene is used, what the source has instead

    @property
    def used(self) -> tuple[ListedScene, ...]:
        """The scenes that a mosaic would use."""
        return tuple(row for row in self.rows if row.is_used)

    @property
    def mebibytes(self) -> float:
        """What a mosaic would read at most."""
        return sum(row.read_bytes for row in self.rows) / MEBIBYTE


def search_scenes(order: Order, client: HttpClient, progress: Progress) -> Found:
    """All scenes over the area in the time of an order. Raises `S2GMError`; not for the main thread."""
    from ..s2gm_core.catalog.sources import open_source
    from ..s2gm_core.products.scenes import found_scenes, unknown_scenes, why_no_scene
    from ..s2gm_core.progress import stop_if_cancelled

    stop_if_cancelled(progress)
    catalogue = open_source(order.source, client.stopped_by(progress.is_cancelled))
    scenes = found_scenes(order, catalogue, progress)
    for problem in catalogue.problems:
        progress.warning(translate("S2GM", "Left out: {problem}").format(problem=problem))
    for problem in unknown_scenes(order, scenes):
        progress.warning(problem)
    found = listed(order, scenes)
    stop_if_cancelled(progress)
    return found if found.used else Found(found.scenes, found.rows, why_no_scene(order, scenes, catalogue))


def listed(order: Order, scenes: Sequence[Scene]) -> Found:
    """What an order does with scenes that are known already."""
    from ..s2gm_core.products.listing import listed_scenes

    return Found(tuple(scenes), listed_scenes(order, scenes), "")
