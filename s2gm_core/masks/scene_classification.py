"""The cloud masks by name: the scene-classification filter of S2GM, its presets, and what refines them.

Source: S2GM ATBD v1.3.3, sections 2.3.2 and 2.4.1: "weak_1" is the operational filter; the others were tested by the
consortium. Class 7 and up are clouds, 3 cloud shadows, 0 no data, 1 defective.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import OrderError
from ..planes import is_any_of

MAX_VIEW_ZENITH_DEG = 11.0
"""Observations seen at this mean view zenith or more are dropped: artefacts of the swath border (ATBD 2.4.1)."""


@dataclass(frozen=True)
class MaskPreset:
    """A set of scene classes that count as valid."""

    name: str
    valid_classes: frozenset[int]
    effect: str  # what the consortium reported
    class_rule: str = ""  # the only product family that has it, a key of class_rules.CLASS_RULES; "" = all
    engine: str = ""  # a key of engines.ENGINES: what makes the mask from the stack; "" = the classes alone
    by_probability: bool = False  # clouds by the scenes' cloud probability instead of their class


def _all_but(*classes: int) -> frozenset[int]:
    return frozenset(range(12)) - frozenset(classes)


_WEAK_1 = frozenset({2, 4, 5, 6, 11})
_ROWS = (
    MaskPreset("esa", _WEAK_1, "the operational filter of S2GM: the best compromise"),
    MaskPreset("weak_1", _WEAK_1, "another name of the operational filter"),
    MaskPreset("strongest", frozenset({4, 5, 6, 11}), "leaves single pixels empty even in annual products"),
    MaskPreset("weak_2", _WEAK_1 | {7}, "keeps more urban and bright surfaces, more haze"),
    MaskPreset("weak_3", _all_but(0, 1, 3, 8, 9), "more salt and pepper, haze"),
    MaskPreset("weak_4", _all_but(0, 1, 9), "most cloud leaks through"),
    MaskPreset("none", _all_but(0, 1), "no mask: clouds are kept, for looking at single days"),
    MaskPreset(
        "multitemporal",
        _WEAK_1,
        "our own: what the classification missed or wrongly flagged, told by comparing the dates",
        engine="multitemporal",
    ),
    MaskPreset(
        "probability",
        _all_but(0, 1, 3),
        "cloud where the scene's cloud probability reaches a limit; shadows by the classification",
        by_probability=True,
    ),
    MaskPreset(
        "omnicloudmask",
        _WEAK_1,
        "the deep-learning package omnicloudmask, where it is installed",
        engine="omnicloudmask",
    ),
    MaskPreset("maja", _WEAK_1 | {7}, "products of MAJA only: what it calls clear, with its thinnest clouds", "maja"),
)

MASK_PRESETS: Mapping[str, MaskPreset] = MappingProxyType({row.name: row for row in _ROWS})
"""Cloud masks by the name that orders use."""

MASK_ALIASES: Mapping[str, str] = MappingProxyType({"brightearth": "multitemporal"})
"""Other names of masks, which orders turn into the first ones."""

MASK_NAMES = (*MASK_PRESETS, *MASK_ALIASES)
"""All that a user may write."""


def mask_preset(name: str) -> MaskPreset:
    """The preset of a name or of its other name; `OrderError` lists the names that exist."""
    name = MASK_ALIASES.get(name, name)
    if name not in MASK_PRESETS:
        raise OrderError(f"Unknown cloud mask '{name}'. Choose among {', '.join(MASK_PRESETS)}.")
    return MASK_PRESETS[name]


def valid_by_class(scene_class: np.ndarray, preset: MaskPreset) -> np.ndarray:
    """Pixels whose scene class counts.

    scene_class (..., y, x) uint8, any value (values above 11 are no data). Returns (..., y, x) bool, True = usable.
    """
    return is_any_of(scene_class, preset.valid_classes)
