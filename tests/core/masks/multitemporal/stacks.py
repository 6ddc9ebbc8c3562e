"""Stacks made by hand: a meadow on every date, with whatever a test puts into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from s2gm_core.masks.multitemporal.detect import detect
from s2gm_core.masks.multitemporal.findings import Directions, MaskStack, SceneMask

SIDE = 40  # coarse cells of 40 m
FACTOR = 2
MEADOW = {"blue": 300, "green": 500, "red": 300, "near_infrared": 4000, "short_wave": 1800}
CLOUD = {"blue": 5000, "green": 5000, "red": 5000, "near_infrared": 5500, "short_wave": 3500}
ROOF = {"blue": 4600, "green": 4800, "red": 5000, "near_infrared": 5200, "short_wave": 5000}
STUBBLE = {"blue": 1100, "green": 1500, "red": 2000, "near_infrared": 2900, "short_wave": 3400}
SNOW = {"blue": 8500, "green": 8600, "red": 8500, "near_infrared": 8000, "short_wave": 900}
WATER = {"blue": 450, "green": 400, "red": 250, "near_infrared": 100, "short_wave": 50}
NADIR = Directions(hidden=(0.0, 0.0), shade=(-0.7, -0.4))
"""Seen from above; shadows lie north-west of clouds."""


@dataclass
class Place:
    """A stack that is being made; mutable. Planes are (time, y, x); rows and columns are coarse cells."""

    dates: int
    noise: float = 20.0
    planes: dict[str, np.ndarray] = field(init=False)
    classes: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(5)
        pattern = rng.normal(1.0, 0.05, (SIDE, SIDE))
        self.planes = {
            name: np.rint(value * pattern + rng.normal(0.0, self.noise, (self.dates, SIDE, SIDE)))
            for name, value in MEADOW.items()
        }
        self.classes = np.full((self.dates, SIDE * FACTOR, SIDE * FACTOR), 4, np.uint8)

    def put(self, what: Mapping[str, float], place: tuple[slice, slice], times: object = slice(None)) -> None:
        """A surface or an opaque cloud at a place on some dates, with texture of its own that stays."""
        rng = np.random.default_rng(9)
        texture = rng.normal(1.0, 0.03, (SIDE, SIDE))[place]
        for name, value in what.items():
            self.planes[name][(times, *place)] = value * texture

    def mix(self, what: Mapping[str, float], share: float, place: tuple[slice, slice], time: int) -> None:
        """A veil of an opacity 0..1 in front of the ground."""
        for name, value in what.items():
            ground = self.planes[name][(time, *place)]
            self.planes[name][(time, *place)] = (1 - share) * ground + share * value

    def darken(self, shares: Mapping[str, float], place: tuple[slice, slice], time: int) -> None:
        """Take a share of the light of bands."""
        for name, share in shares.items():
            self.planes[name][(time, *place)] *= 1 - share

    def call(self, scene_class: int, place: tuple[slice, slice], times: object = slice(None)) -> None:
        """What the classification says of coarse cells."""
        self.classes[(times, *fine(place))] = scene_class

    def stack(self, short_wave: bool = True, directions: Directions | None = NADIR) -> MaskStack:
        """The stack."""
        as_stored = {name: np.rint(plane).astype(np.int16) for name, plane in self.planes.items()}
        if not short_wave:
            as_stored["short_wave"] = None  # type: ignore[assignment]
        return MaskStack(
            **as_stored,
            scene_class=self.classes,
            factor=FACTOR,
            cell=(40.0, 40.0),
            directions=(directions,) * self.dates,
        )

    def masks(self, short_wave: bool = True, **more: object) -> list[SceneMask]:
        """The masks of all dates."""
        return list(detect(self.stack(short_wave), range(self.dates), **more))  # type: ignore[arg-type]


def square(row: int, col: int, size: int = 6) -> tuple[slice, slice]:
    """Coarse cells."""
    return slice(row, row + size), slice(col, col + size)


def fine(place: tuple[slice, slice]) -> tuple[slice, slice]:
    """The fine cells of coarse ones."""
    rows, cols = (slice(axis.start * FACTOR, axis.stop * FACTOR) for axis in place)
    return rows, cols


def outside(*places: tuple[slice, slice], rim: int = 4) -> np.ndarray:
    """Fine cells that are not near any of these places, (y, x) bool."""
    far = np.ones((SIDE * FACTOR, SIDE * FACTOR), bool)
    for rows, cols in map(fine, places):
        far[max(rows.start - rim, 0) : rows.stop + rim, max(cols.start - rim, 0) : cols.stop + rim] = False
    return far
