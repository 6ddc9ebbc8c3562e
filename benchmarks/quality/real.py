"""Leave a clear date out and predict it from the others, on real data.

    python -m benchmarks.quality.real [--rows NAME ...] [--data croatia switzerland]

See `benchmarks.quality.croatia` and `benchmarks.quality.switzerland` for what is predicted from what. The date that was
left out is another day, and clouds that its mask missed are in it: no method can reach 0, and only methods can be
compared. What the data lack is named.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.quality import croatia, switzerland
from benchmarks.quality.figures import root_mean_square
from benchmarks.quality.kept import FIGURES, Key, keep
from benchmarks.quality.prediction import DATA, Errors
from benchmarks.quality.rows import ROWS
from benchmarks.table import print_head, print_row
from s2gm_core.errors import S2GMError

PLACES = {"croatia": croatia.predictions, "switzerland": switzerland.predictions}
KERNEL_ROWS = [name for name, row in ROWS.items() if not row.changes]
"""Rows that need no more than a kernel."""


@dataclass(frozen=True)
class RealFigures:
    """Of all dates that were left out: how many, part of the clear pixels predicted, errors of all bands together."""

    dates: float
    predicted: float
    error: float  # root mean square
    typical: float  # median of the absolute differences
    bias: float


def figures(found: list[Errors]) -> RealFigures:
    """The figures of the errors of several dates."""
    every = np.concatenate([one.differences for one in found]).astype(np.float64)
    share = float(np.mean([one.predicted for one in found]))
    typical, bias = float(np.median(np.abs(every))), float(every.mean())
    return RealFigures(len(found), share, root_mean_square(every), typical, bias)


def main() -> None:
    """Print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", choices=list(PLACES), default=list(PLACES))
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--figures", type=Path, default=FIGURES, help=f"file of the figures ({FIGURES.name})")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The real data are not at {DATA}: nothing to compare. S2GM_DATA names another folder.")
        return
    print_head("data", "row", *RealFigures.__annotations__)
    for place in options.data:
        for name in options.rows or (ROWS if place == "croatia" else KERNEL_ROWS):
            try:
                found = asdict(figures(list(PLACES[place](ROWS[name]))))
            except S2GMError as problem:
                print_row(place, name, str(problem))
                continue
            print_row(place, name, *(f"{value:.4f}" for value in found.values()))
            keep(options.figures, Key(place, "", name), found)


if __name__ == "__main__":
    main()
