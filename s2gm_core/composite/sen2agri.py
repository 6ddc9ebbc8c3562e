"""The weighted average as Sen2-Agri's level 3A processor sets it up.

Source: Sen2-Agri System (github.com/Sen2Agri/Sen2Agri-System), which runs the functions of WASP; see `weighted_average`
for the formulas and the departures. It differs in two defaults: the half period is 25 days whatever the length of the
product's period, and an observation of Landsat counts 0.33 times one of Sentinel-2.

The weight of Landsat is that of the order (``landsat_weight``), or 0.33 where the order leaves it at 1; the records of
the product tell it. An observation does not tell its sensor here, only its weight.

Departure: Sen2-Agri keeps Sentinel-2's red edge where Landsat, which has none, is mixed in. Here a product holds the
bands that all of its sources have.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import weighted_average
from .method import Method
from .options import option
from .uncertainty import weighted
from .weighted_average import WeightedAverageOptions, composite

HALF_PERIOD_DAYS = 25.0


@dataclass(frozen=True)
class Sen2AgriOptions(WeightedAverageOptions):
    """The options of the weighted average with Sen2-Agri's half period."""

    half_period_days: float = option(
        HALF_PERIOD_DAYS,
        "Days from the middle of the period to the smallest weight of date; 0 = half the period",
        0.0,
        366.0,
    )


METHOD = Method(
    name="sen2agri",
    label="Weighted average (Sen2-Agri L3A)",
    summary="The weighted average with the settings of Sen2-Agri: made for a month with the dates around it; order "
    "Landsat with a weight of 0.33.",
    masks=weighted_average.METHOD.masks,
    source="Sen2-Agri System, level 3A processor; CNES WASP, doi:10.5281/zenodo.1401360",
    selects=False,
    composite=composite,
    uncertainty=weighted(weighted_average.weights),
    bands=weighted_average.METHOD.bands,
    minimum_bands=weighted_average.METHOD.minimum_bands,
    options=Sen2AgriOptions,
    needs=weighted_average.METHOD.needs,
    layers=weighted_average.METHOD.layers,
    landsat_weight=0.33,
    normalises=True,
)
