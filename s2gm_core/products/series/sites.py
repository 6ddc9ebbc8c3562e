"""The places of a time series: points and polygons in longitude and latitude, from text, files or features."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from ...area import check_area
from ...errors import OrderError
from ...raster.vector import Feature, read_features
from .points_csv import NAME_FIELDS, read_points_csv

MOST_SITES = 1_000_000
"""More sites than this are taken for a slip."""

_LAYER_MARK = "|layername="
_POLYGONAL = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Site:
    """One place: a point, of which pixels around it are read, or a polygon, of which the mean is taken.

    Raises `OrderError` for other geometries and for coordinates that are no longitude and latitude.
    """

    name: str
    geometry: BaseGeometry  # Point, Polygon or MultiPolygon in lon/lat, degrees

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "geometry", _checked(self.geometry))
        except OrderError as problem:
            raise OrderError(f"The site '{self.name}' cannot be used: {problem}") from None

    @property
    def is_point(self) -> bool:
        """Whether it is a point."""
        return self.geometry.geom_type == "Point"

    @property
    def place(self) -> tuple[float, float]:
        """Longitude and latitude: of the point, or of a point inside the polygon."""
        point = self.geometry if self.is_point else self.geometry.representative_point()
        return point.x, point.y


def site_at(longitude: float, latitude: float, name: str = "1") -> Site:
    """The site of a point in degrees."""
    return Site(name, Point(longitude, latitude))


def site_from_geojson(geometry: Mapping[str, Any], name: str) -> Site:
    """The site of a GeoJSON geometry in lon/lat; a multipoint of one point is that point."""
    try:
        return Site(name, shape(geometry))
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise OrderError(f"The geometry of the site '{name}' cannot be used ({problem}).") from None


def sites_from_text(text: str) -> tuple[Site, ...]:
    """Sites of ``LON,LAT``, of a CSV file, or of a vector file with points or polygons in its own CRS.

    Several points are separated by semicolons; ``file.gpkg|layername=fields`` names one layer. Raises `OrderError`.
    """
    text = text.strip()
    typed = _typed(text)
    if typed is not None:
        return typed
    path, _, layer = text.partition(_LAYER_MARK)
    if not _is_file(path):
        raise OrderError(
            f"The points '{text[:80]}' are neither longitude,latitude in degrees (several with semicolons between "
            "them) nor a file that exists."
        )
    if Path(path).suffix.lower() in (".csv", ".tsv", ".txt"):
        rows = read_points_csv(Path(path))
        return checked_sites([site_at(row.longitude, row.latitude, row.name) for row in rows])
    return sites_of_features(read_features(path, layer or None))


def check_not_input(points: str, outputs: Iterable[Path]) -> None:
    """`OrderError` where an output would replace the file in which the points are."""
    path = points.strip().partition(_LAYER_MARK)[0]
    if _is_file(path) and any(Path(path).resolve() == output.resolve() for output in outputs):
        raise OrderError(f"{path} holds the points and would be replaced by the result. Choose another file.")


def sites_of_features(features: Sequence[Feature]) -> tuple[Site, ...]:
    """Sites of the features of a layer in lon/lat; a multipoint gives a site for each of its points."""
    field = next((name for name in NAME_FIELDS if features and name in features[0].fields), None)
    sites: list[Site] = []
    for number, feature in enumerate(features, 1):
        said = feature.fields.get(field) if field else None
        name = str(number) if said in (None, "") else str(said)
        parts = feature.points or [feature.geometry]
        for part, geometry in enumerate(parts, 1):
            sites.append(site_from_geojson(geometry, name if len(parts) == 1 else f"{name}.{part}"))
    return checked_sites(sites)


def checked_sites(sites: Iterable[Site]) -> tuple[Site, ...]:
    """The same sites with names that are there once; `OrderError` where there are none, or too many."""
    every = list(sites)
    if not every:
        raise OrderError("There is no point. Give longitude,latitude or a layer or table with at least one point.")
    if len(every) > MOST_SITES:
        raise OrderError(f"There are {len(every)} points; at most {MOST_SITES} are read in one run. Split the layer.")
    seen: dict[str, int] = {}
    result = []
    for site in every:
        count = seen[site.name] = seen.get(site.name, 0) + 1
        result.append(site if count == 1 else Site(_free_name(site.name, count, seen), site.geometry))
    return tuple(result)


def _free_name(name: str, count: int, seen: dict[str, int]) -> str:
    while f"{name}-{count}" in seen:
        count += 1
    seen[f"{name}-{count}"] = 1
    return f"{name}-{count}"


def _checked(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_empty:
        raise OrderError("its geometry is empty.")
    if geometry.geom_type == "MultiPoint" and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    if geometry.geom_type in _POLYGONAL:
        return check_area(geometry)
    if geometry.geom_type != "Point":
        raise OrderError(f"it is a {geometry.geom_type}; points and polygons are read.")
    x, y = geometry.x, geometry.y
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180.0 and abs(y) <= 90.0):
        raise OrderError(f"{x:g}, {y:g} is no longitude and latitude in degrees. State the CRS of the points.")
    return Point(x, y)


def _typed(text: str) -> tuple[Site, ...] | None:
    """Sites of numbers, or None where the text is something else."""
    points = []
    for part in text.split(";"):
        try:
            longitude, latitude = (float(number) for number in part.split(","))
        except ValueError:
            return None
        points.append((longitude, latitude))
    return checked_sites([site_at(x, y, str(number)) for number, (x, y) in enumerate(points, 1)])


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file() or Path(path).is_dir()
    except (OSError, ValueError):
        return False
