"""Granule metadata (MTD_TL.xml) of a simulated scene, built as ESA's: geocoding, sun and view angle grids, quality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from xml.sax.saxutils import escape

import numpy as np

from ..grid import Grid
from .ground import ground_points
from .naming import SceneNames
from .noise import Points
from .orbits import Overpass, SwathGeometry, sun_at
from .tiles import REFERENCE_CRS, Tile

NODES, STEP = 23, 5000.0
"""Angle grids have 23 x 23 nodes every 5 km from the tile's upper left corner, small tiles too."""

DETECTORS = 12
BAND_IDS = range(13)
EDGE_STEPS = 1.6
"""The outermost detectors' values go on so many nodes beyond the swath, for interpolation up to its edge."""

_DETECTOR_OVERLAP = 0.02  # part of a detector's width
_NAMESPACE = "https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd"
_PERCENTAGES = (
    (1, "SATURATED_DEFECTIVE_PIXEL_PERCENTAGE"), (2, "DARK_FEATURES_PERCENTAGE"), (3, "CLOUD_SHADOW_PERCENTAGE"),
    (4, "VEGETATION_PERCENTAGE"), (5, "NOT_VEGETATED_PERCENTAGE"), (6, "WATER_PERCENTAGE"),
    (7, "UNCLASSIFIED_PERCENTAGE"), (8, "MEDIUM_PROBA_CLOUDS_PERCENTAGE"), (9, "HIGH_PROBA_CLOUDS_PERCENTAGE"),
    (10, "THIN_CIRRUS_PERCENTAGE"), (11, "SNOW_ICE_PERCENTAGE"),
)  # fmt: skip


def granule_metadata(tile: Tile, overpass: Overpass, names: SceneNames, percent: np.ndarray, nodata: float) -> str:
    """The XML text; ``percent`` (class,) float64 and ``nodata`` are percentages of the scene classification."""
    points = _node_points(tile)
    zenith, azimuth = sun_at(overpass.sensed, points)
    middle = ground_points(Grid(tile.grid.crs, *_middle(tile), STEP, STEP, 1, 1), REFERENCE_CRS)
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        f'<n1:Level-2A_Tile_ID xmlns:n1="{_NAMESPACE}">',
        *_general(overpass, names),
        "  <n1:Geometric_Info>",
        *_geocoding(tile),
        '    <Tile_Angles metadataLevel="Standard">',
        "      <Sun_Angles_Grid>",
        *_grid_lines("Zenith", zenith),
        *_grid_lines("Azimuth", azimuth),
        "      </Sun_Angles_Grid>",
        *_mean_angles("Mean_Sun_Angle", "", *(float(angle[0, 0]) for angle in sun_at(overpass.sensed, middle))),
        *_view_grids(overpass.swath, points),
        "      <Mean_Viewing_Incidence_Angle_List>",
        *_mean_views(overpass.swath, middle),
        "      </Mean_Viewing_Incidence_Angle_List>",
        "    </Tile_Angles>",
        "  </n1:Geometric_Info>",
        *_quality(percent, nodata),
        "</n1:Level-2A_Tile_ID>",
    ]
    return "\n".join(lines) + "\n"


def view_angles(swath: SwathGeometry, across: np.ndarray, detector: int, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Zenith and azimuth that one detector (1..12) has at places ``across`` the track, NaN outside; (y, x) float64.

    ``reach`` is how many metres the outermost detectors go on beyond the swath.
    """
    width = 2.0 * swath.half_width / DETECTORS
    west = -swath.half_width + (detector - 1) * width - _DETECTOR_OVERLAP * width
    east = west + width * (1.0 + 2.0 * _DETECTOR_OVERLAP)
    west -= reach if detector == 1 else 0.0
    east += reach if detector == DETECTORS else 0.0
    inside = (across >= west) & (across <= east)
    return (
        np.where(inside, swath.view_zenith(across), np.nan),
        np.where(inside, swath.view_azimuth(across), np.nan),
    )


def _node_points(tile: Tile) -> Points:
    """The nodes: Grid centres, so the grid starts half a step up and left of the tile's corner."""
    nodes = Grid(tile.grid.crs, tile.grid.west - STEP / 2, tile.grid.north + STEP / 2, STEP, STEP, NODES, NODES)
    return ground_points(nodes, REFERENCE_CRS)


def _middle(tile: Tile) -> tuple[float, float]:
    """West and north of a cell of one step whose centre is the tile's."""
    west, south, east, north = tile.grid.bounds
    return (west + east - STEP) / 2, (south + north + STEP) / 2


def _general(overpass: Overpass, names: SceneNames) -> Iterator[str]:
    archived = (overpass.sensed + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    yield "  <n1:General_Info>"
    yield f'    <L1C_TILE_ID metadataLevel="Brief">{escape(names.l1c_granule)}</L1C_TILE_ID>'
    yield f'    <TILE_ID metadataLevel="Brief">{escape(names.granule)}</TILE_ID>'
    yield f'    <DATASTRIP_ID metadataLevel="Standard">{escape(names.datastrip)}</DATASTRIP_ID>'
    yield '    <DOWNLINK_PRIORITY metadataLevel="Standard">NOMINAL</DOWNLINK_PRIORITY>'
    yield f'    <SENSING_TIME metadataLevel="Standard">{names.sensed_text}</SENSING_TIME>'
    yield '    <Archiving_Info metadataLevel="Expertise">'
    yield "      <ARCHIVING_CENTRE>SIMU</ARCHIVING_CENTRE>"
    yield f"      <ARCHIVING_TIME>{archived}</ARCHIVING_TIME>"
    yield "    </Archiving_Info>"
    yield "  </n1:General_Info>"


def _geocoding(tile: Tile) -> Iterator[str]:
    code = int(tile.grid.crs.split(":")[1])
    yield '    <Tile_Geocoding metadataLevel="Brief">'
    yield f"      <HORIZONTAL_CS_NAME>WGS84 / UTM zone {code % 100}N</HORIZONTAL_CS_NAME>"
    yield f"      <HORIZONTAL_CS_CODE>{tile.grid.crs}</HORIZONTAL_CS_CODE>"
    for resolution in (10, 20, 60):
        side = tile.grid.width * 10 // resolution
        yield f'      <Size resolution="{resolution}">'
        yield f"        <NROWS>{side}</NROWS>"
        yield f"        <NCOLS>{side}</NCOLS>"
        yield "      </Size>"
    for resolution in (10, 20, 60):
        yield f'      <Geoposition resolution="{resolution}">'
        yield f"        <ULX>{tile.grid.west:.0f}</ULX>"
        yield f"        <ULY>{tile.grid.north:.0f}</ULY>"
        yield f"        <XDIM>{resolution}</XDIM>"
        yield f"        <YDIM>-{resolution}</YDIM>"
        yield "      </Geoposition>"
    yield "    </Tile_Geocoding>"


def _view_grids(swath: SwathGeometry, points: Points) -> Iterator[str]:
    """One element per band and detector that sees a node; all bands look alike."""
    across = swath.across(points)
    bodies: list[tuple[int, list[str]]] = []
    for detector in range(1, DETECTORS + 1):
        zenith, azimuth = view_angles(swath, across, detector, EDGE_STEPS * STEP)
        if np.isfinite(zenith).any():
            bodies.append((detector, [*_grid_lines("Zenith", zenith), *_grid_lines("Azimuth", azimuth)]))
    for band in BAND_IDS:
        for detector, body in bodies:
            yield f'      <Viewing_Incidence_Angles_Grids bandId="{band}" detectorId="{detector}">'
            yield from body
            yield "      </Viewing_Incidence_Angles_Grids>"


def _mean_views(swath: SwathGeometry, middle: Points) -> Iterator[str]:
    across = np.clip(swath.across(middle), -swath.half_width, swath.half_width)
    zenith, azimuth = float(swath.view_zenith(across)[0, 0]), float(swath.view_azimuth(across)[0, 0])
    for band in BAND_IDS:
        yield from _mean_angles("Mean_Viewing_Incidence_Angle", f' bandId="{band}"', zenith, azimuth)


def _mean_angles(element: str, attribute: str, zenith: float, azimuth: float) -> Iterator[str]:
    yield f"      <{element}{attribute}>"
    yield f'        <ZENITH_ANGLE unit="deg">{zenith:.9f}</ZENITH_ANGLE>'
    yield f'        <AZIMUTH_ANGLE unit="deg">{azimuth:.9f}</AZIMUTH_ANGLE>'
    yield f"      </{element}>"


def _grid_lines(name: str, grid: np.ndarray) -> Iterator[str]:
    yield f"        <{name}>"
    yield f'          <COL_STEP unit="m">{STEP:.0f}</COL_STEP>'
    yield f'          <ROW_STEP unit="m">{STEP:.0f}</ROW_STEP>'
    yield "          <Values_List>"
    for row in grid:
        values = " ".join("NaN" if np.isnan(value) else f"{value:.6g}" for value in row)
        yield f"            <VALUES>{values}</VALUES>"
    yield "          </Values_List>"
    yield f"        </{name}>"


def _quality(percent: np.ndarray, nodata: float) -> Iterator[str]:
    yield '  <n1:Quality_Indicators_Info metadataLevel="Standard">'
    yield "    <Image_Content_QI>"
    yield f"      <CLOUDY_PIXEL_PERCENTAGE>{percent[8:11].sum():.6f}</CLOUDY_PIXEL_PERCENTAGE>"
    yield "      <DEGRADED_MSI_DATA_PERCENTAGE>0.000000</DEGRADED_MSI_DATA_PERCENTAGE>"
    yield f"      <NODATA_PIXEL_PERCENTAGE>{nodata:.6f}</NODATA_PIXEL_PERCENTAGE>"
    for number, name in _PERCENTAGES:
        yield f"      <{name}>{percent[number]:.6f}</{name}>"
    yield "    </Image_Content_QI>"
    yield "  </n1:Quality_Indicators_Info>"
