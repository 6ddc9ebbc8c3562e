"""What can be chosen about a simulated archive, in Python and on the command line."""

from __future__ import annotations

import argparse
import dataclasses
from dataclasses import dataclass
from datetime import date

from ..errors import OrderError

MIN_SIZE, MAX_SIZE = 60, 10980
MAX_DATES = 366
SUMMER_START, WINTER_START = date(2025, 7, 1), date(2025, 1, 3)


@dataclass(frozen=True)
class SimulationSettings:
    """The options of `simulate_archive`; equal settings give equal pixels. `OrderError` where they make no sense."""

    seed: int = 1  # of landscape, clouds and noise; 0 or more
    size: int = 660  # side of each tile in 10 m pixels, a multiple of 6; real tiles have 10980
    dates: int = 12  # number of overpasses
    cloudiness: float = 0.4  # mean cloud cover of the overpasses, 0..1
    tiles: int = 2  # 1, 2 (a north-south pair) or 4 (2 x 2)
    two_zones: bool = False  # the tiles lie on both sides of the border of UTM zones 32 and 33 (12 degrees east)
    snow: bool = False  # snow lies on a part of the land that changes from overpass to overpass
    start: date = SUMMER_START  # day of the first overpass
    step_days: int | None = None  # days between overpasses; None: 3, 2, 3, 2, ... as two orbits of two satellites
    safe: bool = False  # the scenes are written as SAFE products too

    def __post_init__(self) -> None:
        problems = [text for holds, text in self._rules() if not holds]
        if problems:
            raise OrderError("The archive cannot be simulated: " + "; ".join(problems) + ".")

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        in_range = MIN_SIZE <= self.size <= MAX_SIZE and self.size % 6 == 0
        return (
            (self.seed >= 0, f"the seed {self.seed} is negative"),
            (in_range, f"the size {self.size} is no multiple of 6 from {MIN_SIZE} to {MAX_SIZE} pixels"),
            (1 <= self.dates <= MAX_DATES, f"{self.dates} dates are not between 1 and {MAX_DATES}"),
            (0.0 <= self.cloudiness <= 1.0, f"the cloudiness {self.cloudiness} is not between 0 and 1"),
            (self.tiles in (1, 2, 4), f"{self.tiles} tiles are not 1, 2 or 4"),
            (not self.two_zones or self.tiles > 1, "two zones need 2 or 4 tiles"),
            (self.step_days is None or self.step_days >= 1, f"{self.step_days} days between dates are less than 1"),
        )

    def to_json(self) -> dict[str, object]:
        """The settings as JSON values."""
        return {**dataclasses.asdict(self), "start": self.start.isoformat()}

    @classmethod
    def from_json(cls, document: dict[str, object]) -> SimulationSettings:
        """The settings that `to_json` wrote."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {name: value for name, value in document.items() if name in known}
        return cls(**{**values, "start": date.fromisoformat(str(document["start"]))})  # type: ignore[arg-type]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``s2gm simulate`` except its output folder."""
    default = SimulationSettings()
    parser.add_argument("--seed", type=int, default=default.seed, help="another number, another landscape and weather")
    parser.add_argument(
        "--size", type=int, default=default.size, metavar="PIXELS", help="side of a tile in 10 m pixels, multiple of 6"
    )
    parser.add_argument("--dates", type=int, default=default.dates, metavar="N", help="number of overpasses")
    parser.add_argument(
        "--cloudiness", type=float, default=default.cloudiness, metavar="0..1", help="mean cloud cover of the scenes"
    )
    parser.add_argument("--tiles", type=int, choices=(1, 2, 4), default=default.tiles, help="number of MGRS tiles")
    parser.add_argument("--two-zones", action="store_true", help="tiles on both sides of a UTM zone border")
    parser.add_argument("--snow", action="store_true", help="snow on a part of the land")
    parser.add_argument(
        "--start",
        type=date.fromisoformat,
        metavar="DATE",
        help=f"first day (default {SUMMER_START}, with --snow {WINTER_START})",
    )
    parser.add_argument(
        "--step-days", type=int, metavar="DAYS", help="days between dates (default: 3 and 2 in turn, as two orbits do)"
    )
    parser.add_argument("--safe", action="store_true", help="write the scenes as SAFE products too, in OUT/safe")


def settings_from_arguments(namespace: argparse.Namespace) -> SimulationSettings:
    """The settings of a parsed command line; `OrderError` where they make no sense."""
    names = ("seed", "size", "dates", "cloudiness", "tiles", "two_zones", "snow", "step_days", "safe")
    start = namespace.start or (WINTER_START if namespace.snow else SUMMER_START)
    return SimulationSettings(**{name: getattr(namespace, name) for name in names}, start=start)
