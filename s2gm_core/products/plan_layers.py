"""Which bands and layers a product has, and as what they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..catalog.records import Scene
from ..composite.method import Method
from ..errors import MissingBandsError
from ..layers import (
    GROUPS,
    LAYERS,
    METHOD_LAYERS,
    Layer,
    band_layer,
    band_of_theia_layer,
    band_of_uncertainty_layer,
    stored_layer,
    theia_layer,
    uncertainty_layer,
)
from ..masks.class_rules import CLASS_RULES
from ..order import Order
from ..order_products import PRODUCTS
from ..sensors.bands import BANDS
from ..sensors.spectral_indices import INDICES, index_layer
from .angles import SUN_LAYERS, VIEW_LAYERS

MANY_OBSERVATIONS = 254
"""Largest count that fits ``valid_obs`` as UInt8 beside its nodata value."""


def bands_of_most(scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Bands that at least half of the scenes of every product family have.

    A single odd item does not take a band from the product. A family without the band does: else the pixels that it
    gives would be empty in that band.
    """
    families = [[scene for scene in scenes if scene.class_rule == rule] for rule in CLASS_RULES]
    return tuple(
        band
        for band in BANDS
        if all(2 * sum(band in scene.assets for scene in family) >= len(family) for family in families)
    )


def method_bands(
    method: Method, made: Sequence[str], available: tuple[str, ...], scenes: Sequence[Scene]
) -> tuple[str, ...]:
    """By which bands a method decides, in spectral order; one that averages uses all that it makes, as well."""
    try:
        wanted = set(method.usable_bands(available))
    except MissingBandsError as problem:
        raise MissingBandsError(f"{problem}{hint_at_mixture(scenes)}") from None
    if not method.selects:
        wanted |= set(made)
    return tuple(band for band in BANDS if band in wanted)


def delivered_bands(order: Order, available: tuple[str, ...], scenes: Sequence[Scene]) -> tuple[str, ...]:
    """The ordered bands, or all that are there; `MissingBandsError` where one of them, or of an index, is not."""
    asked = (*order.bands, *(band for name in order.indices for band in INDICES[name].bands))
    missing = [band for band in dict.fromkeys(asked) if band not in available]
    if missing:
        raise MissingBandsError(
            f"The scenes have no {', '.join(missing)}; they have {', '.join(available) or 'no band at all'}. Order "
            f"bands and indices that are there, or leave the bands empty for all of them.{hint_at_mixture(scenes)}"
        )
    return order.bands or tuple(band for band in available if band in PRODUCTS[order.product].bands)


def stored_bands(order: Order, bands: Sequence[str]) -> dict[str, Layer]:
    """How the delivered bands are stored."""
    return {band: band_layer(band, order.bit_depth) for band in bands}


def ancillary_layers(
    order: Order, method: Method, bands: Sequence[str], scenes: Sequence[Scene], most_observations: int
) -> dict[str, Layer]:
    """Everything that is delivered beside bands, by name, in the order of the tables."""
    wanted = {name for name in order.layers if name in LAYERS}
    if "all" in order.layers:
        wanted |= (set(LAYERS) - METHOD_LAYERS) | set(method.layers)
    if order.fill_days == 0:
        wanted.discard("filled")
    wanted -= METHOD_LAYERS - set(method.layers)
    possible = PRODUCTS[order.product].layers
    wanted &= set(LAYERS) if possible is None else possible
    layers = {name: LAYERS[name] for name in LAYERS if name in wanted and _can_fill(name, scenes)}
    if "valid_obs" in layers and most_observations > MANY_OBSERVATIONS:
        layers["valid_obs"] = stored_layer("valid_obs", "uint16")
    if order.layers:
        own = method.band_layers(method.make_options(order.options), tuple(bands))
        layers.update({layer.name: layer for layer in own})
    layers.update({name: index_layer(name) for name in order.indices})
    for name in order.layers:
        theia, uncertain = band_of_theia_layer(name), band_of_uncertainty_layer(name)
        if theia is not None and theia in bands:
            layers[name] = theia_layer(theia)
        if uncertain is not None and uncertain in bands:
            layers[name] = uncertainty_layer(uncertain)
    return layers


def missing_layers(order: Order, method: Method, layers: Mapping[str, Layer], bands: Sequence[str]) -> list[str]:
    """A sentence for every reason why ordered layers are not in the product.

    Of ``all`` only the service's layers count; of the groups of bands' layers only those of delivered bands.
    """
    named = {name for name in order.layers if name != "all"}
    of_all = () if PRODUCTS[order.product].layers is not None or "all" not in order.layers else GROUPS["service"]
    asked = dict.fromkeys((*of_all, *order.layers))
    missing = [name for name in asked if name not in layers and name != "all"]
    not_made = [name for name in missing if name in METHOD_LAYERS and name not in method.layers]
    not_filled = [name for name in missing if name == "filled"]
    of_bands = [name for name in missing if name not in LAYERS]
    whole = {name for group in GROUPS.values() if set(group) <= named for name in group}
    reasons = {
        f"Layers that the method '{method.name}' does not make": [name for name in not_made if name in named],
        "A layer for orders that fill pixels from other days": not_filled,
        "Layers of bands that the product does not have": [name for name in of_bands if name not in whole],
        "Layers that the source cannot fill": [
            name for name in missing if name not in {*not_made, *not_filled, *of_bands}
        ],
    }
    return [f"{reason}: {', '.join(names)}." for reason, names in reasons.items() if names]


def _can_fill(name: str, scenes: Sequence[Scene]) -> bool:
    """Whether at least one scene can fill a layer."""
    asset = LAYERS[name].asset
    if asset is not None:
        return any(asset in scene.assets for scene in scenes)
    if name in VIEW_LAYERS:
        return any(scene.granule_metadata for scene in scenes)
    if name in SUN_LAYERS:
        return any(scene.granule_metadata or scene.sun_zenith is not None for scene in scenes)
    return True


def processors(scenes: Sequence[Scene]) -> list[str]:
    """The software that made the scenes, sorted."""
    return sorted({CLASS_RULES[scene.class_rule].processor for scene in scenes})


def hint_at_mixture(scenes: Sequence[Scene]) -> str:
    """For messages about missing bands: that the sources do not have the same ones."""
    if len(processors(scenes)) < 2:
        return ""
    landsat = " A Landsat weight of 0 leaves Landsat out." if any(scene.is_landsat for scene in scenes) else ""
    return f" Scenes of {' and '.join(processors(scenes))} are mixed; only bands that all of them have count.{landsat}"
