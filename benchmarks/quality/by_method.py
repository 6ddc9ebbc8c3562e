"""Every method on simulated archives of a month, a quarter and a year, with a perfect, a usual and a leaky cloud mask.

    python -m benchmarks.quality.by_method [--period month quarter year] [--mask true esa weak_4] [--rows NAME ...]

Prints the figures of `figures.Figures` as they come and keeps them in a file, from which `benchmarks.quality.report`
makes the tables of docs/quality.md; a row that is made again takes the place of the old one. Rows with options other
than the defaults are made with the usual mask only, unless they are named.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks.archive import BenchArchive, simulated
from benchmarks.quality.figures import figures
from benchmarks.quality.kept import FIGURES, Key, keep
from benchmarks.quality.masks import with_true_masks
from benchmarks.quality.rows import PLAIN, ROWS, Row
from benchmarks.quality.truth import Truth, compare, make, truth_of
from benchmarks.table import print_head, print_row
from s2gm_core.errors import S2GMError
from s2gm_core.simulate import SimulationSettings


@dataclass(frozen=True)
class Length:
    """A period, and the archive that stands for it."""

    name: str
    start: date
    dates: int
    size: int
    tiles: int
    step_days: int | None = None  # None: 3 and 2 in turn


LENGTHS = {
    row.name: row
    for row in (
        Length("month", date(2025, 7, 1), 12, 480, 2),
        Length("quarter", date(2025, 7, 1), 36, 360, 2),
        Length("year", date(2025, 1, 2), 73, 360, 1, 5),
    )
}
MASKS = {"true": "esa", "esa": "esa", "weak_4": "weak_4"}
"""Quality of the mask by name, and the order's cloud mask; ``true`` has classifications that are right."""


def archive_of(length: Length, mask: str, cloudiness: float) -> BenchArchive:
    """The simulated archive of a period, with classifications for a mask."""
    usual = simulated(
        SimulationSettings(
            start=length.start,
            step_days=length.step_days,
            dates=length.dates,
            size=length.size,
            tiles=length.tiles,
            cloudiness=cloudiness,
        )
    )
    return with_true_masks(usual) if mask == "true" else usual


def main() -> None:
    """Make, measure, print and keep the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--period", nargs="+", choices=list(LENGTHS), default=list(LENGTHS))
    parser.add_argument("--mask", nargs="+", choices=list(MASKS), default=list(MASKS))
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--cloudiness", type=float, default=0.4)
    parser.add_argument("--figures", type=Path, default=FIGURES, help=f"file of the figures ({FIGURES.name})")
    options = parser.parse_args()
    for name in options.period:
        truth: Truth | None = None
        for mask in options.mask:
            archive = archive_of(LENGTHS[name], mask, options.cloudiness)
            rows = [ROWS[row] for row in options.rows or (ROWS if mask == "esa" else PLAIN)]
            truth = print_rows(Key(name, mask, ""), archive, rows, truth, options.figures)


def print_rows(where: Key, archive: BenchArchive, rows: list[Row], truth: Truth | None, file: Path) -> Truth | None:
    """Make and measure some rows; the truth is that of any mask."""
    print(f"\n{where.period}, mask {where.mask}: {archive.folder.name}, {archive.start} to {archive.end}", flush=True)
    first = True
    for row in rows:
        out, started = Path(tempfile.mkdtemp(prefix="s2gm-bench-")), time.perf_counter()
        try:
            product = make(archive, row, out, cloud_mask=MASKS[where.mask])
            seconds = time.perf_counter() - started
            truth = truth or truth_of(archive, product.grid)
            found = asdict(figures(compare(product, truth, row), truth, row.selects))
        except S2GMError as problem:
            print(f"{row.name}: {problem}", flush=True)
            continue
        finally:
            shutil.rmtree(out)
        if first:
            print_head("row", *found, "seconds")
            first = False
        print_row(row.name, *(f"{value:.4f}" for value in found.values()), f"{seconds:.1f}")
        keep(file, Key(where.period, where.mask, row.name), found)
    return truth


if __name__ == "__main__":
    main()
