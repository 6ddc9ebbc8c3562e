"""A block's composite in strips of rows: every method looks at one pixel at a time, so that they are the same.

What a kernel holds beside its input then does not grow with the block, several threads can share a block, and a cancel
is answered after one strip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from .stack import Composite, Observations

STRIP_PIXELS = 64 * 1024
"""Pixels of a strip: enough for a kernel's calls to count little, few enough for one to last a second at most."""

_BY_PIXEL = (
    "valid",
    "scene_class",
    "cloud_probability",
    "aerosol",
    "view_zenith",
    "cloud_distance",
    "cloud_weight",
    "orbit_distance",
    "clouded",
)
"""Fields of `Observations` that are (time, y, x) or None."""


def in_strips(
    observations: Observations,
    method: Callable[[Observations], Composite],
    mapped: Callable[[Callable[[slice], Composite], Sequence[slice]], Iterable[Composite]],
    room: Callable[..., np.ndarray],
) -> Composite:
    """What a method makes of a block of (time, y, x) observations, as arrays of (y, x).

    ``mapped`` maps a function over strips and keeps their order, as `map` does; ``room`` gives arrays for the result by
    name, shape and dtype.
    """
    height, width = observations.shape
    step = max(STRIP_PIXELS // max(width, 1), 1)
    strips = [slice(start, min(start + step, height)) for start in range(0, height, step)]
    return joined(list(mapped(lambda rows: method(rows_of(observations, rows)), strips)), room)


def rows_of(observations: Observations, rows: slice) -> Observations:
    """Some rows of a block's observations; arrays are views."""
    planes = {name: getattr(observations, name) for name in _BY_PIXEL}
    cut = {name: plane[:, rows] for name, plane in planes.items() if plane is not None}
    return replace(observations, reflectance=observations.reflectance[:, :, rows], **cut)


def joined(strips: Sequence[Composite], room: Callable[..., np.ndarray]) -> Composite:
    """Composites of strips as the one of their block; (..., y, x) arrays are put below each other."""
    first = strips[0]
    if len(strips) == 1:
        return first

    def below(name: str, planes: Sequence[np.ndarray | None]) -> np.ndarray | None:
        there = [plane for plane in planes if plane is not None]
        if not there:
            return None
        shape = (*there[0].shape[:-2], sum(plane.shape[-2] for plane in there), there[0].shape[-1])
        whole = room(name, shape, there[0].dtype)
        return np.concatenate(there, axis=-2, out=whole)

    layers = {name: below(f"layer {name}", [one.layers[name] for one in strips]) for name in first.layers}
    return Composite(
        index=below("index", [one.index for one in strips]),
        reflectance=below("reflectance", [one.reflectance for one in strips]),
        day=below("day", [one.day for one in strips]),
        layers={name: plane for name, plane in layers.items() if plane is not None},
        observed=None if first.observed is None else lambda: _observed(strips, room),
    )


def _observed(strips: Sequence[Composite], room: Callable[..., np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    whole = joined([one.complete for one in strips], room)
    if whole.day is None:
        raise AssertionError("what is observed has a day")
    return whole.chosen, whole.day
