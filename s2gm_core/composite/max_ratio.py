"""Maximum ratio of near infrared to blue (MAX-RNB): per pixel the observation with the largest B08 / B02.

Negative reflectance counts as 0, and 0 / 0 as 1; ties go to the newest. Source: Qiu et al. 2023, Remote Sensing of
Environment 285, 113375, who compare it with nine other rules.

Clouds and haze raise the blue more than the near infrared, and shadows lower the near infrared more than the blue, so
that both lose: it copes better with shadows than minimum blue. Like maximum NDVI it shows vegetation at its height, and
over water and snow it takes what is brightest in the near infrared: sun glint and thin clouds.
"""

from __future__ import annotations

import numpy as np

from .extremes import in_runs, largest_ratio
from .method import Method
from .stack import Observations

BANDS = ("B02", "B08")


def choose(observations: Observations) -> np.ndarray:
    """Time index of the largest B08 / B02, (y, x) int16, -1 where nothing is valid."""
    return largest_ratio(observations, "B08", "B02")


METHOD = Method(
    name="max_ratio",
    label="Maximum NIR to blue ratio (MAX-RNB)",
    summary="The largest B08 / B02: avoids clouds, haze and shadows over land; not for water and snow.",
    masks="Any over land; over water only strict ones, because thin clouds and glint win there.",
    source="Qiu et al. 2023, Remote Sensing of Environment 285, 113375",
    selects=True,
    composite=in_runs(choose),
    bands=BANDS,
    minimum_bands=BANDS,
)
