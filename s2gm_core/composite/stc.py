"""Short-term composite (STC) V1.1.0: S2GM's decision tree for two or three observations.

Source: S2GM ATBD v1.3.3, table 2-4 and figures 2-15 and 2-16; rule 2 as in the pseudo-code (minimum mNDWI), since the
table's form practically never fires over water.

The means run over the valid observations of a pixel; k is the one with the lowest tasselled-cap brightness (TCB).
The first rule that fires wins:

    1  mean mNDWI < -0.55 and max NDVI - mean NDVI < 0.05          max NDVI
    2  mean NDVI < -0.3 and mean mNDWI - min mNDWI < 0.05          max mNDWI
    3  mean NDVI > 0.6 and mean TCB < 0.45                         max NDVI
    4  k does not look like cloud                                  k
    5  k is not snow                                               k, or none where TCB of k > 1.0
    6  mean NDVI < -0.2                                            max mNDWI
    7  mean TCB > 0.45                                             min NDVI
    8  otherwise                                                   max NDVI
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..masks.snow import is_snow
from ..radiometry.scaling import reflectance_from_scaled
from .indices import haze, mndwi, ndvi, normalised_difference, tasselled_cap_brightness
from .method import Method, selecting
from .stack import NOT_A_MEDOID, Observations, Selection, times_of_valid

BANDS = ("B02", "B03", "B04", "B08", "B8A", "B11", "B12")
PIXELS_AT_ONCE = 32768
"""Pixels decided together: bounds the memory of the indices."""

TOO_BRIGHT = 1.0
"""TCB above which a darkest observation that looks like cloud is not taken at all (rule 5)."""


@dataclass(frozen=True)
class _Evidence:
    """What the rules look at; (slot, pixel) unless said otherwise, a slot being one of the pixel's observations."""

    time: np.ndarray  # int, the slot's index on the time axis
    valid: np.ndarray  # bool
    ndvi: np.ndarray  # float32
    mndwi: np.ndarray  # float32
    brightness: np.ndarray  # float32
    darkest: np.ndarray  # (pixel,) slot of the lowest brightness
    darkest_is_cloud: np.ndarray  # (pixel,) bool
    darkest_is_snow: np.ndarray  # (pixel,) bool


def select(observations: Observations) -> Selection:
    """The short-term composite of every pixel that has a valid observation."""
    observations = observations.counted
    return stc_where(observations, observations.valid.any(axis=0))


def stc_where(observations: Observations, wanted: np.ndarray) -> Selection:
    """The short-term composite of the pixels in ``wanted`` (y, x) bool, each with a valid observation."""
    index, _ = _decide(observations, wanted)
    return Selection(index, np.full(observations.shape, NOT_A_MEDOID, dtype=np.uint16))


def rule(observations: Observations) -> np.ndarray:
    """The number (1 to 8) of the rule that decides each pixel, 0 where nothing is valid; (y, x) uint8."""
    return _decide(observations, observations.valid.any(axis=0))[1]


def _decide(observations: Observations, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Time index (int16, -1 = none) and number of the rule (uint8, 0 = none) of ``wanted`` pixels, all (y, x)."""
    index = np.full(wanted.size, -1, dtype=np.int16)
    number = np.zeros(wanted.size, dtype=np.uint8)
    places = np.flatnonzero(wanted)
    for start in range(0, len(places), PIXELS_AT_ONCE):
        part = places[start : start + PIXELS_AT_ONCE]
        seen = _gather(observations, part)
        slot, number[part] = _choose(seen)
        chosen = seen.time[np.maximum(slot, 0), np.arange(len(part))]
        index[part] = np.where(slot >= 0, chosen, -1)
    return index.reshape(wanted.shape), number.reshape(wanted.shape)


def looks_like_cloud(spectrum: Mapping[str, np.ndarray]) -> np.ndarray:
    """The ATBD's test ``isCloudOrSnow`` (figure 2-15).

    spectrum: `BANDS`, each (time, y, x) or (pixel,) float32 reflectance. Returns the same shape, bool.
    """
    green, swir = spectrum["B03"], spectrum["B11"]
    visible = (spectrum["B02"] + green + spectrum["B04"]) / 3
    nir_swir = normalised_difference(spectrum["B08"], swir)
    hazy = haze(spectrum)
    # The figure's ratio green/swir above or below 1, written so that a swir of 0 needs no division.
    greener = np.maximum(green, 0) > np.maximum(swir, 0)
    redder = np.maximum(swir, 0) > np.maximum(green, 0)
    brightness = tasselled_cap_brightness({**spectrum, "B8A": spectrum["B08"]})
    snow = (mndwi(green, swir) > 0.7) & ~(greener & (brightness < 0.36))
    high = (
        (greener & (visible > 0.3) & ((hazy < -0.1) | ((hazy > -0.08) & (nir_swir < 0.4))))
        | (hazy < -0.2)
        | (greener & (visible < 0.3) & (hazy < -0.055) & (visible > 0.12))
        | (~(greener & (visible < 0.3)) & (hazy < -0.09) & (visible > 0.12))
    )
    low = (
        (redder & (visible < 0.2) & ((hazy < -0.1) | ((hazy < -0.08) & (nir_swir < 0.4))))
        | (greener & (visible < 0.2) & (hazy < -0.055) & (visible > 0.12))
        | (~(greener & (visible < 0.2)) & (hazy < -0.02) & (visible > 0.12))
    )
    return snow | high | low


def _gather(observations: Observations, places: np.ndarray) -> _Evidence:
    """The evidence of some pixels, ``places`` (pixel,) being their flat indices."""
    every = observations.valid.reshape(len(observations.valid), -1)[:, places]
    time = times_of_valid(every)
    valid = np.arange(len(time))[:, np.newaxis] < every.sum(axis=0)
    spectrum = {}
    for band in BANDS:
        plane = observations.plane(band).reshape(len(every), -1)
        spectrum[band] = reflectance_from_scaled(plane[time, places])
    brightness = tasselled_cap_brightness(spectrum)
    darkest = np.where(valid, brightness, np.inf).argmin(axis=0)
    one = (darkest, np.arange(len(darkest)))
    darkest_spectrum = {band: plane[one] for band, plane in spectrum.items()}
    scene_class = observations.scene_class.reshape(len(every), -1)[time[one], places]
    return _Evidence(
        time=time,
        valid=valid,
        ndvi=ndvi(spectrum["B04"], spectrum["B08"]),
        mndwi=mndwi(spectrum["B03"], spectrum["B11"]),
        brightness=brightness,
        darkest=darkest,
        darkest_is_cloud=looks_like_cloud(darkest_spectrum),
        darkest_is_snow=is_snow(darkest_spectrum, scene_class),
    )


def _choose(seen: _Evidence) -> tuple[np.ndarray, np.ndarray]:
    """Slot (int16, -1 = none) and number of the rule (uint8), both (pixel,)."""
    greenest = np.where(seen.valid, seen.ndvi, -np.inf)
    least_green = np.where(seen.valid, seen.ndvi, np.inf)
    wettest = np.where(seen.valid, seen.mndwi, -np.inf)
    driest = np.where(seen.valid, seen.mndwi, np.inf)
    mean_ndvi, mean_mndwi = _mean(seen.ndvi, seen.valid), _mean(seen.mndwi, seen.valid)
    mean_brightness = _mean(seen.brightness, seen.valid)
    at_darkest = seen.brightness[seen.darkest, np.arange(len(seen.darkest))]
    fires = [
        (mean_mndwi < -0.55) & (greenest.max(axis=0) - mean_ndvi < 0.05),
        (mean_ndvi < -0.3) & (mean_mndwi - driest.min(axis=0) < 0.05),
        (mean_ndvi > 0.6) & (mean_brightness < 0.45),
        ~seen.darkest_is_cloud,
        ~seen.darkest_is_snow,
        mean_ndvi < -0.2,
        mean_brightness > 0.45,
    ]
    max_ndvi, max_mndwi = greenest.argmax(axis=0), wettest.argmax(axis=0)
    darkest_unless_bright = np.where(at_darkest > TOO_BRIGHT, -1, seen.darkest)
    picks = [max_ndvi, max_mndwi, max_ndvi, seen.darkest, darkest_unless_bright, max_mndwi, least_green.argmin(axis=0)]
    index = np.select(fires, picks, default=max_ndvi).astype(np.int16)
    number = np.select(fires, range(1, 8), default=8).astype(np.uint8)
    return index, number


def _mean(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Mean over the valid observations, (slot, pixel) to (pixel,) float32."""
    return np.where(valid, values, np.float32(0)).sum(axis=0) / valid.sum(axis=0).astype(np.float32)


METHOD = Method(
    name="stc",
    label="Short-term composite (STC V1.1.0)",
    summary="The service's decision tree for two or three observations, applied to any number.",
    masks="Strict ones: it takes the darkest observation, so missed shadows win.",
    source="S2GM ATBD v1.3.3, table 2-4, figures 2-15 and 2-16",
    selects=True,
    composite=selecting(select),
    bands=BANDS,
    minimum_bands=BANDS,
)
