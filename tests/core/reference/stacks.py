"""Random and hand-made stacks for the kernels, and the same pixels as the references want them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from s2gm_core.composite.options import pairs_of
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Composite, Observations
from tests.core.reference.decision import Pick, Seen
from tests.core.reference.worked_examples import EXAMPLES

ALL_BANDS = ("B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12")
INVALID = 32767
NOT_A_MEDOID = 65535
ROUNDING = 2e-6
"""Reflectance within which single-precision arithmetic may decide otherwise than the reference."""


@dataclass(frozen=True)
class Recipe:
    """A kind of random stack."""

    name: str
    times: int
    height: int
    width: int
    bands: tuple[str, ...] = ALL_BANDS
    share_valid: float = 0.7
    scene: str = "mixed"  # key of _SCENES


def _mixed(rng: np.random.Generator, shape: tuple[int, ...], bands: tuple[str, ...]) -> np.ndarray:
    """Worked examples with noise: every rule of the short-term composite is near."""
    table = np.array([[example.spectrum[band] for band in bands] for example in EXAMPLES.values()])
    kind = rng.integers(0, len(table), (shape[0], *shape[2:]))
    spectra = np.moveaxis(table[kind], -1, 1)
    return np.round((spectra + rng.normal(0, 0.02, shape)) * 10000)


def _uniform(rng: np.random.Generator, shape: tuple[int, ...], bands: tuple[str, ...]) -> np.ndarray:
    return rng.integers(0, 12000, shape)


def _near_black(rng: np.random.Generator, shape: tuple[int, ...], bands: tuple[str, ...]) -> np.ndarray:
    """A few DN above and below zero: zero and negative denominators occur."""
    return rng.integers(-30, 60, shape)


def _coarse(rng: np.random.Generator, shape: tuple[int, ...], bands: tuple[str, ...]) -> np.ndarray:
    """So few values that equal spectra and equal distances are common."""
    return rng.integers(1, 3, shape) * 1500


def _uniform_dates(rng: np.random.Generator, shape: tuple[int, ...], bands: tuple[str, ...]) -> np.ndarray:
    """Two surfaces per stack, repeated exactly over the dates: duplicate spectra."""
    two = rng.integers(50, 9000, (2, *shape[1:]))
    kind = rng.integers(0, 2, (shape[0], 1, *shape[2:]))
    return np.where(kind == 0, two[0], two[1])


_SCENES: dict[str, Callable[[np.random.Generator, tuple[int, ...], tuple[str, ...]], np.ndarray]] = {
    "mixed": _mixed,
    "uniform": _uniform,
    "near_black": _near_black,
    "coarse": _coarse,
    "duplicates": _uniform_dates,
}


def random_stack(recipe: Recipe, seed: int) -> Observations:
    rng = np.random.default_rng(seed)
    shape = (recipe.times, len(recipe.bands), recipe.height, recipe.width)
    reflectance = _SCENES[recipe.scene](rng, shape, recipe.bands).astype(np.int16)
    valid = rng.random((recipe.times, recipe.height, recipe.width)) < recipe.share_valid
    reflectance[np.broadcast_to(~valid[:, None], shape)] = INVALID
    stack = Observations(
        reflectance=reflectance,
        valid=valid,
        bands=recipe.bands,
        scene_class=rng.choice(np.array([2, 4, 5, 6, 11], np.uint8), valid.shape),
        cloud_probability=rng.integers(0, 4, valid.shape).astype(np.uint8) * 25,
    )
    return replace(stack, **_surroundings(rng, valid))


def _surroundings(rng: np.random.Generator, valid: np.ndarray) -> dict[str, np.ndarray | float]:
    """What the methods may ask for beside reflectance, for observations of the 30 days from day 19570 on."""
    times = len(valid)
    days = np.sort(rng.choice(30, times, replace=times > 30))[::-1]
    planes = {name: rng.random(valid.shape).astype(np.float32) for name in ("aerosol", "view", "distance", "weight")}
    return {
        "day": (19570 + days).astype(np.int32),
        "middle_day": 19585.0,
        "period_days": 30.0,
        "orbit": rng.choice(np.array([22, 122], np.int16), times),
        "aerosol": planes["aerosol"],
        "view_zenith": planes["view"] * 11,
        "cloud_distance": planes["distance"] * 5000,
        "cloud_weight": planes["weight"],
        "orbit_distance": rng.random(valid.shape).astype(np.float32) * 150_000,
        "clouded": ~valid & ~valid.any(axis=0),
    }


def composite(method: str, stack: Observations, *options: str) -> Composite:
    """What a method of the registry makes of a stack; options as ``name=value``."""
    row = METHODS[method]
    return row.composite(stack, row.make_options(pairs_of(options))).complete


def stack_of(spectra: Sequence[dict[str, float]], classes: Sequence[int] = (), bands: tuple[str, ...] = ALL_BANDS):
    """One pixel, all observations valid, newest first."""
    values = [[round(spectrum.get(band, 0.0) * 10000) for band in bands] for spectrum in spectra]
    scene_class = np.array(classes or [4] * len(spectra), np.uint8)
    return Observations(
        reflectance=np.array(values, np.int16)[:, :, None, None],
        valid=np.ones((len(spectra), 1, 1), bool),
        bands=bands,
        scene_class=scene_class[:, None, None],
        day=np.arange(len(spectra), 0, -1, dtype=np.int32),
    )


def seen_at(stack: Observations, y: int, x: int) -> tuple[list[Seen], list[int]]:
    """The valid observations of one pixel for a reference, and their places on the time axis."""
    places = [t for t in range(stack.valid.shape[0]) if stack.valid[t, y, x]]
    seen = []
    for t in places:
        spectrum = {band: int(stack.reflectance[t, b, y, x]) / 10000 for b, band in enumerate(stack.bands)}
        probability = 255 if stack.cloud_probability is None else int(stack.cloud_probability[t, y, x])
        seen.append(Seen(spectrum, int(stack.scene_class[t, y, x]), probability))
    return seen, places


def nudged(seen: Sequence[Seen], seed: int) -> list[Seen]:
    """The same observations, moved by no more than rounding; equal spectra stay equal."""
    shifts: dict[tuple[tuple[str, float], ...], dict[str, float]] = {}
    rng = np.random.default_rng(seed)
    for one in seen:
        key = tuple(one.spectrum.items())
        if key not in shifts:
            shifts[key] = {band: value + rng.uniform(-ROUNDING, ROUNDING) for band, value in key}
    return [Seen(shifts[tuple(s.spectrum.items())], s.scene_class, s.cloud_probability) for s in seen]


@dataclass(frozen=True)
class Comparison:
    """How a kernel's decisions compare with a reference's."""

    pixels: int
    within_rounding: int  # equal only to the reference of spectra moved by `ROUNDING`
    different: tuple[str, ...]  # descriptions of pixels where even that does not help


def compare(
    stack: Observations,
    expected: Callable[[Sequence[Seen]], Pick],
    agrees: Callable[[Pick, int, int, list[int]], bool],
) -> Comparison:
    """Every pixel of a stack: ``agrees(pick, y, x, places)`` for the reference's pick."""
    within, different = 0, []
    height, width = stack.shape
    for y in range(height):
        for x in range(width):
            seen, places = seen_at(stack, y, x)
            pick = expected(seen)
            if agrees(pick, y, x, places):
                continue
            if any(agrees(expected(nudged(seen, seed)), y, x, places) for seed in range(40)):
                within += 1
            else:
                different.append(f"pixel {y},{x}: reference {pick} of {len(seen)} {seen}")
    return Comparison(height * width, within, tuple(different))


def agrees_with(index: np.ndarray, spread: np.ndarray) -> Callable[[Pick, int, int, list[int]], bool]:
    """Whether a kernel's index and spread (y, x) are those of a pick; a spread may differ by one unit of rounding."""

    def agrees(pick: Pick, y: int, x: int, places: list[int]) -> bool:
        place = -1 if pick.index is None else places[pick.index]
        if int(index[y, x]) != place:
            return False
        if pick.spread is None:
            return int(spread[y, x]) == NOT_A_MEDOID
        return abs(int(spread[y, x]) - min(round(pick.spread * 10000), NOT_A_MEDOID - 1)) <= 1

    return agrees
