"""Sun and view angles from a granule's metadata (MTD_TL.xml of SAFE products, MTD_ALL.xml of MUSCATE products).

The angle grids have nodes every 5 km from the tile's upper left corner; view angles come per band and detector with
gaps outside each detector (Sentinel-2 product specification; specs methods.md 11). Detectors and bands are averaged;
azimuths as unit vectors, because they jump by up to 180 degrees near nadir and between detectors.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..errors import CatalogueError, OrderError
from ..grid import crs_name, parse_crs
from .xml import parse_xml


@dataclass(frozen=True)
class AngleGrids:
    """Angles at the nodes of a granule, each (y, x) float64 degrees without gaps; row 0 is the northernmost.

    Node (0, 0) lies at (west, north) in ``crs``, nodes are ``step`` metres apart. Azimuths are clockwise
    from north, 0..360.
    """

    crs: str  # "EPSG:32633"
    west: float
    north: float
    step: float
    sun_zenith: np.ndarray
    sun_azimuth: np.ndarray
    view_zenith: np.ndarray
    view_azimuth: np.ndarray


@dataclass(frozen=True)
class _Layout:
    """Where a kind of document keeps what is needed, as paths from its root."""

    crs: str
    position: str  # element with ULX and ULY
    sun: str  # element with Zenith and Azimuth
    views: str  # elements with Zenith and Azimuth, one per band and detector


_SAFE = _Layout(
    crs=".//Tile_Geocoding/HORIZONTAL_CS_CODE",
    position=".//Tile_Geocoding/Geoposition",
    sun=".//Tile_Angles/Sun_Angles_Grid",
    views=".//Tile_Angles/Viewing_Incidence_Angles_Grids",
)
_LAYOUTS = {
    "Muscate_Metadata_Document": _Layout(
        crs=".//HORIZONTAL_CS_CODE",
        position=".//Group_Geopositioning_List/Group_Geopositioning",
        sun=".//Angles_Grids_List/Sun_Angles_Grids",
        views=".//Angles_Grids_List//Viewing_Incidence_Angles_Grids",
    )
}
"""Layouts by the name of the root element; every other document has ESA's."""


def parse_angles(document: bytes) -> AngleGrids:
    """The angle grids of a granule metadata document.

    Documents with a DOCTYPE or an entity, or that are not UTF-8, are refused before parsing. Raises `CatalogueError`.
    """
    root = parse_xml(document, "granule metadata")
    try:
        return _angles(root)
    except (OrderError, ValueError, AttributeError, TypeError) as problem:
        raise CatalogueError(f"The granule metadata hold no usable angle grids ({problem}).") from None


def _angles(root: ElementTree.Element) -> AngleGrids:
    layout = _LAYOUTS.get(root.tag, _SAFE)
    position, sun, views = root.find(layout.position), root.find(layout.sun), root.findall(layout.views)
    if position is None or sun is None or not views:
        raise ValueError("the place, the angles of the sun or those of the view are missing")
    step = float(sun.findtext("Zenith/COL_STEP", ""))
    if not 0 < step < math.inf:
        raise ValueError(f"the step of the angle grid is {step}")
    zeniths = [_grid(view, "Zenith") for view in views]
    azimuths = [_grid(view, "Azimuth") for view in views]
    return AngleGrids(
        crs=crs_name(parse_crs(root.findtext(layout.crs, ""))),
        west=float(position.findtext("ULX", "")),
        north=float(position.findtext("ULY", "")),
        step=step,
        sun_zenith=_without_gaps(_grid(sun, "Zenith")),
        sun_azimuth=_mean_azimuth([_grid(sun, "Azimuth")]),
        view_zenith=_without_gaps(_mean_of_present(zeniths)),
        view_azimuth=_mean_azimuth(azimuths),
    )


def _grid(parent: ElementTree.Element, name: str) -> np.ndarray:
    """The (y, x) float64 values of one Zenith or Azimuth element, NaN in its gaps."""
    rows = parent.findall(f"{name}/Values_List/VALUES")
    grid = np.array([[float(value) for value in (row.text or "").split()] for row in rows], dtype=np.float64)
    if grid.ndim != 2 or grid.size == 0:
        raise ValueError(f"the {name} grid is empty or ragged")
    return grid


def _mean_of_present(grids: Iterable[np.ndarray]) -> np.ndarray:
    """Mean over the grids that have a value at a node; (y, x) float64, NaN where none has."""
    stack = np.stack(list(grids))
    present = np.isfinite(stack)
    count = present.sum(axis=0)
    total = np.where(present, stack, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _mean_azimuth(grids: list[np.ndarray]) -> np.ndarray:
    """Direction of the mean unit vector, (y, x) float64 degrees 0..360, gaps filled from the nearest node."""
    east = _mean_of_present([np.sin(np.radians(grid)) for grid in grids])
    north = _mean_of_present([np.cos(np.radians(grid)) for grid in grids])
    return np.mod(np.degrees(np.arctan2(_without_gaps(east), _without_gaps(north))), 360.0)


def _without_gaps(grid: np.ndarray) -> np.ndarray:
    """The (y, x) grid with NaN replaced by the nearest value; `ValueError` where there is none at all."""
    gaps = ~np.isfinite(grid)
    if gaps.all():
        raise ValueError("an angle grid has no value")
    if not gaps.any():
        return grid
    nearest = distance_transform_edt(gaps, return_distances=False, return_indices=True)
    return grid[tuple(nearest)]
