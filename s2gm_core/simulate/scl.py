"""The scene classification as Sen2Cor would err: what compositing has to live with.

Errors on purpose: bright roofs are called cloud in every scene ("white dots"), a part of the clouds is missed, cloud
edges are called clear, shadows are called dark features or missed, thin cloud is called anything, snow and cloud are
mixed up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter

from .noise import Points, spline_noise
from .orbits import Overpass

MISSED_CLOUDS = 1.35
"""Standard deviations of the detection noise above which a cloud is missed: about one in eleven.

Inside large clouds it takes one more: small clouds and the parts near edges are missed first.
"""

DEEP_PIXELS = 17
"""Clouds of this width (20 m pixels) or more have an inside."""


@dataclass(frozen=True)
class SceneContent:
    """What is in a scene's 20 m pixels; arrays (y, x)."""

    cloud: np.ndarray  # float32, opacity of thick clouds
    thin: np.ndarray  # float32, opacity of cirrus and haze
    shadow: np.ndarray  # float32, 0..1
    ndvi: np.ndarray  # float32, of the clear surface
    near_infrared: np.ndarray  # float32, reflectance of the clear surface in B08
    roof: np.ndarray  # bool, bright roof covers half of the pixel or more
    water: np.ndarray  # bool, likewise
    snow: np.ndarray  # float32, part of the pixel under snow
    seen: np.ndarray  # bool, inside the swath


@dataclass(frozen=True)
class SceneMaps:
    """The classification and the two probabilities of a scene; arrays (y, x) uint8."""

    scene_class: np.ndarray  # Sen2Cor's classes, 0 outside the swath
    cloud_probability: np.ndarray  # percent
    snow_probability: np.ndarray  # percent


def classify(
    content: SceneContent, points: Points, overpass: Overpass, seed: int, rng: np.random.Generator
) -> SceneMaps:
    """Scene classification and probabilities of a scene; ``points`` are the ground places of its 20 m pixels."""
    key = seed * 7001 + overpass.index * 13
    detection = spline_noise(points, 360.0, key)
    confusion = spline_noise(points, 260.0, key + 1)
    speckle = rng.random(content.cloud.shape, dtype=np.float32)
    classes = _surface_classes(content, speckle)
    _mark_shadows(classes, content, detection, confusion)
    cloud_strength = _mark_clouds(classes, content, detection, confusion)
    _mark_snow(classes, content, detection, confusion)
    classes[content.roof] = np.where(speckle < 0.6, 8, 9)[content.roof].astype(np.uint8)
    cloud = _cloud_probability(classes, cloud_strength, rng)
    snow_noise = rng.integers(0, 16, classes.shape, dtype=np.uint8)
    snow = np.where(classes == 11, 84 + snow_noise, (snow_noise > 13) * (snow_noise - 13)).astype(np.uint8)
    for layer in (classes, cloud, snow):
        layer[~content.seen] = 0
    return SceneMaps(classes, cloud, snow)


def class_percentages(scene_class: np.ndarray) -> tuple[np.ndarray, float]:
    """Percent of the seen pixels in each class, (class,) float64 for 0..11, and percent of all pixels without data.

    scene_class (y, x) uint8, 0 = no data.
    """
    counts = np.bincount(scene_class.ravel(), minlength=12)[:12].astype(np.float64)
    seen = max(counts[1:].sum(), 1.0)
    percent = 100.0 * counts / seen
    percent[0] = 0.0
    return percent, 100.0 * counts[0] / scene_class.size


def _surface_classes(content: SceneContent, speckle: np.ndarray) -> np.ndarray:
    """Vegetation 4, bare 5, water 6, some dark features 2 in woods and some unclassified 7; (y, x) uint8."""
    classes = np.where(content.ndvi > 0.36, 4, 5).astype(np.uint8)
    classes[(content.ndvi > 0.28) & (content.ndvi < 0.40) & (speckle < 0.06)] = 7
    classes[(content.near_infrared < 0.15) & (speckle > 0.93)] = 2
    classes[content.water] = 6
    classes[content.water & (speckle > 0.985)] = 2
    return classes


def _mark_shadows(classes: np.ndarray, content: SceneContent, detection: np.ndarray, confusion: np.ndarray) -> None:
    """Most shadows become 3, some dark features 2, some stay unseen; water takes none."""
    found = (content.shadow > 0.40) & ~content.water & (detection > -0.9)
    classes[found] = np.where(confusion > 0.75, 2, 3)[found].astype(np.uint8)


def _mark_clouds(
    classes: np.ndarray, content: SceneContent, detection: np.ndarray, confusion: np.ndarray
) -> np.ndarray:
    """Clouds 9 and 8, thin cirrus 10, low probability 7; returns how cloudy each pixel looked, 0..1."""
    inner = minimum_filter(content.cloud, size=3, mode="nearest")
    deep = minimum_filter(content.cloud, size=DEEP_PIXELS, mode="nearest") > 0.5
    missed = detection > np.where(deep, MISSED_CLOUDS + 1.0, MISSED_CLOUDS)
    strength = np.where(missed, 0.25, 1.0) * (0.6 * inner + 0.4 * content.cloud)
    thin = content.thin * (0.8 + 0.35 * confusion)
    classes[thin > 0.13] = 10
    classes[(thin > 0.10) & (thin <= 0.13)] = 7
    classes[strength > 0.28] = 7
    classes[strength > 0.38] = 8
    classes[strength > 0.72] = 9
    hidden = missed & (content.cloud > 0.1)
    classes[hidden] = np.where(confusion > 0.5, 7, np.where(confusion > -0.5, 5, 4))[hidden].astype(np.uint8)
    return np.maximum(strength, 0.8 * thin).astype(np.float32)


def _mark_snow(classes: np.ndarray, content: SceneContent, detection: np.ndarray, confusion: np.ndarray) -> None:
    """Snow 11, some of it called cloud, and some cloud over snow called snow."""
    snowy = content.snow > 0.45
    clear = ~np.isin(classes, (3, 8, 9))
    classes[snowy & clear] = np.where(confusion > 1.3, 8, 11)[snowy & clear].astype(np.uint8)
    cloud_as_snow = (content.snow > 0.25) & np.isin(classes, (8, 9)) & (detection < -1.1)
    classes[cloud_as_snow] = 11


def _cloud_probability(classes: np.ndarray, strength: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Percent, noisy, in line with the class: high for 9, middle for 8, low for 10 and 7, near zero elsewhere."""
    low = np.array([0, 0, 0, 0, 0, 0, 0, 8, 36, 72, 14, 0], dtype=np.float32)[classes]
    span = np.array([0, 3, 4, 6, 5, 9, 4, 22, 34, 28, 26, 10], dtype=np.float32)[classes]
    mixed = 0.5 * np.clip(strength, 0.0, 1.0) + 0.5 * rng.random(classes.shape, dtype=np.float32)
    return np.rint(low + span * mixed).astype(np.uint8)
