"""The lattice on which a seamless mosaic is solved as a whole, and what that takes."""

from __future__ import annotations

from ...grid import Window
from ..block_plan import BlockPlan
from ..coarse_lattice import CoarseLattice, lattice_over
from .tiles import images_of

CELL_METRES = 80.0
MOST_CELLS = 20_000_000
"""Cells times images; cells double where there would be more."""

BYTES_PER_OBSERVATION, BYTES_PER_CELL = 24, 150
"""What the solve holds at its peak."""

BYTES_PER_PAIR, BYTES_PER_SQUARE = 1000, 256
"""What the gains take: what is known of two images that overlap, and of equations between all (images squared)."""

BLENDING_BYTES = 64
"""Of a pixel while patches are blended: sums, weights and what is expanded from the lattice."""


def lattice_of(plan: BlockPlan) -> CoarseLattice:
    """The lattice of a product: cells of about `CELL_METRES`, larger where ground and images are many.

    It depends on the order and its scenes alone, never on the machine.
    """
    metres, lattice = CELL_METRES, lattice_over(plan.grid, CELL_METRES)
    while images_of(plan) * cells_of(lattice) > MOST_CELLS:
        metres *= 2.0
        lattice = lattice_over(plan.grid, metres)
    return lattice


def whole(lattice: CoarseLattice) -> Window:
    """All cells that a product's pixels lie in."""
    grid = lattice.grid
    return Window(0, 0, -(-grid.height // lattice.pixels_down), -(-grid.width // lattice.pixels_across))


def cells_of(lattice: CoarseLattice) -> int:
    """How many cells there are."""
    window = whole(lattice)
    return window.height * window.width


def kept_bytes(plan: BlockPlan) -> int:
    """What the solution takes on the disk: three bands of every image, blended ones, labels."""
    return cells_of(lattice_of(plan)) * (6 * images_of(plan) + 14)


def solve_bytes(plan: BlockPlan) -> int:
    """What the solve holds at most."""
    images = images_of(plan)
    gains = BYTES_PER_PAIR * images * (images - 1) // 2 + BYTES_PER_SQUARE * images**2
    return cells_of(lattice_of(plan)) * (BYTES_PER_OBSERVATION * images + BYTES_PER_CELL) + gains
