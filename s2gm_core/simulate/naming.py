"""Names and times of a simulated scene, formed as ESA's and Earth Search's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .orbits import Overpass
from .tiles import Area, Tile

_GROUND_SPEED = 6800.0  # metres per second of the satellite over the ground


@dataclass(frozen=True)
class SceneNames:
    """The identifiers of one scene."""

    item: str  # S2A_33TWL_20250701_0_L2A
    granule: str
    l1c_granule: str
    datastrip: str
    datatake: str
    product: str
    granule_folder: str  # of the SAFE product
    image_stem: str  # how the SAFE product's image files begin
    started: datetime  # UTC, when the datatake began
    sensed: datetime  # UTC, when the tile's middle was seen
    generated: datetime  # UTC

    @property
    def sensed_text(self) -> str:
        """The sensing time with microseconds."""
        return utc_text(self.sensed)


def utc_text(moment: datetime) -> str:
    """``2025-07-01T09:58:04.000000Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def scene_names(tile: Tile, overpass: Overpass, area: Area) -> SceneNames:
    """The names of a tile's scene of an overpass."""
    _, south, _, north = tile.grid.bounds
    # Tiles in the north are seen first; northings of neighbouring zones differ little enough
    delay = (area.centre[1] - (south + north) / 2) / _GROUND_SPEED
    sensed = overpass.sensed + timedelta(milliseconds=round(delay * 1000))
    started = overpass.sensed - timedelta(minutes=7, seconds=40)
    strip = overpass.sensed - timedelta(minutes=1, seconds=41)
    generated = (overpass.sensed + timedelta(hours=5, minutes=52)).replace(microsecond=0)
    satellite, baseline = overpass.satellite, overpass.baseline.name
    orbit, station = f"A{overpass.absolute_orbit:06d}", f"2{satellite[2]}PS"
    start_text, made_text = _compact(started), _compact(generated)
    ending = f"{orbit}_T{tile.name}_N{baseline}"
    return SceneNames(
        item=f"{satellite}_{tile.name}_{sensed:%Y%m%d}_0_L2A",
        granule=f"{satellite}_OPER_MSI_L2A_TL_{station}_{made_text}_{ending}",
        l1c_granule=f"{satellite}_OPER_MSI_L1C_TL_{station}_{_compact(generated - timedelta(hours=2))}_{ending}",
        datastrip=f"{satellite}_OPER_MSI_L2A_DS_{station}_{made_text}_S{_compact(strip)}_N{baseline}",
        datatake=f"G{satellite}_{start_text}_{overpass.absolute_orbit:06d}_N{baseline}",
        product=(
            f"{satellite}_MSIL2A_{start_text}_N{baseline.replace('.', '')}_R{overpass.relative_orbit:03d}"
            f"_T{tile.name}_{made_text}.SAFE"
        ),
        granule_folder=f"L2A_T{tile.name}_{orbit}_{_compact(strip)}",
        image_stem=f"T{tile.name}_{start_text}",
        started=started,
        sensed=sensed,
        generated=generated,
    )


def _compact(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")
