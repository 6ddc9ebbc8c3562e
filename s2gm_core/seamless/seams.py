"""Seams where images agree.

Along the border of two patches lies a band of cells that both overpasses see. In it the seam is laid anew: both patches
grow into the band from its sides, first where the two images differ and last where they agree, so that they meet where
they differ least. This is a watershed on the agreement, the minimax counterpart of the minimum-error path: no cell that
the seam crosses could be replaced by one with less difference. It closes around islands and takes any number of bends,
where a path needs two ends.

Sources: minimum-error boundary: Efros and Freeman, Image quilting, SIGGRAPH 2001. Watershed: Lotufo and Falcao 2000, by
`scipy.ndimage.watershed_ift`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_dilation, find_objects, gaussian_filter, watershed_ift

from ..grid import Window

BAND_METRES = 2000.0
"""On each side of a border."""

FULL_DIFFERENCE = 0.05
"""Reflectance from which differences are all alike."""

HIGHEST = 4000
FIRST, SECOND, OTHERS = 1, 2, 3

_AROUND = np.ones((3, 3), dtype=bool)


@dataclass(frozen=True)
class _Border:
    """The border of two patches, and the part of the lattice in which its seam may move."""

    first: int
    second: int
    window: Window


def place_seams(labels: np.ndarray, images: np.ndarray, clear: np.ndarray, cell_metres: float) -> np.ndarray:
    """The labels with their seams where images agree, (y, x) int16.

    labels (y, x) int16, -1 = none; images (time, band, y, x) int16 balanced reflectance x 10^4; clear (time, y, x)
    bool: cells that may change sides, where both overpasses are clear.
    """
    moved, reach = labels.copy(), max(1, round(BAND_METRES / cell_metres))
    for border in list(_borders(labels, reach)):
        inside = border.window.slices
        here = moved[inside]
        pair = [border.first, border.second]
        difference = np.abs(images[pair[0]][:, inside[0], inside[1]] - images[pair[1]][:, inside[0], inside[1]] * 1.0)
        both = clear[pair[0]][inside] & clear[pair[1]][inside]
        here[:] = _moved_seam(here, border, difference.max(axis=0) / 10_000.0, both, reach)
    return moved


def _moved_seam(here: np.ndarray, border: _Border, difference: np.ndarray, both: np.ndarray, reach: int) -> np.ndarray:
    """One seam laid anew; here (y, x) int16 labels, difference (y, x) reflectance, both (y, x) bool."""
    first, second = here == border.first, here == border.second
    touching = (first & binary_dilation(second, _AROUND)) | (second & binary_dilation(first, _AROUND))
    free = binary_dilation(touching, _AROUND, iterations=reach) & (first | second) & both
    if not free.any() or not (first & ~free).any() or not (second & ~free).any():
        return here
    markers = np.where(first, FIRST, np.where(second, SECOND, OTHERS)).astype(np.int32)
    markers[free] = 0
    flooded = watershed_ift(_as_steps(_agreement(difference)), markers)
    found = np.where(flooded == FIRST, border.first, np.where(flooded == SECOND, border.second, here))
    return np.where(free, found, here).astype(here.dtype)


def _agreement(difference: np.ndarray) -> np.ndarray:
    """How much two images agree, (y, x) uint16: flooded from low to high, floods meet where they agree best."""
    smooth = gaussian_filter(np.minimum(difference, FULL_DIFFERENCE), 0.7)
    return np.rint((1.0 - smooth / FULL_DIFFERENCE) * HIGHEST).astype(np.uint16)


def _as_steps(height: np.ndarray) -> np.ndarray:
    """A plane (y, x) uint16 in which a step between neighbours is as high as both their heights together.

    What scipy floods by is the step from cell to cell, not a cell's height: so heights are laid up and down in turn.
    """
    rows, cols = np.indices(height.shape)
    return np.where((rows + cols) % 2 == 0, HIGHEST + height, HIGHEST - height).astype(np.uint16)


def _borders(labels: np.ndarray, reach: int) -> Iterator[_Border]:
    """Pairs of patches that touch, each with the window of their border and ``reach`` cells around it."""
    pairs: set[tuple[int, int]] = set()
    for one, other in ((labels[:, 1:], labels[:, :-1]), (labels[1:], labels[:-1])):
        differs = (one != other) & (one >= 0) & (other >= 0)
        found = np.sort(np.stack([one[differs], other[differs]]), axis=0)
        pairs |= set(map(tuple, np.unique(found, axis=1).T.tolist()))
    for first, second in sorted(pairs):
        mine, theirs = labels == first, labels == second
        touching = (mine & binary_dilation(theirs, _AROUND)).astype(np.uint8)
        rows, cols = find_objects(touching)[0]
        top, left = max(rows.start - 2 * reach, 0), max(cols.start - 2 * reach, 0)
        bottom, right = min(rows.stop + 2 * reach, labels.shape[0]), min(cols.stop + 2 * reach, labels.shape[1])
        yield _Border(first, second, Window(top, left, bottom - top, right - left))
