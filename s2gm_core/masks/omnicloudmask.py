"""The optional engine: omnicloudmask, two neural networks on red, green and near infrared, where a user has it.

Source: Wright et al., Remote Sensing of Environment 322 (2025) 114694; package ``omnicloudmask`` (MIT), function
``predict_from_array``: (3, y, x) red, green, near infrared to (1, y, x) classes 0 clear, 1 thick cloud, 2 thin cloud,
3 cloud shadow. Nothing of this plugin needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..errors import OrderError
from ..radiometry.scaling import INVALID
from .multitemporal.findings import ENGINE, MaskClass, MaskStack, SceneMask

PACKAGE = "omnicloudmask"

_CLASS_OF_PREDICTION = np.array([MaskClass.CLEAR, MaskClass.CLOUD, MaskClass.CLOUD, MaskClass.SHADOW], dtype=np.uint8)
_CONFIDENCE = np.array([10, 90, 60, 80], dtype=np.uint8)
"""Percent that a prediction hides the ground: the package gives classes, these numbers are ours."""

_WATER_CLASS, _SNOW_CLASS = 6, 11


def loaded() -> Any:
    """The package; `OrderError` says what to install where it is not there."""
    try:
        return importlib.import_module(PACKAGE)
    except ImportError as problem:
        raise OrderError(
            f"The cloud mask 'omnicloudmask' needs the Python package {PACKAGE}, which cannot be imported ({problem}). "
            f"Install it with 'python -m pip install {PACKAGE}' into the Python of this program (it brings PyTorch and "
            "fetches its networks from the internet), or choose the cloud mask 'multitemporal'."
        ) from None


def check() -> None:
    """Raise `OrderError` where the package is not there."""
    loaded()


def detect(stack: MaskStack, wanted: Sequence[int], parallax: object = None) -> Iterator[SceneMask]:
    """Masks of the scenes ``wanted`` by the package, planes (y, x) on fine cells, which are the bands' here."""
    package = loaded()
    for time in wanted:
        green = stack.blue if stack.green is None else stack.green
        bands = np.stack([stack.red[time], green[time], stack.near_infrared[time]])
        there = (bands != INVALID).all(axis=0)
        pixels = np.where(there, np.clip(bands, 0, INVALID - 1), 0).astype(np.float32)
        predicted = np.asarray(package.predict_from_array(pixels)).reshape(there.shape)
        classes = stack.scene_class[time]
        found = _CLASS_OF_PREDICTION[np.minimum(predicted, 3)]
        ground = found == MaskClass.CLEAR
        found[ground & (classes == _WATER_CLASS)] = MaskClass.WATER
        found[ground & (classes == _SNOW_CLASS)] = MaskClass.SNOW
        there &= classes > 1
        found[~there] = MaskClass.NO_DATA
        confidence = np.where(there, _CONFIDENCE[np.minimum(predicted, 3)], 0).astype(np.uint8)
        reasons = np.where(there & ~ground, ENGINE.value, 0).astype(np.uint16)
        yield SceneMask(found, confidence, reasons)
