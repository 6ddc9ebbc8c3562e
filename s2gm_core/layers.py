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
from .sensors.bands import BANDS, theia_band

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
    offset: float = 0.0  # value = stored x scale + offset


SERVICE_LAYERS = (
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
"""The eleven ancillary layers of the service, in the order of its metadata."""

_OWN = (
    Layer("date", "uint16", 65535, None, "days since 1970-01-01", "Day of the observation, or mean day of several"),
    Layer("filled", "uint8", 255, None, None, "0 from the period, 1 filled from the wider period", True),
)
_OF_METHODS = (
    Layer("weight", "int16", -10000, 0.001, "1", "Sum of the weights of the observations"),
    Layer("dts", "int16", -10000, None, "day of year", "Weighted mean day of the year"),
    Layer("flag", "uint8", 0, None, None, "0 no data, 1 cloud or shadow, 2 snow, 3 water, 4 land", True),
    Layer("score", "int16", -9999, 0.0001, "1", "Total score of the best pixel"),
    Layer("score_doy", "int16", -9999, 0.0001, "1", "Score of the day of the year"),
    Layer("score_year", "int16", -9999, 0.0001, "1", "Score of the year"),
    Layer("score_cloud", "int16", -9999, 0.0001, "1", "Score of the distance to clouds"),
    Layer("score_haze", "int16", -9999, 0.0001, "1", "Score of the haze"),
    Layer("score_correlation", "int16", -9999, 0.0001, "1", "Score of the correlation with the other observations"),
    Layer("score_view", "int16", -9999, 0.0001, "1", "Score of the view zenith"),
    Layer("emad", "uint16", 65535, 0.0001, "1", "Median Euclidean distance to the geometric median"),
    Layer("smad", "uint16", 65535, 0.00001, "1", "Median cosine distance to the geometric median"),
    Layer("gain", "uint16", 65535, 0.0001, "1", "Balanced brightness of B02, B03 and B04 by the observed one"),
    Layer("bcmad", "uint16", 65535, 0.0001, "1", "Median Bray-Curtis distance to the geometric median"),
)

LAYERS: Mapping[str, Layer] = MappingProxyType({row.name: row for row in (*SERVICE_LAYERS, *_OWN, *_OF_METHODS)})
"""All ancillary layers by name: those of the service, those of every method, those that single methods make."""

METHOD_LAYERS = frozenset(row.name for row in _OF_METHODS) | {"medoid_mos"}
"""Layers that only some methods make."""

GROUPS = {
    "service": tuple(row.name for row in SERVICE_LAYERS),
    "unc": tuple(f"{band}_unc" for band in BANDS),
    "frc": tuple(f"FRC_{theia_band(band)}" for band in BANDS),
}
"""Names that stand for several layers."""


def stored_layer(name: str, dtype: str) -> Layer:
    """An ancillary layer as a file of another number type holds it: wider counts keep 255 as a count."""
    layer = LAYERS[name]
    return layer if dtype == layer.dtype else replace(layer, dtype=dtype, nodata=int(np.iinfo(dtype).max))


def band_layer(name: str, bit_depth: int = 16) -> Layer:
    """The layer of one reflectance band. With 8 bits 1 to 255 are reflectance 0 to the band's `byte_maximum`."""
    text = f"The surface reflectance in band {name}"
    if bit_depth == 16:
        return Layer(name, "uint16", REFLECTANCE_NODATA, REFLECTANCE_SCALE, "1", text, asset=name)
    step = BANDS[name].byte_maximum / 254
    return Layer(name, "uint8", 0, step, "1", text, asset=name, offset=-step)


def band_of_uncertainty_layer(name: str) -> str | None:
    """The band whose uncertainty a layer holds; None for other layers."""
    return next((band for band in BANDS if name == f"{band}_unc"), None)


def band_of_theia_layer(name: str) -> str | None:
    """The band that a layer holds in Theia's encoding; None for other layers."""
    return next((band for band in BANDS if name == f"FRC_{theia_band(band)}"), None)


def uncertainty_layer(band: str) -> Layer:
    """The layer of one band's standard uncertainty."""
    return Layer(f"{band}_unc", "uint16", REFLECTANCE_NODATA, REFLECTANCE_SCALE, "1", f"Standard uncertainty of {band}")


def percentile_layer(band: str, percentile: float) -> Layer:
    """The layer of one band's further percentile, such as ``B02_p25``."""
    name = f"{band}_p{percentile:g}".replace(".", "_")
    text = f"Percentile {percentile:g} of the surface reflectance in band {band}"
    return Layer(name, "uint16", REFLECTANCE_NODATA, REFLECTANCE_SCALE, "1", text)


def theia_layer(band: str) -> Layer:
    """The layer of one band in Theia's encoding FRC: signed, nodata -10000."""
    text = f"Flat surface reflectance in band {band}, as Theia encodes it"
    return Layer(f"FRC_{theia_band(band)}", "int16", -10000, REFLECTANCE_SCALE, "1", text)


def check_layers(names: Iterable[str]) -> tuple[str, ...]:
    """Layer names in the order of the tables; ``all`` stays and stands for all that can be filled.

    ``none`` stands for no layer, groups (`GROUPS`) are replaced by their layers. `OrderError` for unknown names.
    """
    wanted = {name.strip() for name in names if name.strip()} - {"none"}
    for group in wanted & set(GROUPS):
        wanted = (wanted - {group}) | set(GROUPS[group])
    known = ("all", *LAYERS, *GROUPS["unc"], *GROUPS["frc"])
    unknown = sorted(wanted - set(known))
    if unknown:
        raise OrderError(
            f"Unknown layer {', '.join(unknown)}. Choose among all, none, {', '.join(GROUPS)}, {', '.join(LAYERS)}, or "
            "the uncertainty of a band such as B02_unc."
        )
    return tuple(name for name in known if name in wanted)
