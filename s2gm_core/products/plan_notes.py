"""In words: what a product does differently because of its order or its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..catalog.records import Scene
from ..masks.engines import ENGINES, STACK_BANDS
from ..masks.snow import SNOW_BANDS
from ..network.urls import without_query
from ..order import Order
from ..radiometry.harmonise import TO_S2A
from .block_plan import BlockPlan
from .normalising import can_normalise
from .plan_layers import MANY_OBSERVATIONS, missing_layers, processors
from .user_mask import meets

SNOW_AS_CLASSIFIED = "Snow was not refined by NDSI and brightness: pixels classified as snow count as valid."


def notes_of(order: Order, block: BlockPlan, used: Sequence[Scene], left_out: Sequence[Scene]) -> tuple[str, ...]:
    """In words: what was done beside the method, and what differently because the source lacks something."""
    notes = [
        *_on_mixture(order, block, used),
        *_on_bands(block),
        *_on_angles(block, used),
        *notes_on_engines(block, used),
        *_on_masks(block),
        *_on_few_observations(order, block),
        *_on_regularisation(order, block),
        *missing_layers(order, block.method, block.layers, block.bands),
    ]
    if left_out:
        notes.append(f"Left out because they lack a band or their mask: {', '.join(scene.id for scene in left_out)}.")
    if "valid_obs" in block.layers and block.layers["valid_obs"].dtype == "uint16":
        notes.append(
            f"valid_obs is UInt16 with nodata 65535, because more than {MANY_OBSERVATIONS} observations are possible."
        )
    return tuple(notes)


def _on_mixture(order: Order, block: BlockPlan, used: Sequence[Scene]) -> Iterator[str]:
    """What several product families in one mosaic mean, and which of them was left out."""
    if len(processors(used)) > 1:
        yield (
            f"Scenes of {' and '.join(processors(used))} are mixed: the method uses, and the product holds, only the "
            "bands that all of them have."
        )
    landsat = any(scene.is_landsat for scene in used)
    if landsat and not all(scene.is_landsat for scene in used) and block.landsat_weight != 1.0:
        yield (
            f"An observation of Landsat counts {block.landsat_weight:g} times one of Sentinel-2 wherever the method "
            f"'{order.method}' weighs observations."
        )
    if order.landsat_weight == 0.0:
        yield "Landsat has the weight 0: its scenes were left out."


def _on_bands(block: BlockPlan) -> Iterator[str]:
    """What the method does without some of its bands."""
    lacking = [band for band in block.method.bands if band not in block.method_bands]
    if lacking:
        yield (
            f"The scenes lack {', '.join(lacking)}, which '{block.method.name}' uses. {block.method.reduced_rule}"
        ).rstrip()
    if not set(SNOW_BANDS) <= set(block.method_bands):
        yield SNOW_AS_CLASSIFIED


def _on_angles(block: BlockPlan, used: Sequence[Scene]) -> Iterator[str]:
    """What was normalised, and which scenes do not tell what it takes."""
    unknown = sum(not can_normalise(scene) for scene in used)
    if unknown:
        yield f"No view angles for {unknown} of {len(used)} scenes: no limit on their view zenith."
    wanted = block.normalisation
    if wanted.sun_zenith is not None:
        rest = f" {unknown} of {len(used)} scenes tell no view angles and stay as observed." if unknown else ""
        yield (
            f"Reflectance of land is as seen from nadir under a sun zenith of {wanted.sun_zenith:.1f} degrees "
            f"(NBAR).{rest}"
        )
    adjusted = sorted({scene.platform for scene in used} & set(TO_S2A))
    if wanted.harmonise and adjusted:
        yield f"Reflectance of {', '.join(adjusted)} was adjusted to the bands of S2A."


def notes_on_engines(block: BlockPlan, used: Sequence[Scene]) -> Iterator[str]:
    """Where a mask made of the stack has too little to go by."""
    engine = ENGINES.get(block.preset.engine)
    if engine is None:
        return
    if len(block.overpasses) < engine.few_dates:
        yield (
            f"The cloud mask '{block.preset.name}' compares dates and needs {engine.few_dates} overpasses; with "
            f"{len(block.overpasses)} it falls back to the scene classification and the parallax of clouds."
        )
    lacking = sum(not engine.can_mask(scene.assets) for scene in used)
    if lacking:
        wanted = ", ".join(" or ".join(STACK_BANDS[band]) for band in engine.bands)
        yield (
            f"{lacking} of {len(used)} scenes lack a band that the cloud mask '{block.preset.name}' compares "
            f"({wanted}): theirs is the scene classification."
        )


def _on_masks(block: BlockPlan) -> Iterator[str]:
    """What was left out beside what the mask hides."""
    if block.mask_growth:
        yield f"Clouds and shadows were widened by {block.mask_growth:g} m."
    if block.user_mask and meets(block.user_mask, block.grid):
        yield "Pixels that the user's own mask leaves out are empty."
    elif block.user_mask:
        yield (
            f"The user's own mask {without_query(block.user_mask)} does not meet the area: it leaves out no pixel. "
            "Look whether its CRS and its place are right."
        )


def _on_few_observations(order: Order, block: BlockPlan) -> Iterator[str]:
    """What became of pixels with too few observations."""
    if order.fill_days:
        around = len(block.after_period) + len(block.before_period)
        few = f"Pixels with fewer than {order.min_obs} valid observation{'s' if order.min_obs > 1 else ''}"
        days = f"the {order.fill_days} days before and after the period"
        if around:
            overpasses = f"{around} overpass{'es' if around > 1 else ''}"
            yield f"{few} were filled from {days} ({overpasses}); those that still had fewer are empty."
        else:
            yield f"{few} are empty: no overpass of {days} could fill them."
    elif order.min_obs > 1:
        yield f"Pixels with fewer than {order.min_obs} valid observations are empty."


def _on_regularisation(order: Order, block: BlockPlan) -> Iterator[str]:
    """Where a regularisation has no effect, or makes a layer tell of another observation."""
    if order.regularise and not block.margin:
        yield (
            f"The method '{block.method.name}' takes no single observations, or decides by no band that the scenes "
            "have: there was nothing to regularise."
        )
    own = [name for name in block.method.layers if name in block.layers]
    if block.margin and own and block.method.describe is None:
        yield f"{', '.join(own)}: of the method's choice, before dates were regularised."
