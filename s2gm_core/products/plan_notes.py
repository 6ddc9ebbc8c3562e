"""In words: what a product does differently because of its order or its source."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.records import Scene
from ..masks.snow import SNOW_BANDS
from ..order import Order
from .block_plan import BlockPlan
from .plan_layers import MANY_OBSERVATIONS, missing_layers, processors


def notes_of(order: Order, block: BlockPlan, used: Sequence[Scene], left_out: Sequence[Scene]) -> tuple[str, ...]:
    """In words: what was done differently because the source lacks something."""
    notes = _notes_on_mixture(order, used)
    lacking = [band for band in block.method.bands if band not in block.method_bands]
    if lacking:
        notes.append(
            f"The scenes lack {', '.join(lacking)}, which '{block.method.name}' uses. {block.method.reduced_rule}"
        )
    if not set(SNOW_BANDS) <= set(block.method_bands):
        notes.append("Snow was not refined by NDSI and brightness: pixels classified as snow count as valid.")
    without_angles = [scene.id for scene in used if scene.granule_metadata is None]
    if without_angles:
        notes.append(f"No view angles for {len(without_angles)} of {len(used)} scenes: no limit on their view zenith.")
    missing = missing_layers(order, block.layers, block.bands)
    if missing:
        notes.append(f"Layers that the source cannot fill: {', '.join(missing)}.")
    if left_out:
        notes.append(f"Left out because they lack a band or their mask: {', '.join(scene.id for scene in left_out)}.")
    if "valid_obs" in block.layers and block.layers["valid_obs"].dtype == "uint16":
        notes.append(
            f"valid_obs is UInt16 with nodata 65535, because more than {MANY_OBSERVATIONS} observations are possible."
        )
    return tuple(notes)


def _notes_on_mixture(order: Order, used: Sequence[Scene]) -> list[str]:
    """In words: what several product families in one mosaic mean, and which of them was left out."""
    notes = []
    if len(processors(used)) > 1:
        notes.append(
            f"Scenes of {' and '.join(processors(used))} are mixed: the method uses, and the product holds, only the "
            "bands that all of them have."
        )
    landsat = any(scene.is_landsat for scene in used)
    if landsat and not all(scene.is_landsat for scene in used) and order.landsat_weight != 1.0:
        notes.append(
            f"An observation of Landsat counts {order.landsat_weight:g} times one of Sentinel-2 in the medoid; of two "
            "or fewer observations the method 's2gm' chooses without weights."
        )
    if order.landsat_weight == 0.0:
        notes.append("Landsat has the weight 0: its scenes were left out.")
    return notes
