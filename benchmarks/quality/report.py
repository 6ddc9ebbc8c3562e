"""The tables of docs/quality.md, in Markdown, from the figures that `by_method` and `real` kept.

python -m benchmarks.quality.report [--figures FILE]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.quality.by_method import LENGTHS, MASKS
from benchmarks.quality.kept import FIGURES, Key, read
from benchmarks.quality.rows import PLAIN, ROWS
from benchmarks.table import print_head, print_row

Kept = Mapping[Key, Mapping[str, float]]


def _percent(value: float) -> str:
    return "" if math.isnan(value) else f"{100 * value:.2f}"


def _small(value: float) -> str:
    """Reflectance x 10^4, whole numbers."""
    return "" if math.isnan(value) else f"{10000 * value:.0f}"


FULL: Sequence[tuple[str, str, Callable[[float], str]]] = (
    ("missing %", "missing", _percent),
    ("cloud %", "cloud", _percent),
    ("thin %", "thin", _percent),
    ("shadow %", "shadow", _percent),
    ("bright %", "bright", _percent),
    ("dark %", "dark", _percent),
    ("error date", "error_date", _small),
    ("error own", "error_own", _small),
    ("typical", "typical", _small),
    ("bias", "bias", _small),
    ("error mean", "error_mean", _small),
    ("noise", "noise", _small),
    ("changes %", "changes", _percent),
)
"""Heading, figure, and how it is written."""

REAL: Sequence[tuple[str, str, Callable[[float], str]]] = (
    ("predicted %", "predicted", _percent),
    ("error", "error", _small),
    ("typical", "typical", _small),
    ("bias", "bias", _small),
)


def full_table(kept: Kept, period: str, mask: str) -> None:
    """All figures of one period and mask, one row per method or variant."""
    print(f"\n### A {period}, mask {mask}\n")
    print_head("row", *(heading for heading, _, _ in FULL))
    for row in ROWS:
        found = kept.get(Key(period, mask, row))
        if found:
            print_row(row, *(write(found[name]) for _, name, write in FULL))


def overview(kept: Kept, title: str, write: Callable[[Mapping[str, float]], str]) -> None:
    """One figure of every method by period and mask."""
    places = [(period, mask) for period in LENGTHS for mask in MASKS]
    print(f"\n### {title}\n")
    print_head("method", *(f"{period}, {mask}" for period, mask in places))
    for row in PLAIN:
        keys = [Key(period, mask, row) for period, mask in places]
        if any(key in kept for key in keys):
            print_row(row, *(write(kept[key]) if key in kept else "" for key in keys))


def real_table(kept: Kept) -> None:
    """The predictions of both real data sets."""
    print("\n### Real data\n")
    print_head("row", *(f"{place}: {heading}" for place in ("Croatia", "Switzerland") for heading, _, _ in REAL))
    for row in ROWS:
        cells = []
        for place in ("croatia", "switzerland"):
            found = kept.get(Key(place, "", row))
            cells += [write(found[name]) if found else "" for _, name, write in REAL]
        if any(cells):
            print_row(row, *cells)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=FIGURES, help=f"file of the figures ({FIGURES.name})")
    kept = read(parser.parse_args().figures)
    overview(kept, "Error own", lambda found: _small(found["error_own"]))
    overview(kept, "Typical error", lambda found: _small(found["typical"]))
    overview(kept, "Residual cloud and shadow", lambda found: _percent(found["bright"] + found["dark"]))
    overview(kept, "Missing pixels", lambda found: _percent(found["missing"]))
    overview(kept, "Noise", lambda found: _small(found["noise"]))
    for period in LENGTHS:
        full_table(kept, period, "esa")
    real_table(kept)


if __name__ == "__main__":
    main()
