"""The geometric medians of many pixels at once.

The geometric median is the place y with the least sum over i of w_i |x_i - y| (Euclidean). Sources: Weiszfeld's
iteration, which takes the mean with weights w_i / |x_i - y| for the next y; at an observation itself, where such a
weight has no value, the step of Vardi & Zhang 2000, PNAS 97, 1423-1426: with R the pull of all other
observations (the sum of w_i (x_i - y) / |x_i - y|), y is the median where |R| is no more than the weight at y,
and else the step towards the others is shortened by the factor 1 - weight / |R|.

Three additions make it quick; the median is the same:

- Steps are extrapolated from the last two (Anderson acceleration of depth one: Walker & Ni 2011, SIAM J. Numer. Anal.
  49, 1715-1735). Where that makes the sum of distances larger, the plain step is taken.
- Weiszfeld's iteration approaches a median that is itself an observation only slowly. Where one observation has more
  than half of all the pull, it is tested by Vardi and Zhang's rule; where it fails, the iteration goes on from where it
  was.
- Pixels that have settled are left out of the further iterations.

Sums run through observations and bands in their order, whatever other pixels are computed with a pixel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

WORTH_LEAVING_OUT = 0.125
"""Share of settled pixels from which on leaving them out pays for copying the others."""

LEAP = np.float32(-4)
"""What the extrapolation is where steps become longer, as they do on the way from an observation that is no median."""

FARTHEST = np.float32(-64)
"""The most that is extrapolated: where the sum of distances is nearly flat, more would overshoot again and again."""

SMALLEST_STEP = 1e-7
"""Length of a step relative to the spectrum's length that float32 cannot tell from none."""

TINY = np.finfo(np.float32).tiny
"""What stands for 0 where a division would otherwise fail."""

ROUNDING = 2e-6
"""Relative rounding of a sum of distances: less is no difference."""


@dataclass(frozen=True)
class _Pull:
    """What the observations do at the places where the pixels are."""

    sum_of_distances: np.ndarray  # (pixel,) float32, weighted
    step: np.ndarray  # (band, pixel) float32, to Weiszfeld's next place, observations at the place itself left out
    total: np.ndarray  # (pixel,) float32, sum of w / distance, these left out
    held: np.ndarray  # (pixel,) float32, weight of the observations at the place itself
    nearest: np.ndarray  # (pixel,) slot of the nearest observation that is not at the place
    nearest_pull: np.ndarray  # (pixel,) float32, w / distance of this one and of those equal to it


@dataclass(frozen=True)
class _State:
    """Where the pixels are and what is remembered of the last iteration; the last axis is pixels."""

    place: np.ndarray  # (band, pixel) float32
    plain: np.ndarray  # (band, pixel) float32, where the last plain step led
    last_place: np.ndarray  # (band, pixel) float32
    last_step: np.ndarray  # (band, pixel) float32
    last_sum: np.ndarray  # (pixel,) float32, sum of distances at the last place; inf = there is none to go by
    tested: np.ndarray  # (pixel,) slot of the observation that was tested last, -1 = none

    def at(self, keep: np.ndarray) -> _State:
        """The state of some pixels, ``keep`` (pixel,) indices."""
        return _State(*(getattr(self, one.name)[..., keep] for one in fields(self)))


def weighted_mean(spectra: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Mean over the slots; spectra (slot, band, pixel) float32, weight (slot, pixel) float32; (band, pixel) float32."""
    return added(spectra * weight[:, np.newaxis]) / added(weight)


def geometric_medians(
    spectra: np.ndarray, weight: np.ndarray, start: np.ndarray, tolerance: float, iterations: int
) -> tuple[np.ndarray, np.ndarray]:
    """Geometric medians and whether they have settled.

    spectra (slot, band, pixel) float32; weight (slot, pixel) float32 above 0; start (band, pixel) float32; tolerance in
    the unit of the spectra: a pixel has settled when its last step, and the one it would take without its nearest
    observation, are shorter. Returns (band, pixel) float32 and (pixel,) bool.
    """
    count = start.shape[1]
    result, settled = start.copy(), np.zeros(count, dtype=bool)
    moving = np.arange(count)
    state = _State(start, start, start, start, np.full(count, np.inf, np.float32), np.full(count, -1))
    for _ in range(iterations):
        state, done = _advance(spectra, _pull_at(spectra, weight, state.place), state, tolerance)
        still = ~settled[moving]
        result[:, moving[still]] = np.where(done, state.place, state.plain)[:, still]
        settled[moving[done]] = True
        left = np.flatnonzero(~settled[moving])
        if not len(left):
            break
        if len(left) <= (1 - WORTH_LEAVING_OUT) * len(moving):
            moving, state, spectra, weight = moving[left], state.at(left), spectra[:, :, left], weight[:, left]
    return result, settled


def distances(spectra: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Euclidean distances of spectra (slot, band, pixel) to places (band, pixel), float32; (slot, pixel) float32."""
    return _lengths(spectra - place)


def added(planes: Iterable[np.ndarray]) -> np.ndarray:
    """The sum of planes (pixel,), or of any shape, one after the other: numpy's own order depends on the shape."""
    every = iter(planes)
    total = next(every).copy()
    for plane in every:
        total += plane
    return total


def _lengths(vectors: np.ndarray) -> np.ndarray:
    """Lengths along the last axis but one, the bands."""
    squared = np.square(vectors)
    return np.sqrt(added(squared[..., band, :] for band in range(squared.shape[-2])))


def _pull_at(spectra: np.ndarray, weight: np.ndarray, place: np.ndarray) -> _Pull:
    difference = spectra - place
    distance = _lengths(difference)
    here = distance == 0
    elsewhere = np.where(here, np.float32(np.inf), distance)
    pull = weight / elsewhere
    nearest = elsewhere.argmin(axis=0)
    total = added(pull)
    difference *= pull[:, np.newaxis]
    return _Pull(
        sum_of_distances=added(weight * distance),
        step=added(difference) / np.maximum(total, TINY),
        total=total,
        held=added(weight * here),
        nearest=nearest,
        nearest_pull=added(pull * (elsewhere == elsewhere.min(axis=0))),
    )


def _advance(spectra: np.ndarray, pull: _Pull, state: _State, tolerance: float) -> tuple[_State, np.ndarray]:
    """The state after one iteration, and which pixels have settled there, (pixel,) bool."""
    known = np.isfinite(state.last_sum)
    worse = known & (pull.sum_of_distances > (1 + ROUNDING) * state.last_sum)
    at_observation = pull.held > 0
    length = _lengths(pull.step)
    is_median = at_observation & (length * pull.total <= pull.held)
    ahead = _extrapolated(pull, state, known)
    others = np.maximum(np.maximum(pull.total - pull.nearest_pull, np.float32(1e-6) * pull.total), TINY)
    move = np.maximum(_lengths(ahead - state.place), length * pull.total / others)
    little = (move < tolerance) | (length < SMALLEST_STEP * _lengths(state.place))
    done = is_median | (~worse & ~at_observation & little)
    on_way = ~(worse | at_observation | done)
    test = on_way & (pull.nearest_pull > 0.5 * pull.total) & (pull.nearest != state.tested)
    go_back = worse | (at_observation & (state.tested >= 0))
    candidates = spectra[pull.nearest, :, np.arange(len(done))].T
    place = np.where(at_observation, _off_observation(pull, state.place), ahead)
    place = np.where(test, candidates, np.where(go_back, state.plain, place))
    return _State(
        place=np.where(is_median, state.place, place),
        plain=np.where(worse | at_observation, state.plain, state.place + pull.step),
        last_place=state.place,
        last_step=pull.step,
        last_sum=np.where(on_way & ~test, pull.sum_of_distances, np.float32(np.inf)),
        tested=np.where(test, pull.nearest, state.tested),
    ), done


def _extrapolated(pull: _Pull, state: _State, known: np.ndarray) -> np.ndarray:
    """The next place by the last two steps, the plain one where there is no step before; (band, pixel) float32."""
    change = pull.step - state.last_step
    squared = added(np.square(change))
    share = added(pull.step * change) / np.maximum(squared, TINY)
    share = np.maximum(np.where(share > 1, LEAP, share), FARTHEST)
    share = np.where(known & (squared > 0), share, np.float32(0))
    return state.place + pull.step - share * (change + state.place - state.last_place)


def _off_observation(pull: _Pull, place: np.ndarray) -> np.ndarray:
    """Vardi and Zhang's step from an observation that is no median, (band, pixel) float32."""
    force = _lengths(pull.step) * pull.total
    shortened = 1 - pull.held / np.maximum(np.maximum(force, pull.held), TINY)
    return place + shortened * pull.step
