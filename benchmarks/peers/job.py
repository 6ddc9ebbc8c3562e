"""What the jobs of the peers share: their arguments, which items they take, what they report. Standard library only."""

from __future__ import annotations

import argparse
import json
import resource
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VALID_CLASSES = (2, 4, 5, 6, 11)
"""Scene classes that count: our mask ``esa``."""

ASSETS = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir"}
"""Keys of the bands in an item; they are those of Earth Search, and so is ``scl``."""

BANDS = tuple(ASSETS)
OFFSET_FROM_BASELINE = 4.0
OFFSET = -1000
"""What ESA's products add to the digital numbers from that processing baseline on, to be added again."""


@dataclass(frozen=True)
class JobReport:
    """What a job says of itself."""

    name: str
    version: str
    seconds: float  # without the imports
    peak_mib: float  # largest resident size of the process, imports included

    @classmethod
    def of_line(cls, line: str) -> JobReport:
        """The report of a job's line."""
        return cls(**json.loads(line))

    @property
    def line(self) -> str:
        """The report as the job prints it."""
        return json.dumps(asdict(self))


def report(name: str, version: str, seconds: float) -> JobReport:
    """The report of this process."""
    return JobReport(name, version, round(seconds, 3), round(peak_mib(), 1))


def peak_mib() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def arguments(description: str | None, methods: tuple[str, ...]) -> argparse.Namespace:
    """The command line of a job: ``catalogue``, ``out``, ``method`` and ``bands`` (a tuple)."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path, help="catalog.json with items under items/*/*.json")
    parser.add_argument("out", type=Path, help="the GeoTIFF to write: uint16, 0 = nothing")
    parser.add_argument("--method", choices=methods, default=methods[0])
    parser.add_argument("--bands", type=_bands, default=BANDS, help=",".join(BANDS))
    return parser.parse_args()


def tile_items(catalogue: Path) -> list[Path]:
    """Item files of the first tile of a catalogue: the peers' mosaics are of one tile."""
    tiles: dict[str, list[Path]] = {}
    for path in sorted(catalogue.parent.glob("items/*/*.json")):
        tiles.setdefault(tile_of(json.loads(path.read_text())["properties"]), []).append(path)
    if not tiles:
        raise SystemExit(f"{catalogue} has no items under items/*/*.json.")
    return tiles[min(tiles)]


def tile_of(properties: dict[str, Any]) -> str:
    """The MGRS tile of an item's properties, such as 33TWL."""
    return str(properties["grid:code"]).removeprefix("MGRS-")


def offset_of(properties: dict[str, Any]) -> int:
    """What has to be added to the digital numbers of an item; the baseline decides, unless the provider has done it."""
    if properties.get("earthsearch:boa_offset_applied"):
        return 0
    return OFFSET if float(properties["s2:processing_baseline"]) >= OFFSET_FROM_BASELINE else 0


def _bands(text: str) -> tuple[str, ...]:
    bands = tuple(text.split(","))
    if not set(bands) <= set(BANDS):
        raise argparse.ArgumentTypeError(f"choose among {','.join(BANDS)}")
    return bands
