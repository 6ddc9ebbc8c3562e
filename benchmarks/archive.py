"""The simulated archive that the benchmarks share, made once per size and kept under build/bench."""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from benchmarks.enlarge import enlarge_archive
from s2gm_core import simulate
from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import SimulationSettings, simulate_archive

SIMULATOR = Path(simulate.__file__).parent
FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"


class LinesProgress(SilentProgress):
    """Says on the terminal what the archive's making is at."""

    def step(self, done: int, total: int, message: str) -> None:
        """One line per tenth."""
        if done == total or done % max(1, total // 10) == 0:
            print(f"  simulating: {done} of {total}", flush=True)


@dataclass(frozen=True)
class BenchArchive:
    """Where the archive is, and what an order needs to know of it."""

    folder: Path
    area: BaseGeometry  # lon/lat
    start: str  # ISO dates
    end: str

    @property
    def catalogue(self) -> str:
        """The catalogue's path, for an order's source."""
        return str(self.folder / "catalog.json")


def add_archive_options(parser: argparse.ArgumentParser, size: int, dates: int) -> None:
    """Options of `bench_archive`."""
    parser.add_argument("--archive", type=Path, help="an archive of 's2gm simulate'; default: one of the size below")
    parser.add_argument("--size", type=int, default=size, help=f"side of a simulated tile in 10 m pixels ({size})")
    parser.add_argument("--repeat", type=int, default=1, metavar="K", help="simulate size/K and repeat it K x K times")
    parser.add_argument("--dates", type=int, default=dates, help=f"number of simulated overpasses ({dates})")
    parser.add_argument("--cloudiness", type=float, default=0.4, help="mean cloud cover of the scenes (0.4)")
    parser.add_argument("--seed", type=int, default=1, help="another number, another landscape (1)")


def _simulator() -> str:
    """Short hash of the simulator's code: the truth is computed anew, so the archive must be of the same code."""
    files = [*SIMULATOR.glob("*.py"), *(SIMULATOR.parent / "radiometry" / name for name in ("brdf.py", "sun.py"))]
    code = b"".join(path.read_bytes() for path in sorted(files))
    return hashlib.sha256(code).hexdigest()[:8]


def bench_archive(options: argparse.Namespace) -> BenchArchive:
    """The archive of the options, simulated unless it is there."""
    folder = options.archive
    if folder is None:
        cloud = round(options.cloudiness * 100)
        size = options.size // options.repeat
        name = f"archive_{size}px_{options.dates}dates_{cloud}cloud_seed{options.seed}_{_simulator()}"
        folder = FOLDER / name
        if not (folder / "archive.json").exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            settings = SimulationSettings(
                seed=options.seed,
                size=size,
                dates=options.dates,
                cloudiness=options.cloudiness,
                tiles=1 if options.repeat > 1 else SimulationSettings().tiles,
            )
            simulate_archive(folder, settings, LinesProgress())
        if options.repeat > 1:
            small, folder = folder, folder.with_name(f"{folder.name}_x{options.repeat}")
            if not (folder / "archive.json").exists():
                enlarge_archive(small, folder, options.repeat)
    return opened(folder)


def simulated(settings: SimulationSettings) -> BenchArchive:
    """The archive of some settings, simulated unless it is there."""
    name = f"archive_{settings.size}px_{settings.dates}dates_from_{settings.start}_{settings.tiles}tiles"
    folder = FOLDER / f"{name}_{round(settings.cloudiness * 100)}cloud_seed{settings.seed}_{_simulator()}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        simulate_archive(folder, settings, LinesProgress())
    return opened(folder)


def opened(folder: Path) -> BenchArchive:
    """The archive in a folder that is complete."""
    facts = json.loads((folder / "archive.json").read_text())
    return BenchArchive(folder, box(*facts["bbox"]), facts["start"], facts["end"])
