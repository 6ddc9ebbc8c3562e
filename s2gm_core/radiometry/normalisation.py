"""Which normalisations of reflectance a product has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Normalisation:
    """What is done to every observation before it is composited."""

    sun_zenith: float | None = None  # degrees: reflectance as seen from nadir under this sun (NBAR); None = as observed
    harmonise: bool = False  # Sentinel-2B adjusted to Sentinel-2A
