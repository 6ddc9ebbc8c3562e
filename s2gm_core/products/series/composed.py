"""The composite of a period on a piece: the pixels of a mosaic, made by the mosaic's own blocks."""

from __future__ import annotations

import numpy as np

from ...layers import Layer
from ...period import Period
from ...progress import Progress
from ..block import BlockMaker
from ..planning import MosaicPlan
from ..record import ReadFailure
from .groups import Piece
from .records import NO_OBSERVATION, REASONS
from .seen import GEOMETRIES, Epoch, Seen, Source, decoded


class CompositeMaker:
    """Makes the composites of pieces for one period; one instance serves one group."""

    def __init__(self, plan: MosaicPlan, period: Period, source: Source) -> None:
        self._plan = plan
        self._epoch = Epoch(period.start, period.last_day, 0)
        with GEOMETRIES:
            self._blocks = BlockMaker(plan.block, source.pool, source.angles, source.threads, 1, source.reader)

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far."""
        return self._blocks.failures

    def close(self) -> None:
        """Stop reading ahead."""
        self._blocks.__exit__()

    def make(self, piece: Piece, progress: Progress) -> Seen:
        """The composite of a piece, (1, y, x). Raises `Cancelled`."""
        with GEOMETRIES:
            task = self._blocks.task(piece.window)
        planes = self._blocks.make(task, progress).planes
        layers = self._plan.block.layers
        known = {name: _values(planes[name], layers[name])[np.newaxis] for name in planes}
        granule = planes["source_index"][np.newaxis]
        return Seen(
            epochs=(self._epoch,),
            granules=self._plan.granules,
            is_composite=True,
            granule=granule,
            scene_class=planes["quality_scene_classification"][np.newaxis],
            reason=np.where(granule >= 0, 0, REASONS.index(NO_OBSERVATION)).astype(np.uint8),
            day=known["date"],
            variables=known,
        )


class NoScenes:
    """Stands for a period without any scene."""

    failures: tuple[ReadFailure, ...] = ()

    def __init__(self, period: Period) -> None:
        self._epoch = Epoch(period.start, period.last_day, 0)

    def make(self, piece: Piece, progress: Progress) -> Seen:
        """Empty planes, (1, y, x)."""
        shape = (1, *piece.window.shape)
        return Seen(
            epochs=(self._epoch,),
            granules=(),
            is_composite=True,
            granule=np.full(shape, -1, dtype=np.int16),
            scene_class=np.full(shape, 255, dtype=np.uint8),
            reason=np.full(shape, REASONS.index(NO_OBSERVATION), dtype=np.uint8),
            day=np.full(shape, np.nan),
            variables={},
        )

    def close(self) -> None:
        """Nothing is open."""


def _values(plane: np.ndarray, layer: Layer) -> np.ndarray:
    """Values of a layer, (y, x) float64, NaN where there is none."""
    return decoded(plane, layer.nodata, layer.scale, layer.offset)
