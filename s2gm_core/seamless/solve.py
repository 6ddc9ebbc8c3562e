"""The global solve: from all overpasses on a coarse lattice to patches, gains and blended low frequencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_erosion

from ..progress import PartOfProgress, Progress, SilentProgress, stop_if_cancelled
from ..radiometry.scaling import INVALID, SCALED_PER_REFLECTANCE
from .gains import Balance, solve_balance, weighted_residual
from .overlaps import overlaps_of
from .patches import Candidate, cost_of, everywhere, label_patches
from .pyramid import Smooth, blended, filled, levels_of
from .reference import Reference, haze_of, haziness, reference_of
from .seams import place_seams

CLOUD_MARGIN_METRES = 120.0
"""Cells so near to what the masks refuse, or to the rim of a swath, are used only where there is nothing else."""

WIDEST_BLEND_METRES = 4000.0
"""Largest cell of the pyramid: the width over which the coarsest differences are blended."""

LARGEST_COST = 6.0
"""Of a cell when overpasses are compared as a whole; higher ones say only that it sees nothing there."""


@dataclass(frozen=True)
class CoarseStack:
    """All overpasses on the lattice, the reading of a run's overviews.

    reflectance: (time, band, y, x) int16, reflectance x 10^4 along B02, B03, B04; any value where not valid.
    valid: (time, y, x) bool. wanted: (y, x) bool, cells of the area. candidates: what is known of each overpass.
    """

    reflectance: np.ndarray
    valid: np.ndarray
    wanted: np.ndarray
    candidates: Sequence[Candidate]
    cell_metres: float


@dataclass(frozen=True)
class Solution:
    """What every block of the full resolution needs to know.

    labels: (y, x) int16, the overpass of every cell, the nearest one's where none has an observation; -1 throughout
    where there is no observation at all.
    low: (band, y, x) float32 reflectance, all patches matched and blended, without gaps.
    coarse: (time, band, y, x) int16 balanced reflectance x 10^4 of every overpass, without gaps.
    order: overpasses in the order in which they fill pixels that their patch's overpass does not see: those of the
    period first.
    """

    labels: np.ndarray
    low: np.ndarray
    coarse: np.ndarray
    balance: Balance
    order: tuple[int, ...]
    residual_before: float  # root mean square difference of overlapping overpasses, reflectance
    residual_after: float
    overlaps: int  # pairs of overpasses that were compared


def solve(stack: CoarseStack, progress: Progress | None = None) -> Solution:
    """Patches, gains and low frequencies of all overpasses on cells.

    The reflectance of the stack, (time, band, y, x) int16, is overwritten, to save its room. Raises `Cancelled`.
    """
    progress = progress or SilentProgress()
    overpasses, bands = stack.reflectance.shape[:2]
    clear = _clear(stack)
    overlaps = overlaps_of(stack.reflectance, clear, PartOfProgress(progress, 0.0, 0.3))
    balance = solve_balance(overlaps, overpasses, bands, PartOfProgress(progress, 0.3, 0.5))
    for time in range(overpasses):
        stack.reflectance[time] = balanced_cells(stack.reflectance[time], balance, time)
    reference = reference_of(stack.reflectance, clear, stack.valid)
    hazes = [
        haze_of(_reflectance(stack.reflectance[time]), clear[time], reference, stack.cell_metres)
        for time in _stoppable(overpasses, PartOfProgress(progress, 0.5, 0.6), "Haze")
    ]
    cost = np.stack([_cost(stack, clear, haze, time) for time, haze in enumerate(hazes)])
    _tell(progress, 0.6, "Patches")
    shown = _of_the_period(stack)
    labels = label_patches(cost, shown, stack.wanted, stack.cell_metres)
    _tell(progress, 0.7, "Seams")
    labels = everywhere(place_seams(labels, stack.reflectance, clear & shown, stack.cell_metres))
    order = _filling_order(stack.candidates, cost)
    low = _blend(stack, _Veils(clear, reference, hazes), labels, PartOfProgress(progress, 0.8, 1.0))
    before = weighted_residual(overlaps, Balance.none(overpasses, bands))
    after = weighted_residual(overlaps, balance)
    return Solution(labels, low, stack.reflectance, balance, order, before, after, len(overlaps))


def _stoppable(count: int, progress: Progress, message: str) -> Iterator[int]:
    """0, 1, ... count - 1, told one by one. Raises `Cancelled`."""
    for done in range(count):
        stop_if_cancelled(progress)
        yield done
        progress.step(done + 1, count, f"{message} {done + 1} of {count}")


def _tell(progress: Progress, share: float, message: str) -> None:
    """Where the solve is, 0..1. Raises `Cancelled`."""
    stop_if_cancelled(progress)
    PartOfProgress(progress, share, 1.0).step(0, 1, message)


def _of_the_period(stack: CoarseStack) -> np.ndarray:
    """Valid cells, of days around the period only those that no overpass of the period sees; (time, y, x) bool."""
    own = np.array([one.in_period for one in stack.candidates])
    seen = stack.valid[own].any(axis=0)
    return stack.valid & (own[:, np.newaxis, np.newaxis] | ~seen)


def _filling_order(candidates: Sequence[Candidate], cost: np.ndarray) -> tuple[int, ...]:
    """Overpasses of the period before all others, the cheaper first; cost (time, y, x) float32."""
    usual = np.minimum(cost, LARGEST_COST).mean(axis=(1, 2))
    return tuple(sorted(range(len(cost)), key=lambda time: (not candidates[time].in_period, usual[time])))


def balanced_cells(scaled: np.ndarray, balance: Balance, time: int) -> np.ndarray:
    """Balanced reflectance x 10^4 of one overpass, (band, y, x) int16 both ways; `INVALID` stays."""
    gain = balance.gain[time][:, np.newaxis, np.newaxis]
    offset = balance.offset[time][:, np.newaxis, np.newaxis] * SCALED_PER_REFLECTANCE
    found = np.clip(np.rint(scaled * gain + offset), -INVALID, INVALID - 1)
    return np.where(scaled == INVALID, INVALID, found).astype(np.int16)


def _clear(stack: CoarseStack) -> np.ndarray:
    """Valid cells away from what is not, (time, y, x) bool; what lies outside the area is no cloud."""
    steps = max(1, round(CLOUD_MARGIN_METRES / stack.cell_metres))
    outside = ~stack.wanted
    clear = np.zeros_like(stack.valid)
    for valid, kept in zip(stack.valid, clear):
        kept[:] = valid & binary_erosion(valid | outside, np.ones((3, 3), bool), iterations=steps, border_value=1)
    return clear


def _reflectance(scaled: np.ndarray) -> np.ndarray:
    return np.asarray(scaled / np.float32(SCALED_PER_REFLECTANCE), dtype=np.float32)


def _cost(stack: CoarseStack, clear: np.ndarray, haze: Smooth, time: int) -> np.ndarray:
    """What it costs to take a cell from one overpass, (y, x) float32."""
    veil = haziness(haze.whole())
    return cost_of(stack.candidates[time], stack.valid[time], clear[time], veil, stack.cell_metres)


@dataclass(frozen=True)
class _Veils:
    """What lies over overpasses: clear (time, y, x) bool, the reference, and the haze of each overpass."""

    clear: np.ndarray
    reference: Reference
    hazes: Sequence[Smooth]


def _blend(stack: CoarseStack, veils: _Veils, labels: np.ndarray, progress: Progress) -> np.ndarray:
    """All patches without their haze, blended over several scales; (band, y, x) float32 reflectance.

    The gaps of ``stack.reflectance``, (time, band, y, x) int16, are filled in place with the reference, matched to each
    overpass.
    """
    clear, reference, hazes = veils.clear, veils.reference, veils.hazes
    shown = set(np.unique(labels[labels >= 0]).tolist())

    def layers() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for time in _stoppable(len(stack.reflectance), progress, "Blending image"):
            image = stack.reflectance[time]
            beside = filled(_reflectance(image) - reference.plane, clear[time].astype(np.float32))
            whole = (reference.plane + beside) * np.float32(SCALED_PER_REFLECTANCE)
            image[:] = np.clip(np.rint(whole), -INVALID, INVALID - 1)
            if time in shown:
                yield beside - hazes[time].whole(), (labels == time).astype(np.float32)

    shape = (labels.shape[0], labels.shape[1])
    most = max(0, int(np.log2(max(WIDEST_BLEND_METRES / stack.cell_metres, 1.0))))
    return reference.plane + blended(layers(), stack.reflectance.shape[1], shape, levels_of(shape, most))
