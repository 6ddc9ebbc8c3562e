"""Countries and regions by name, from the map of the world that QGIS ships (Natural Earth)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

from ...processing_provider.translation import translate
from .chosen import LON_LAT, check_size, square_kilometres
from .country_names import country_titles, in_alphabet
from .taken import Taken

COUNTRIES, REGIONS = "countries", "states_provinces"
NEAR_DEGREES = 6.5
"""Parts of a country that are farther from the others are overseas: Corsica belongs to France, Guiana not."""

ROUGH_DEGREES = 0.1
"""To which parts are simplified before they are looked at for what is near."""

QUARTER_SEGMENTS = 8
SIMPLER = 0.2
"""Of the rim: by how much an outline may be simplified before it is widened, for the shores of Canada take seconds."""


@dataclass(frozen=True)
class NamedPlace:
    """One country or region."""

    label: str  # "Croatia", "Bayern (Germany)", countries in the user's language
    layer: str
    feature: int
    english: str = ""  # as the map has it


def world_map() -> Path:
    """The file of the map."""
    return Path(QgsApplication.pkgDataPath()) / "resources" / "data" / "world_map.gpkg"


def named_places() -> list[NamedPlace]:
    """Countries, then regions, each by name; empty where this QGIS ships no map."""
    titles = country_titles()
    countries = [
        NamedPlace(titles.get(code, name), COUNTRIES, feature, name)
        for feature, (name, code) in _rows(COUNTRIES, ("NAME", "ISO_A3"))
    ]
    regions = [
        NamedPlace(f"{name} ({titles.get(code, country)})", REGIONS, feature, f"{name} ({country})")
        for feature, (name, country, code) in _rows(REGIONS, ("name", "admin", "adm0_a3"))
    ]
    return [*_sorted(countries), *_sorted(regions)]


def _sorted(places: list[NamedPlace]) -> list[NamedPlace]:
    return in_alphabet(places, lambda place: place.label)


def _rows(layer_name: str, fields: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """Feature and texts of what has a name in a layer of the map; none where this QGIS ships no map."""
    layer = world_layer(layer_name)
    if not layer.isValid():
        return []
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(list(fields), layer.fields())
    rows = ((feature.id(), [str(feature[name] or "") for name in fields]) for feature in layer.getFeatures(request))
    return [(feature, texts) for feature, texts in rows if texts[0] not in ("", "NULL")]


def from_place(place: NamedPlace, mainland: bool, wider_km: float) -> Taken:
    """The outline of a country or region, widened, for the outlines are coarse. Raises `OrderError`."""
    from ...s2gm_core.errors import OrderError

    shape = world_layer(place.layer).getFeature(place.feature).geometry()
    if shape.isEmpty():
        raise OrderError(translate("S2GM", "The map of the world has no outline of {name}.").format(name=place.label))
    if mainland:
        shape = QgsGeometry.unaryUnion(near_parts(shape))
    check_size(square_kilometres(shape, LON_LAT))  # here already, for a rim of what is refused takes long
    if wider_km > 0:
        local, crs = _widened(shape, wider_km * 1000.0)
        return Taken(local, crs, place.label)
    return Taken(shape, LON_LAT, place.label)


def near_parts(shape: QgsGeometry) -> list[QgsGeometry]:
    """The largest part of a shape in degrees, the parts near it, the parts near those, and so on."""
    parts = shape.asGeometryCollection() if shape.isMultipart() else [shape]
    rough = [part.simplify(ROUGH_DEGREES) for part in parts]
    left = sorted(range(len(parts)), key=lambda number: parts[number].area())
    near = new = [left.pop()]
    while new:
        new = [one for one in left if any(rough[one].distance(rough[other]) < NEAR_DEGREES for other in new)]
        near = near + new
        left = [one for one in left if one not in new]
    return [parts[number] for number in near]


def _widened(shape: QgsGeometry, metres: float) -> tuple[QgsGeometry, QgsCoordinateReferenceSystem]:
    """A shape in degrees with a rim, in a projection made for its middle."""
    centre = _middle(shape)
    crs = QgsCoordinateReferenceSystem()
    crs.createFromProj(f"+proj=aeqd +lat_0={centre[1]:.5f} +lon_0={centre[0]:.5f} +datum=WGS84 +units=m +no_defs")
    local = QgsGeometry(shape)
    local.transform(QgsCoordinateTransform(LON_LAT, crs, QgsProject.instance()))
    return local.simplify(SIMPLER * metres).buffer(metres, QUARTER_SEGMENTS), crs


def _middle(shape: QgsGeometry) -> tuple[float, float]:
    """The middle of the largest part: that of all would lie on the other side of the Earth for Fiji or Russia."""
    parts = shape.asGeometryCollection() if shape.isMultipart() else [shape]
    point = max(parts, key=lambda part: part.area()).centroid().asPoint()
    return point.x(), point.y()


def world_layer(name: str) -> QgsVectorLayer:
    """A layer of the map; not valid where this QGIS ships none."""
    layer = QgsVectorLayer(f"{world_map()}|layername={name}", name, "ogr")
    if layer.isValid() and not layer.crs().isValid():
        layer.setCrs(LON_LAT)
    return layer
