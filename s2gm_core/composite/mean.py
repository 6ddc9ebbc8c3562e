"""Mean of every band, by the weights of the sensors.

    value = sum of w_t x_t / sum of w_t      over the valid observations t

rounded to the step of the scaled reflectance (10^-4), halves to the even number. With one weight for all it is the
plain mean. A single missed cloud shifts it: it is for trusted masks and many observations.
"""

from __future__ import annotations

import numpy as np

from .averages import averaged, flat, rounded
from .method import Method
from .options import NoOptions
from .order_statistics import runs_of_pixels
from .stack import Composite, Observations
from .uncertainty import of_mean


def composite(observations: Observations, options: NoOptions) -> Composite:
    """The weighted mean of each band's valid observations, reflectance (band, y, x) int16 x 10^4."""
    observations = observations.counted
    stack, valid = flat(observations.reflectance), flat(observations.valid)
    result = np.empty(stack.shape[1:], dtype=np.int16)
    for part in runs_of_pixels(valid):
        result[:, part] = _means(stack[:, :, part], valid[:, part], observations.relative_weight)
    return averaged(observations, result.reshape(-1, *observations.shape))


def _means(stack: np.ndarray, valid: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
    """Means of some pixels, (band, pixel) int16; stack (time, band, pixel) int16, valid (time, pixel) bool.

    Terms are added up date by date, so that a pixel's sum does not depend on its neighbours.
    """
    total = np.zeros(stack.shape[1:], dtype=np.int32 if weight is None else np.float64)
    share = np.zeros(stack.shape[2:], dtype=total.dtype)
    for time, seen in enumerate(valid):
        here = seen.astype(stack.dtype)
        terms = stack[time] * here
        np.add(share, here if weight is None else here * weight[time], out=share)
        np.add(total, terms if weight is None else terms * weight[time], out=total)
    return rounded(np.divide(total, share, out=np.full(total.shape, np.nan), where=np.greater(share, 0)))


METHOD = Method(
    name="mean",
    label="Mean",
    summary="The mean of each band by the sensors' weights; least noise of all where no cloud is missed.",
    masks="Only those that miss hardly any cloud or shadow: every one that is missed shifts the value.",
    source="Mean per band, as in the Sentinel-2 level 3A products but without their weights of dates and clouds "
    "(WASP, doi:10.5281/zenodo.1401360)",
    selects=False,
    composite=composite,
    uncertainty=of_mean,
)
