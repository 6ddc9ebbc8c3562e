"""Short-term composite (STC) V1.0: the service's first rule, by scene class, band sums and cloud probability.

Source: S2GM ATBD v1.1 (2018), table 2-4, as the service's published evalscript has it. The newest valid observation is
the best so far; each older one, A, is compared with the best, B, and takes its place or not:

    of different classes    the class that stands first in 4 5 11 6 2 3 7 10 8 9 1 wins, except 4 beside 5
    4 and 4                 A if its NDVI differs
    4 and 5, 5 and 5        A if its B02 + B03 + B04 is lower
    11 and 11, 2, 3         A if its B02 + B03 + B04 is higher
    6 and 6                 A if its NDWI = (B03 - B08) / (B03 + B08) is higher or its B11 + B12 is lower
    7, 10, 8, 9, 1          A if its B02 + B03 + B04 is lower

and in all but the first and the last line only if the cloud probability of A is not higher than that of B. The rule for
4 and 4 is written as it was published (the higher NDVI if not cloudier, else the lower NDVI if not cloudier), and comes
down to this. It makes the oldest of the least cloudy observations of vegetation win.

An unknown cloud probability counts as higher than any that is known, and two unknown ones as equal, so that without the
layer the other conditions decide alone. Negative reflectance counts as 0 in the ratios. The service applied the rule to
two or three observations; here it is applied to any number. Snow is not refined: V1.0 did not do it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from .averages import take_where
from .extremes import in_runs
from .method import Method
from .stack import Need, Observations

BANDS = ("B02", "B03", "B04", "B08", "B11", "B12")
CLASS_ORDER = (4, 5, 11, 6, 2, 3, 7, 10, 8, 9, 1)
"""Scene classes, the preferred ones first."""

VEGETATION, SOIL, WATER = 4, 5, 6
UNKNOWN_PROBABILITY = 255

_PRECEDENCE = np.zeros(256, dtype=np.int32)
_PRECEDENCE[list(CLASS_ORDER)] = np.arange(len(CLASS_ORDER), 0, -1)
_BRIGHTER_WINS = np.isin(np.arange(256), (11, 2, 3))


@dataclass(frozen=True)
class _Seen:
    """What the rules look at, of one observation per pixel; every field (y, x) int32."""

    scene_class: np.ndarray
    precedence: np.ndarray  # larger = preferred, -1 = no observation yet
    cloud: np.ndarray  # probability in percent, 255 = unknown
    visible: np.ndarray  # B02 + B03 + B04, reflectance x 10^4
    short_wave: np.ndarray  # B11 + B12
    green: np.ndarray
    red: np.ndarray
    near_infrared: np.ndarray


def choose(observations: Observations) -> np.ndarray:
    """Time index of the short-term composite V1.0, (y, x) int16, -1 where nothing is valid."""
    index = np.full(observations.shape, -1, dtype=np.int16)
    none = np.full(observations.shape, -1, dtype=np.int32)
    best = _Seen(*(none.copy() for _ in fields(_Seen)))
    for time, valid in enumerate(observations.valid):
        seen = _seen_at(observations, time)
        wins = valid & _takes_its_place(seen, best)
        take_where(index, time, wins)
        for field in fields(_Seen):
            held, new = getattr(best, field.name), getattr(seen, field.name)
            held += (new - held) * wins
    return index


def _seen_at(observations: Observations, time: int) -> _Seen:
    def plane(band: str) -> np.ndarray:
        return observations.plane(band)[time].astype(np.int32)

    cloud = observations.cloud_probability
    unknown = np.full(observations.shape, UNKNOWN_PROBABILITY, dtype=np.int32)
    return _Seen(
        scene_class=observations.scene_class[time].astype(np.int32),
        precedence=_PRECEDENCE[observations.scene_class[time]],
        cloud=unknown if cloud is None else cloud[time].astype(np.int32),
        visible=plane("B02") + plane("B03") + plane("B04"),
        short_wave=plane("B11") + plane("B12"),
        green=np.maximum(plane("B03"), 0),
        red=np.maximum(plane("B04"), 0),
        near_infrared=np.maximum(plane("B08"), 0),
    )


def _takes_its_place(a: _Seen, b: _Seen) -> np.ndarray:
    """Whether A wins against B, the best so far; (y, x) bool."""
    same = a.scene_class == b.scene_class
    clearer = a.cloud <= b.cloud
    darker, brighter = a.visible < b.visible, a.visible > b.visible
    wetter = _ratio_is_larger(a.green, a.near_infrared, b.green, b.near_infrared) | (a.short_wave < b.short_wave)
    ndvi_differs = _ratio_is_larger(a.near_infrared, a.red, b.near_infrared, b.red) | _ratio_is_larger(
        b.near_infrared, b.red, a.near_infrared, a.red
    )
    vegetation = same & (a.scene_class == VEGETATION)
    land = _is_land(a.scene_class) & _is_land(b.scene_class)
    bright_class = same & _BRIGHTER_WINS[a.scene_class]
    water = same & (a.scene_class == WATER)
    rest = same & ~(land | bright_class | water)
    return (
        (~same & ~land & (a.precedence > b.precedence))
        | (vegetation & ndvi_differs & clearer)
        | (land & ~vegetation & darker & clearer)
        | (bright_class & brighter & clearer)
        | (water & wetter & clearer)
        | (rest & darker)
    )


def _is_land(scene_class: np.ndarray) -> np.ndarray:
    return (scene_class == VEGETATION) | (scene_class == SOIL)


def _ratio_is_larger(
    over: np.ndarray, under: np.ndarray, other_over: np.ndarray, other_under: np.ndarray
) -> np.ndarray:
    """Whether over / under of one is larger than that of the other, both of 0 or more, 0 / 0 as 1; all (y, x) int32."""
    one, other = (over | under) == 0, (other_over | other_under) == 0
    return (over + one) * (other_under + other) > (other_over + other) * (under + one)


METHOD = Method(
    name="stc_legacy",
    label="Short-term composite (STC V1.0)",
    summary="The service's first rule for two or three observations, by class and cloud probability; for comparisons.",
    masks="Strict ones: within a class it takes dark observations, so missed shadows win.",
    source="S2GM ATBD v1.1, table 2-4, and the service's published evalscript",
    selects=True,
    composite=in_runs(choose),
    bands=BANDS,
    minimum_bands=BANDS,
    needs=frozenset({Need.CLOUD_PROBABILITY}),
)
