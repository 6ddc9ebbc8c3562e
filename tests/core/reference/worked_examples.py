"""Synthetic spectra with values worked out from the published formulas.

The first twelve and their pairs are the project's specification; the others supply what those lack: rules 5a, 6 and
8, three observations, B06.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BANDS = ("B02", "B03", "B04", "B08", "B8A", "B11", "B12")


@dataclass(frozen=True)
class Example:
    """One spectrum and its expected indices (four decimals) and tests."""

    name: str
    spectrum: dict[str, float]
    scene_class: int
    ndvi: float
    mndwi: float
    tcb: float
    haze: float
    cloud: bool
    snow: bool


def _example(name: str, values: Sequence[float], scene_class: int, indices: Sequence[float], tests: str) -> Example:
    spectrum = dict(zip(_BANDS, values))
    # The published examples have no B06; the short-term composite does not use it.
    spectrum["B06"] = 0.3
    return Example(name, spectrum, scene_class, *indices, cloud=tests[0] == "T", snow=tests[1] == "T")


_ROWS = (
    _example("veg", (0.03, 0.05, 0.03, 0.40, 0.42, 0.18, 0.08), 4, (0.8605, -0.5652, 0.3788, -0.0176), "FF"),
    _example("veg_haze", (0.07, 0.08, 0.06, 0.38, 0.40, 0.20, 0.10), 4, (0.7273, -0.4286, 0.4162, -0.0352), "FF"),
    _example("soil", (0.08, 0.11, 0.15, 0.22, 0.24, 0.30, 0.25), 5, (0.1892, -0.4634, 0.4594, -0.0135), "FF"),
    _example("arid1", (0.05, 0.07, 0.12, 0.20, 0.22, 0.42, 0.35), 5, (0.2500, -0.7143, 0.4935, -0.0078), "FF"),
    _example("arid2", (0.05, 0.08, 0.125, 0.205, 0.225, 0.42, 0.36), 5, (0.2424, -0.6800, 0.5033, -0.0078), "FF"),
    _example("water", (0.04, 0.04, 0.02, 0.01, 0.01, 0.005, 0.004), 6, (-0.3333, 0.7778, 0.0416, -0.0215), "FF"),
    _example("water2", (0.05, 0.05, 0.03, 0.012, 0.012, 0.006, 0.005), 6, (-0.4286, 0.7857, 0.0540, -0.0246), "FF"),
    _example("snow", (0.80, 0.82, 0.80, 0.76, 0.75, 0.10, 0.08), 11, (-0.0256, 0.7826, 1.3351, -0.2834), "TT"),
    _example("snow_old", (0.55, 0.57, 0.55, 0.50, 0.49, 0.08, 0.06), 11, (-0.0476, 0.7538, 0.9119, -0.1919), "TT"),
    _example("cloud_as_soil", (0.45, 0.44, 0.45, 0.50, 0.51, 0.42, 0.35), 5, (0.0526, 0.0233, 1.0363, -0.1777), "TF"),
    _example("vbright", (0.75, 0.74, 0.75, 0.80, 0.80, 0.60, 0.50), 5, (0.0323, 0.1045, 1.6346, -0.2897), "TF"),
    _example("fake_snow", (0.60, 0.60, 0.60, 0.62, 0.62, 0.30, 0.25), 11, (0.0164, 0.3333, 1.1792, -0.2245), "TF"),
    # A cloud that is called soil, darker than 1.0: B03/B11 = 0.39/0.38 > 1, mean of the visible 0.397 > 0.3, haze
    # -0.8239*0.40 + 0.0849*0.39 + 0.4396*0.40 - 0.058*0.46 + 0.2013*0.38 - 0.2773*0.31 = -0.1568 < -0.1.
    _example("grey_cloud", (0.40, 0.39, 0.40, 0.45, 0.46, 0.38, 0.31), 5, (0.0588, 0.0130, 0.9278, -0.1568), "TF"),
    # Wet snow: near infrared below red. NDVI (0.40-0.60)/1.00 = -0.2, (0.29-0.50)/0.79 = -0.2658.
    _example("ice_bright", (0.62, 0.62, 0.60, 0.40, 0.40, 0.05, 0.04), 11, (-0.2000, 0.8507, 0.9014, -0.2186), "TT"),
    _example("ice_dark", (0.50, 0.50, 0.50, 0.29, 0.30, 0.06, 0.05), 11, (-0.2658, 0.7857, 0.7352, -0.1689), "TT"),
    # Shaded snow, just bright enough for the snow test (0.36).
    _example("shade_bright", (0.25, 0.26, 0.24, 0.26, 0.26, 0.03, 0.02), 11, (0.0400, 0.7931, 0.4263, -0.0930), "TT"),
    _example("shade_dark", (0.23, 0.24, 0.24, 0.22, 0.22, 0.03, 0.02), 11, (-0.0435, 0.7778, 0.3923, -0.0759), "TT"),
    # Greener than "veg" and brighter: NDVI (0.46-0.03)/0.49.
    _example("veg_lush", (0.03, 0.05, 0.03, 0.46, 0.48, 0.18, 0.08), 4, (0.8776, -0.5652, 0.4124, -0.0211), "FF"),
)

EXAMPLES: dict[str, Example] = {row.name: row for row in _ROWS}


@dataclass(frozen=True)
class Case:
    """Observations, newest first, the one that the short-term composite takes, and its rule."""

    seen: tuple[str, ...]
    taken: str | None
    rule: int


CASES = (
    Case(("veg", "veg_haze"), "veg", 3),
    Case(("arid1", "arid2"), "arid1", 1),
    Case(("water", "water2"), "water2", 2),
    Case(("cloud_as_soil", "soil"), "soil", 4),
    Case(("veg", "snow"), "veg", 4),
    Case(("snow", "snow_old"), "snow_old", 7),
    Case(("cloud_as_soil", "vbright"), None, 5),
    Case(("snow", "cloud_as_soil"), None, 5),
    # 5a: the darkest is a cloud but not brighter than 1.0, so it is taken after all.
    Case(("vbright", "grey_cloud"), "grey_cloud", 5),
    # 6: mean NDVI -0.2329, between rule 2's limit and -0.2; the darkest (ice_dark) is snow; largest mNDWI wins, where
    # rule 7 would have taken ice_dark (smallest NDVI).
    Case(("ice_dark", "ice_bright"), "ice_bright", 6),
    # 8: mean TCB 0.409 is not above 0.45; the largest NDVI wins, where rule 7 would have taken shade_dark.
    Case(("shade_dark", "shade_bright"), "shade_bright", 8),
    # Three: mean NDVI 0.8218, mean TCB 0.4025 -> largest NDVI.
    Case(("veg_haze", "veg", "veg_lush"), "veg_lush", 3),
    # The third changes the mean: NDVI (0.8605+0.7273+0.1892)/3 = 0.5923 is not above 0.6 -> darkest.
    Case(("soil", "veg_haze", "veg"), "veg", 4),
    Case(("snow", "vbright", "cloud_as_soil"), None, 5),
)
