"""Theia's Sentinel-2 Level-2A products (MUSCATE format), made by MAJA: folders and zip files.

Source: the metadata document of each product (``*_MTD_ALL.xml``), which names files, scales, no-data numbers and the
bits of the geophysical mask. Reflectance comes in two versions: SRE, and FRE in which the slopes' lighting is evened
out. FRE is taken; SRE only where the product holds fewer FRE bands than SRE bands.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from shapely.errors import ShapelyError
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError, OrderError
from ..grid import crs_name, parse_crs
from .fields import MAX_TEXT_CHARACTERS, parse_time
from .footprint import usable_footprint
from .product_files import ProductFiles, files_of_folder, files_of_zip, leads_out, zip_holds
from .records import Asset, Scene
from .several import scenes_of_several
from .xml import parse_xml

BANDS: Mapping[str, str] = MappingProxyType(
    {
        "B2": "B02",
        "B3": "B03",
        "B4": "B04",
        "B5": "B05",
        "B6": "B06",
        "B7": "B07",
        "B8": "B08",
        "B8A": "B8A",
        "B11": "B11",
        "B12": "B12",
    }
)
"""Our band names by those of the documents. MAJA delivers no B01."""

REFLECTANCES: Mapping[str, str] = MappingProxyType(
    {
        "Flat_Reflectance": "FRE: surface reflectance with the lighting of slopes evened out",
        "Surface_Reflectance": "SRE: surface reflectance as lit, because the product lacks bands of FRE",
    }
)
"""Versions of the reflectance by their word in the documents, the preferred one first."""

MASKS: Mapping[str, str] = MappingProxyType({"Detailed_Cloud": "CLM", "Edge": "EDG", "Snow": "MG2"})
"""Mask assets by a word under which the documents list their files."""

GEOPHYSICAL_BITS: Mapping[str, int] = MappingProxyType(
    {
        "Water": 1,
        "Cloud": 2,
        "Snow": 3,
        "Cloud_Shadow": 4,
        "Topography_Shadow": 5,
        "Hidden_Surface": 6,
        "Sun_Too_Low": 7,
        "Tangent_Sun": 8,
    }
)
"""Bits of MG2, counted from 1, for which the table of `masks.bit_masks` is made."""

REVOLUTIONS = 143  # relative orbits of a Sentinel-2 satellite
_ZIP = re.compile(r"SENTINEL2[A-Z]_\d{8}-\d{6}-\d{3}_L2A_T\w{5}_[A-Z](_V[\w-]+)?")
_METADATA = re.compile(r"SENTINEL2[^/]*_MTD_ALL\.xml", re.IGNORECASE)


class MuscateReader:
    """One row of the product readers."""

    own_folders = frozenset({"MASKS", "DATA"})

    def recognises(self, path: Path) -> bool:
        """Whether a folder or zip file holds the metadata document, or a zip file is named as such a product."""
        if path.suffix.lower() == ".zip":
            return _ZIP.fullmatch(path.stem) is not None or zip_holds(path, _METADATA)
        try:
            return path.is_dir() and any(_METADATA.fullmatch(entry.name) for entry in path.iterdir())
        except OSError:
            return False

    def scenes(self, path: Path) -> Iterator[Scene]:
        """The one scene of a folder, or those of a zip file. Raises `CatalogueError`."""
        zipped = path.suffix.lower() == ".zip"
        products = files_of_zip(path, _METADATA) if zipped else (files_of_folder(path),)
        return scenes_of_several((files.name, _scenes(files)) for files in products)


def _scenes(files: ProductFiles) -> Iterator[Scene]:
    yield scene_of_product(files)


def scene_of_product(files: ProductFiles) -> Scene:
    """The scene of one product. Raises `CatalogueError` that says what is missing or cannot be used."""
    documents = [name for name in files.names if _METADATA.fullmatch(name)]
    if len(documents) != 1:
        raise CatalogueError(f"{files.name} holds {len(documents)} documents *_MTD_ALL.xml; a product has one.")
    root = parse_xml(files.read(documents[0]), "MUSCATE metadata")
    try:
        return _scene(_Document(root, files), documents[0])
    except (OrderError, ValueError, LookupError, TypeError, ArithmeticError, ShapelyError) as problem:
        raise CatalogueError(f"The MUSCATE metadata cannot be used ({str(problem)[:MAX_TEXT_CHARACTERS]}).") from None


@dataclass(frozen=True)
class _Document:
    """A metadata document with the files of its product."""

    root: ElementTree.Element
    files: ProductFiles

    def text(self, path: str) -> str:
        """Short printable text of an element, "" where there is none."""
        text = (self.root.findtext(f".//{path}") or "").strip()
        if len(text) > MAX_TEXT_CHARACTERS or not text.isprintable():
            raise ValueError(f"{path} holds {len(text)} characters where a short printable text belongs")
        return text

    def number(self, path: str, low: float, high: float) -> float:
        """A number within limits."""
        value = float(self.text(path) or "nan")
        if not low <= value <= high:
            raise ValueError(f"{path} is {value:g}, outside {low:g} to {high:g}")
        return value

    def optional(self, path: str, low: float, high: float) -> float | None:
        """A number within limits, None where the document has none."""
        return self.number(path, low, high) if self.text(path) else None

    def listed(self, kind: str, nature: str) -> list[tuple[ElementTree.Element, str]]:
        """Elements that list a file of a nature (kind IMAGE or MASK), with the file's location, where it is there."""
        found = []
        for group in self.root.iter(kind.title()):
            if (group.findtext(f"{kind.title()}_Properties/NATURE") or "").strip() == nature:
                found += [(entry, self._location(entry)) for entry in group.iter(f"{kind}_FILE")]
        return [(entry, location) for entry, location in found if location]

    def _location(self, entry: ElementTree.Element) -> str:
        """Where a listed file can be read, "" where the product lacks it. Names that lead out are refused."""
        name = (entry.text or "").strip()
        name = name[2:] if name.startswith("./") else name
        if leads_out(name):
            raise ValueError(f"the file name {name[:80]!r} leads out of the product")
        return self.files.location(name) if name in self.files.names else ""


def _scene(document: _Document, metadata: str) -> Scene:
    level = document.text("PRODUCT_LEVEL")
    if level != "L2A":
        raise CatalogueError(f"The product is of level {level[:20]!r}; surface reflectance (L2A) is needed.")
    nature, bands = _bands(document)
    _check_bits(document)
    absolute, relative = _orbits(document)
    return Scene(
        id=document.text("PRODUCT_ID"),
        granule_id=document.text("PRODUCT_ID"),
        platform=_platform(document),
        acquired=parse_time(document.text("UTC_Acquisition_Range/MEAN") or document.text("ACQUISITION_DATE")),
        tile=_tile(document),
        absolute_orbit=absolute,
        relative_orbit=relative,
        baseline=f"V{document.text('PRODUCT_VERSION')}",
        generated=document.text("PRODUCTION_DATE"),
        cloud_cover=document.optional("Current_Product//QUALITY_INDEX[@name='CloudPercent']", 0.0, 100.0),
        crs=crs_name(parse_crs(document.text("HORIZONTAL_CS_CODE"))),
        footprint=_footprint(document),
        assets=MappingProxyType({**bands, **_masks(document), **_aerosol(document)}),
        granule_metadata=document.files.location(metadata),
        sun_zenith=document.optional("Sun_Angles/ZENITH_ANGLE", 0.0, 180.0),
        sun_azimuth=document.optional("Sun_Angles/AZIMUTH_ANGLE", 0.0, 360.0),
        offset_reason=REFLECTANCES[nature],
        class_rule="maja",
    )


def _bands(document: _Document) -> tuple[str, dict[str, Asset]]:
    """The version of the reflectance that has most bands, the preferred one among equals, and its bands."""
    quantification = document.number("REFLECTANCE_QUANTIFICATION_VALUE", 1.0, 1e6)
    nodata = int(document.number("SPECIAL_VALUE[@name='nodata']", -32768, -1))
    versions = {
        nature: {
            BANDS[entry.get("band_id", "")]: Asset(location, 1.0 / quantification, nodata / quantification, nodata)
            for entry, location in document.listed("IMAGE", nature)
            if entry.get("band_id") in BANDS
        }
        for nature in REFLECTANCES
    }
    nature = max(REFLECTANCES, key=lambda version: len(versions[version]))
    if not versions[nature]:
        raise CatalogueError("The product holds none of the FRE and SRE images that its metadata list.")
    return nature, versions[nature]


def _masks(document: _Document) -> dict[str, Asset]:
    """The masks by asset name; all of them are needed."""
    masks = {}
    for word, name in MASKS.items():
        listed = [(entry, location) for entry, location in document.listed("MASK", word) if f"_{name}_R" in location]
        if not listed:
            raise CatalogueError(f"The product has no mask {name} (MASKS/*_{name}_R1.tif), which is needed.")
        # Classes have no mean, so the masks at 20 m are not read for coarser grids.
        masks[name] = replace(_by_group(listed, 1.0, 1), coarser=())
    return masks


def _by_group(listed: list[tuple[ElementTree.Element, str]], scale: float, band: int) -> Asset:
    """The asset of a raster that comes at 10 m (R1) and 20 m (R2): the finer one, with the other for coarser grids."""
    places = {entry.get("group_id", ""): location for entry, location in reversed(listed)}
    levels = [Asset(places[group], scale, 0.0, band=band) for group in ("R1", "R2") if group in places]
    if not levels:
        raise ValueError("a raster is listed for other groups than R1 and R2")
    return replace(levels[0], coarser=tuple(levels[1:]))


def _aerosol(document: _Document) -> dict[str, Asset]:
    """Aerosol optical thickness, where the product has it: a band of ATB, in steps that the metadata state."""
    listed = document.listed("IMAGE", "Aerosol_Optical_Thickness")
    if not listed:
        return {}
    scale = 1.0 / document.number("AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE", 1.0, 1e6)
    band = listed[0][0].get("band_number", "2")
    if band not in ("1", "2", "3", "4"):
        raise ValueError(f"the aerosol is said to be in band {band[:20]!r}")
    return {"AOT": _by_group(listed, scale, int(band))}


def _check_bits(document: _Document) -> None:
    """Refuse products in which the bits of MG2 mean something else."""
    for nature, bit in GEOPHYSICAL_BITS.items():
        for entry, location in document.listed("MASK", nature):
            stated = entry.get("bit_number")
            if "_MG2_" in location and stated not in (None, str(bit)):
                raise ValueError(f"{nature} stands in bit {str(stated)[:20]} of the mask MG2, not in bit {bit}")


def _platform(document: _Document) -> str:
    found = re.fullmatch(r"SENTINEL-?2([A-Z])", document.text("PLATFORM"))
    if not found:
        raise CatalogueError(f"The product is of {document.text('PLATFORM')[:30]!r}; only Sentinel-2 is read.")
    return f"S2{found.group(1)}"


def _tile(document: _Document) -> str:
    found = re.fullmatch(r"T?(\d{2}[A-Z]{3})", document.text("GEOGRAPHICAL_ZONE"))
    return found.group(1) if found else ""


def _orbits(document: _Document) -> tuple[int | None, int | None]:
    """Absolute and relative orbit: the documents state one number, which of both depends on the producer."""
    text = document.text("ORBIT_NUMBER")
    number = int(text) if re.fullmatch(r"\d{1,6}", text) else 0
    if number > REVOLUTIONS:
        return number, None
    return None, number or None


def _footprint(document: _Document) -> BaseGeometry:
    ring = []
    for name in ("upperLeft", "upperRight", "lowerRight", "lowerLeft"):
        corner = f"Global_Geopositioning/Point[@name='{name}']"
        ring.append((document.number(f"{corner}/LON", -180.0, 180.0), document.number(f"{corner}/LAT", -90.0, 90.0)))
    return usable_footprint(Polygon(ring))
