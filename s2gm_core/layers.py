"""The ancillary layers of a product: one table for names, number types, nodata and scales.

Source: S2GM user manual (Product Guide) and product metadata. One departure: azimuths are UInt16 with nodata 65535,
because 360 degrees in hundredths do not fit the service's Int16.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from .errors import OrderError

REFLECTANCE_NODATA = 65535
REFLECTANCE_SCALE = 0.0001
MEDOID_MOS_NODATA = 65535
"""Value of ``medoid_mos`` where no medoid was taken: a short-term composite, a single observation, or nothing."""


@dataclass(frozen=True)
class Layer:
    """One layer of the product format."""

    name: str  # file and variable name
    dtype: str  # numpy name
    nodata: int
    scale: float | None  # value = stored x scale; None where the stored number is the value
    unit: str | None
    description: str
    categorical: bool = False  # overviews take the nearest pixel instead of the mean
    asset: str | None = None  # the scene's asset that carries it; None where it is computed


_ROWS = (
    Layer("quality_aot", "uint16", 65535, 0.001, "1", "Aerosol optical thickness", asset="AOT"),
    Layer("quality_snow_confidence", "uint8", 255, None, "percent", "Snow confidence", asset="SNW"),
    Layer("quality_scene_classification", "uint8", 255, None, None, "Scene classification", True),
    Layer("quality_cloud_confidence", "uint8", 255, None, "percent", "Cloud confidence", asset="CLD"),
    Layer("source_index", "int16", -1, None, None, "Index of product used for this pixel", True),
    Layer("medoid_mos", "uint16", MEDOID_MOS_NODATA, 0.0001, "1", "Measure of spread of the medoid algorithm"),
    Layer("sun_zenith", "int16", -32768, 0.01, "Degree", "Solar zenith angle"),
    Layer("sun_azimuth", "uint16", 65535, 0.01, "Degree", "Solar azimuth angle", True),
    Layer("view_zenith_mean", "int16", -32768, 0.01, "Degree", "View zenith mean angle"),
    Layer("view_azimuth_mean", "uint16", 65535, 0.01, "Degree", "View azimuth mean angle", True),
    Layer("valid_obs", "uint8", 255, None, "count", "Number of valid observations", True),
)

LAYERS: Mapping[str, Layer] = MappingProxyType({row.name: row for row in _ROWS})
"""The eleven ancillary layers by name, in the order of the service's metadata."""


def stored_layer(name: str, dtype: str) -> Layer:
    """An ancillary layer as a file of another number type holds it: wider counts keep 255 as a count."""
    layer = LAYERS[name]
    return layer if dtype == layer.dtype else replace(layer, dtype=dtype, nodata=int(np.iinfo(dtype).max))


def band_layer(name: str) -> Layer:
    """The layer of one reflectance band."""
    return Layer(
        name,
        "uint16",
        REFLECTANCE_NODATA,
        REFLECTANCE_SCALE,
        "1",
        f"The surface reflectance in band {name}",
        asset=name,
    )


def check_layers(names: Iterable[str]) -> tuple[str, ...]:
    """Layer names in table order; ``all`` and ``none`` stand for every and no layer. `OrderError` for others."""
    wanted = {name.strip() for name in names if name.strip()}
    if "all" in wanted:
        return tuple(LAYERS)
    wanted.discard("none")
    unknown = sorted(wanted - set(LAYERS))
    if unknown:
        raise OrderError(f"Unknown layer {', '.join(unknown)}. Choose among all, none, {', '.join(LAYERS)}.")
    return tuple(name for name in LAYERS if name in wanted)
