"""One pixel from raw granule values to the observation that is taken.

Sources: S2GM ATBD v1.3.3, sections 2.3.2 and 2.4.1 (valid observation); the project's decisions on offsets, the zero
test and overlapping granules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .decision import Pick, Seen, s2gm
from .spectra import is_snow

VALID_CLASSES = (2, 4, 5, 6, 11)


@dataclass(frozen=True)
class RawPixel:
    """What one granule holds at one pixel."""

    orbit: int  # absolute orbit: the same for all granules of one overpass
    tile: str  # MGRS tile, such as 33TWL
    digital_numbers: Mapping[str, int]
    offset: int  # added to the digital number before the division by 10000
    scene_class: int
    view_zenith: float  # degrees
    aot: float = 0.0


@dataclass(frozen=True)
class Decision:
    """The outcome: which overpass, its granule, and how many observations counted."""

    valid_observations: int
    orbit: int | None
    tile: str | None
    pick: Pick


def reflectance(raw: RawPixel) -> dict[str, float]:
    return {band: (number + raw.offset) / 10000 for band, number in raw.digital_numbers.items()}


def is_valid(raw: RawPixel) -> bool:
    if any(number == 0 for number in raw.digital_numbers.values()):
        return False
    if raw.view_zenith >= 11.0 or raw.scene_class not in VALID_CLASSES:
        return False
    return raw.scene_class != 11 or is_snow(reflectance(raw), 11)


def one_per_overpass(raws: Sequence[RawPixel], output_zone: str) -> list[RawPixel]:
    """Newest overpass first. Of granules that overlap: the output's UTM zone, else lower AOT, else higher tile id."""
    chosen: dict[int, RawPixel] = {}
    for raw in raws:
        if raw.scene_class == 0:
            continue
        rival = chosen.get(raw.orbit)
        if rival is None or _preferred(raw, rival, output_zone):
            chosen[raw.orbit] = raw
    return [chosen[orbit] for orbit in sorted(chosen, reverse=True)]


def _preferred(raw: RawPixel, rival: RawPixel, output_zone: str) -> bool:
    home, rival_home = raw.tile.startswith(output_zone), rival.tile.startswith(output_zone)
    if home != rival_home:
        return home
    if raw.aot != rival.aot:
        return raw.aot < rival.aot
    return raw.tile > rival.tile


def decide(raws: Sequence[RawPixel], output_zone: str) -> Decision:
    """The service's whole decision for one pixel."""
    valid = [raw for raw in one_per_overpass(raws, output_zone) if is_valid(raw)]
    pick = s2gm([Seen(reflectance(raw), raw.scene_class) for raw in valid])
    if pick.index is None:
        return Decision(len(valid), None, None, pick)
    taken = valid[pick.index]
    return Decision(len(valid), taken.orbit, taken.tile, pick)
