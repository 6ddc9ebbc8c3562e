"""Median of every band by itself.

Of an even number of observations it is the mean of the two middle values, rounded to the step of the scaled reflectance
(10^-4), halves to the even number. The bands of a pixel may come from different dates, so that the spectrum need not be
one that was ever seen. It withstands outliers in less than half of the observations.

The weights of sensors only say whether an observation counts: one of weight 0 does not, any other as much as the rest.
"""

from __future__ import annotations

from dataclasses import replace

from .averages import averaged, flat
from .medians import medians
from .method import Method
from .options import NoOptions
from .stack import Composite, Observations
from .uncertainty import of_quantile


def composite(observations: Observations, options: NoOptions) -> Composite:
    """The median of each band's valid observations, reflectance (band, y, x) int16 x 10^4."""
    observations = replace(observations.counted, weight=None)
    values = medians(flat(observations.reflectance), flat(observations.valid))
    return averaged(observations, values.reshape(-1, *observations.shape))


METHOD = Method(
    name="median",
    label="Median",
    summary="The middle value of each band; smooth and robust, but the bands of a pixel may be of different dates.",
    masks="Any that misses clouds in less than half of the observations.",
    source="Median per band; for how it compares with the medoid and the geometric median see Roberts et al. 2017, "
    "IEEE TGRS 55, 6254-6264",
    selects=False,
    composite=composite,
    uncertainty=of_quantile(0.5),
    short_calls=True,
)
