"""Landsat 8 and 9, Collection 2 Level 2, as product folders: from the MTL document to a `Scene`.

A product carries the same metadata as JSON, XML and ODL text (``*_MTL.txt``); any of them will do. Source: USGS Landsat
8-9 Collection 2 Level 2 product guide and the documents of real products.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from .fields import MAX_TEXT_CHARACTERS, number, parse_time, word
from .footprint import usable_footprint
from .landsat import BANDS, check_product, reflectance_asset
from .product_files import ProductFiles, files_of_folder, files_of_zip, leads_out, zip_holds
from .records import Asset, Scene
from .several import scenes_of_several
from .xml import parse_xml

MAX_MTL_BYTES = 2**20
"""Larger documents are refused; real ones have some 20 kB."""

_ROOT = "LANDSAT_METADATA_FILE"
_DOCUMENT = re.compile(r"L[COTEM]\d\d_\w+_MTL\.(json|xml|txt)")
_ZIP = re.compile(r"L[COTEM]\d\d_L\w{3}_\d{6}_\d{8}_\w+")
_ASSIGNMENT = re.compile(r"\s*(\w+)\s*=\s*(.*?)\s*")
Groups = Mapping[str, Mapping[str, str]]


class LandsatReader:
    """One row of the product readers."""

    own_folders: frozenset[str] = frozenset()  # all files of a product lie side by side

    def recognises(self, path: Path) -> bool:
        """Whether a folder or zip file holds an MTL document of Landsat, or a zip file is called like a product."""
        if path.suffix.lower() == ".zip":
            return _ZIP.fullmatch(path.stem) is not None or zip_holds(path, _DOCUMENT)
        try:
            return path.is_dir() and any(_DOCUMENT.fullmatch(entry.name) for entry in path.iterdir())
        except OSError:
            return False

    def scenes(self, path: Path) -> Iterator[Scene]:
        """The scenes of a folder, one per MTL document, or of a zip file. Raises `CatalogueError`."""
        zipped = path.suffix.lower() == ".zip"
        products = files_of_zip(path, _DOCUMENT) if zipped else (files_of_folder(path, flat=True),)
        return scenes_of_several((files.name, scenes_of_product(files)) for files in products)


def scenes_of_product(files: ProductFiles) -> Iterator[Scene]:
    """The scenes of a folder: several products may lie in one. Raises `CatalogueError`."""
    documents: dict[str, str] = {}
    for name in files.names:  # sorted, so that JSON stands before txt and xml
        found = _DOCUMENT.fullmatch(name)
        if found:
            documents.setdefault(name[: found.start(1)], name)
    if not documents:
        raise CatalogueError("The product has no metadata document (*_MTL.json, *_MTL.xml or *_MTL.txt).")
    yield from scenes_of_several((name, _scene_of_document(files, name)) for name in documents.values())


def _scene_of_document(files: ProductFiles, name: str) -> Iterator[Scene]:
    groups = parse_mtl(files.read(name), PurePosixPath(name).suffix)
    try:
        scene = _scene(_Mtl(groups), files)
    except (ValueError, LookupError, TypeError, ArithmeticError, ShapelyError) as problem:
        reason = str(problem)[:MAX_TEXT_CHARACTERS]
        raise CatalogueError(f"The Landsat metadata {name} cannot be used ({reason}).") from None
    yield scene


def parse_mtl(document: bytes, extension: str) -> Groups:
    """The values of an MTL document by group and name; the extension (".json", ".xml", ".txt") tells its form.

    Raises `CatalogueError` for what is no such document, for XML with a DOCTYPE or entities too.
    """
    if len(document) > MAX_MTL_BYTES:
        raise CatalogueError(f"The MTL document is larger than {MAX_MTL_BYTES >> 20} MiB; it was not read.")
    try:
        groups = _PARSERS[extension](document)
    except (ValueError, RecursionError, AttributeError, TypeError) as problem:
        raise CatalogueError(f"The MTL document cannot be read ({str(problem)[:MAX_TEXT_CHARACTERS]}).") from None
    if "PRODUCT_CONTENTS" not in groups:
        raise CatalogueError("The MTL document is not of Collection 2 (it has no group PRODUCT_CONTENTS).")
    return groups


def _from_json(document: bytes) -> Groups:
    groups = json.loads(document).get(_ROOT, {})
    return {group: {name: str(value) for name, value in values.items()} for group, values in groups.items()}


def _from_xml(document: bytes) -> Groups:
    root = parse_xml(document, "Landsat metadata")
    return {group.tag: {entry.tag: (entry.text or "").strip() for entry in group} for group in root}


def _from_text(document: bytes) -> Groups:
    """ODL: ``GROUP = name``, ``name = value`` and ``END_GROUP = name``, a line each; texts in quotes."""
    groups: dict[str, dict[str, str]] = {}
    current = ""
    for line in document.decode("utf-8").splitlines():
        found = _ASSIGNMENT.fullmatch(line)
        if found is None:
            continue
        name, value = found[1], found[2].strip('"')
        if name in ("GROUP", "END_GROUP"):
            current = value if name == "GROUP" else ""
        else:
            groups.setdefault(current, {})[name] = value
    return groups


_PARSERS: Mapping[str, Any] = MappingProxyType({".json": _from_json, ".xml": _from_xml, ".txt": _from_text})


@dataclass(frozen=True)
class _Mtl:
    """The values of a document."""

    groups: Groups

    def text(self, group: str, name: str) -> str:
        """A short printable text, "" where there is none."""
        return word(self.groups.get(group, {}).get(name))

    def image(self, name: str) -> str:
        """A number or text of the group that tells how the image was taken."""
        return self.text("IMAGE_ATTRIBUTES", name)

    def number(self, group: str, name: str) -> float:
        """A finite number; `ValueError` where there is none."""
        value = number(self.text(group, name))
        if value is None:
            raise ValueError(f"{group}/{name} is no number")
        return value

    def file(self, name: str, files: ProductFiles) -> str:
        """Where a listed file can be read, "" where the product lacks it. Names that lead out are refused."""
        listed = self.text("PRODUCT_CONTENTS", name)
        if listed and leads_out(listed):
            raise ValueError(f"the file name {listed[:80]!r} leads out of the product")
        return files.location(listed) if listed in files.names else ""


def _scene(mtl: _Mtl, files: ProductFiles) -> Scene:
    satellite = re.fullmatch(r"LANDSAT_(\d)", mtl.image("SPACECRAFT_ID"))
    contents = "PRODUCT_CONTENTS"
    collection = mtl.text(contents, "COLLECTION_NUMBER").zfill(2)
    platform = check_product(satellite[1] if satellite else "", mtl.text(contents, "PROCESSING_LEVEL"), collection)
    path, row = int(mtl.number("IMAGE_ATTRIBUTES", "WRS_PATH")), int(mtl.number("IMAGE_ATTRIBUTES", "WRS_ROW"))
    return Scene(
        id=mtl.text(contents, "LANDSAT_PRODUCT_ID"),
        granule_id=mtl.text(contents, "LANDSAT_PRODUCT_ID"),
        platform=platform,
        acquired=parse_time(f"{mtl.image('DATE_ACQUIRED')}T{mtl.image('SCENE_CENTER_TIME')}"),
        tile=f"{path:03d}{row:03d}",
        absolute_orbit=None,
        relative_orbit=path,
        baseline=f"C{collection}",
        generated=mtl.text("LEVEL2_PROCESSING_RECORD", "DATE_PRODUCT_GENERATED"),
        cloud_cover=_cloud_cover(mtl),
        crs=_crs(mtl),
        footprint=_footprint(mtl),
        assets=MappingProxyType(_assets(mtl, files)),
        granule_metadata=None,
        sun_zenith=90.0 - mtl.number("IMAGE_ATTRIBUTES", "SUN_ELEVATION"),
        sun_azimuth=mtl.number("IMAGE_ATTRIBUTES", "SUN_AZIMUTH") % 360.0,
        offset_reason="REFLECTANCE_MULT_BAND and REFLECTANCE_ADD_BAND of the MTL document",
        class_rule="landsat",
    )


def _assets(mtl: _Mtl, files: ProductFiles) -> dict[str, Asset]:
    found, group = {}, "LEVEL2_SURFACE_REFLECTANCE_PARAMETERS"
    for band in BANDS:
        location = mtl.file(f"FILE_NAME_BAND_{band.number}", files)
        if location:
            scale = mtl.number(group, f"REFLECTANCE_MULT_BAND_{band.number}")
            offset = mtl.number(group, f"REFLECTANCE_ADD_BAND_{band.number}")
            found[band.stands_for] = reflectance_asset(location, scale, offset)
    mask = mtl.file("FILE_NAME_QUALITY_L1_PIXEL", files)
    if not found or not mask:
        lacking = "none of its images (*_SR_B2.TIF, ...)" if mask else "no pixel quality (*_QA_PIXEL.TIF)"
        raise CatalogueError(f"The product folder holds {lacking}. Unpack the whole product.")
    found["QA_PIXEL"] = Asset(mask, 1.0, 0.0)
    return found


def _cloud_cover(mtl: _Mtl) -> float | None:
    """Percent of the scene; the documents state -1 where it was not computed."""
    cover = number(mtl.image("CLOUD_COVER"))
    return cover if cover is not None and 0.0 <= cover <= 100.0 else None


def _crs(mtl: _Mtl) -> str | None:
    """Zones are counted from the northern one on both sides of the equator; Antarctica is in polar stereographic."""
    group = "PROJECTION_ATTRIBUTES"
    zone = number(mtl.text(group, "UTM_ZONE"))
    if mtl.text(group, "MAP_PROJECTION") == "UTM" and zone is not None and 1 <= zone <= 60:
        return f"EPSG:326{int(zone):02d}"
    antarctic = mtl.text(group, "MAP_PROJECTION") == "PS" and number(mtl.text(group, "TRUE_SCALE_LAT")) == -71.0
    return "EPSG:3031" if antarctic else None


def _footprint(mtl: _Mtl) -> BaseGeometry:
    ring = []
    for corner in ("UL", "UR", "LR", "LL"):
        longitude = mtl.number("PROJECTION_ATTRIBUTES", f"CORNER_{corner}_LON_PRODUCT")
        latitude = mtl.number("PROJECTION_ATTRIBUTES", f"CORNER_{corner}_LAT_PRODUCT")
        if abs(longitude) > 180.0 or abs(latitude) > 90.0:
            raise ValueError(f"the corner {corner} lies off the globe")
        ring.append((longitude, latitude))
    return usable_footprint(Polygon(ring))
