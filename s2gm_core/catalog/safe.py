"""Sentinel-2 Level-2A products in SAFE format, in folders and zip files: from one product to `Scene` records.

File names from ESA's Sentinel-2 product specification and products of baselines 02.04 to 05.10. Which file carries
what is told by its name alone; the list in the product's metadata says which of them belong to the product.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from ..grid import Grid, footprint
from ..sensors.bands import BANDS
from .footprint import usable_footprint
from .product_files import ProductFiles, files_of_folder, files_of_zip, leads_out, zip_holds
from .records import Asset, Scene
from .safe_metadata import GranuleMetadata, ProductMetadata, parse_granule, parse_product
from .several import scenes_of_several

_PRODUCT_NAME = re.compile(r"S2[A-Z]_.*MSIL?(1C|2A|2Ap)_.*|.*\.SAFE", re.IGNORECASE)
_PRODUCT_DOCUMENT = re.compile(r"(MTD_MSIL2A|S2[A-Z]_\w+_MTD_SAFL2A_\w+)\.xml")
_OTHER_LEVEL_DOCUMENT = re.compile(r"(MTD_MSIL1C|S2[A-Z]_\w+_MTD_SAFL1C_\w+)\.xml")
_ANY_DOCUMENT = re.compile(f"{_PRODUCT_DOCUMENT.pattern}|{_OTHER_LEVEL_DOCUMENT.pattern}")
_GRANULE_DOCUMENT = re.compile(r"(MTD_TL|S2[A-Z]_\w+_MTD_L2A_TL_\w+)\.xml")
_IMAGES = (
    re.compile(r".*_(?P<name>B\d[\dA]|AOT|SCL|CLD|SNW)_(?P<metres>10|20|60)m"),
    re.compile(r"MSK_(?P<name>CLD|SNW)PRB_(?P<metres>10|20|60)m"),
    re.compile(r".*_(?P<name>AOT|SCL|CLD|SNW)_L2A_TL_\w+_(?P<metres>10|20|60)m"),  # before December 2016
)
_EXTENSIONS = (".jp2", ".tif")
_TILE = re.compile(r"_T(\d\d[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(?:_|$)")
_ORBIT = re.compile(r"_A(\d{6})_")

_FINEST_USED: Mapping[str, int] = MappingProxyType(
    {**{name: band.resolution for name, band in BANDS.items()}, "AOT": 10, "SCL": 20, "CLD": 20, "SNW": 20}
)
"""Pixel size in metres of the raster that stands for each asset; finer ones (B01 at 20 m) are resampled by the
provider."""


@dataclass(frozen=True)
class _Image:
    """One raster of a granule."""

    asset: str  # B02, AOT, ...
    metres: int
    name: str  # path in the product


class SafeReader:
    """Reads SAFE products for a product folder."""

    own_folders = frozenset({"GRANULE", "DATASTRIP", "AUX_DATA", "HTML", "rep_info"})

    def recognises(self, path: Path) -> bool:
        """Whether a folder or zip file is called or built like a SAFE product."""
        try:
            if path.is_dir():
                return _is_product_folder(path)
            return path.suffix.lower() == ".zip" and _is_product_zip(path)
        except OSError:
            return False

    def scenes(self, path: Path) -> Iterator[Scene]:
        """The scenes of a product, one per granule; `CatalogueError` where it cannot be used."""
        products = (files_of_folder(path),) if path.is_dir() else files_of_zip(path, _ANY_DOCUMENT)
        return scenes_of_several((files.name, scenes_of_product(files)) for files in products)


def scenes_of_product(files: ProductFiles) -> Iterator[Scene]:
    """The scenes of one product, one per granule. Raises `CatalogueError`."""
    if not files.name.isprintable():
        raise CatalogueError("The product's name holds characters that cannot be printed. Rename it.")
    document = _document(files, "", _PRODUCT_DOCUMENT)
    if document is None:
        other = _document(files, "", _OTHER_LEVEL_DOCUMENT)
        raise CatalogueError(
            "The product is Level-1C, reflectance at the top of the atmosphere; Level-2A is needed. Take the Level-2A "
            "product of the same scene, or make it with Sen2Cor."
            if other
            else "The product has no metadata document (MTD_MSIL2A.xml). Download it again."
        )
    product = parse_product(files.read(document))
    listed = _listed_images(product)
    images = _images(files)
    if listed & {_without_extension(image.name) for group in images.values() for image in group}:
        images = {folder: _kept(group, listed) for folder, group in images.items()}
    if not images:
        raise CatalogueError("The product holds no image. Download it again, with its folder GRANULE.")
    for folder, group in sorted(images.items()):
        yield _scene(files, product, folder, group, len(images) == 1)


def _scene(files: ProductFiles, product: ProductMetadata, folder: str, images: Sequence[_Image], alone: bool) -> Scene:
    """The scene of one granule; ``alone``: the product has no other, so that its name and footprint are the scene's."""
    document = _document(files, f"GRANULE/{folder}/", _GRANULE_DOCUMENT)
    granule = None if document is None else parse_granule(files.read(document))
    granule_id = granule.id if granule is not None and granule.id else folder
    tile = next((found[1] for text in (granule_id, folder, files.name) for found in _TILE.finditer(text)), "")
    orbit = _ORBIT.search(granule_id) or _ORBIT.search(folder)
    name = files.name[:-5] if files.name.upper().endswith(".SAFE") else files.name
    return Scene(
        id=name if alone else f"{name}_{folder}",
        granule_id=granule_id,
        platform=product.platform,
        acquired=product.started if granule is None else granule.sensed,
        tile=tile,
        absolute_orbit=int(orbit[1]) if product.absolute_orbit is None and orbit else product.absolute_orbit,
        relative_orbit=product.relative_orbit,
        baseline=product.baseline,
        generated=product.generated,
        cloud_cover=product.cloud_cover,
        crs=_crs_of_tile(tile) if granule is None else granule.crs,
        footprint=_footprint(product, granule, alone),
        assets=MappingProxyType(_assets(files, product, images)),
        granule_metadata=None if document is None else files.location(document),
        sun_zenith=None if granule is None else granule.sun_zenith,
        sun_azimuth=None if granule is None else granule.sun_azimuth,
        offset_reason=product.offset_reason,
    )


def _assets(files: ProductFiles, product: ProductMetadata, images: Sequence[_Image]) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for name, finest in _FINEST_USED.items():
        by_size = {image.metres: image.name for image in images if image.asset == name}
        sizes = sorted(size for size in by_size if size >= finest) or sorted(by_size, reverse=True)[:1]
        if not sizes:
            continue
        scale, offset = _scale_and_offset(name, product)
        rasters = [Asset(files.location(by_size[size]), scale, offset) for size in sizes]
        # Classes have no mean, so the provider's coarser classification is not read.
        coarser = () if name == "SCL" else tuple(rasters[1:])
        found[name] = Asset(rasters[0].href, scale, offset, coarser=coarser)
    if "SCL" not in found:
        raise CatalogueError("The product has no scene classification (SCL), which the cloud mask needs.")
    return found


def _scale_and_offset(name: str, product: ProductMetadata) -> tuple[float, float]:
    if name in BANDS:
        return 1.0 / product.quantification, product.offsets.get(name, 0) / product.quantification
    return (1.0 / product.aot_quantification if name == "AOT" else 1.0), 0.0


def _images(files: ProductFiles) -> dict[str, list[_Image]]:
    """The rasters of every granule folder, by the folder's name."""
    found: dict[str, list[_Image]] = defaultdict(list)
    for name in files.names:
        path = PurePosixPath(name)
        if len(path.parts) < 4 or path.parts[0] != "GRANULE" or path.suffix.lower() not in _EXTENSIONS:
            continue
        match = next(filter(None, (pattern.fullmatch(path.stem) for pattern in _IMAGES)), None)
        if match:
            found[path.parts[1]].append(_Image(match["name"], int(match["metres"]), name))
    return dict(found)


def _listed_images(product: ProductMetadata) -> set[str]:
    """The image files that the metadata list, without extension; refused where one would lie outside the product."""
    for name in product.images:
        if leads_out(name):
            raise CatalogueError(f"The product lists the image {name[:80]!r}, outside of it; the product was not used.")
    return {_without_extension(name) for name in product.images}


def _kept(images: Sequence[_Image], listed: set[str]) -> list[_Image]:
    """The listed images of a granule, and its masks, which are listed elsewhere."""
    return [image for image in images if image.asset in ("CLD", "SNW") or _without_extension(image.name) in listed]


def _without_extension(name: str) -> str:
    return next((name[: -len(end)] for end in _EXTENSIONS if name.lower().endswith(end)), name)


def _document(files: ProductFiles, folder: str, name: re.Pattern[str]) -> str | None:
    """The path of a metadata document directly in a folder of the product."""
    inside = (path for path in files.names if path.startswith(folder))
    return next((path for path in inside if name.fullmatch(path[len(folder) :])), None)


def _footprint(product: ProductMetadata, granule: GranuleMetadata | None, alone: bool) -> BaseGeometry:
    """The product's footprint; of several granules each takes its own part of it."""
    if alone or granule is None:
        return product.footprint
    west, south, east, north = granule.bounds
    whole = footprint(Grid(granule.crs, west, north, east - west, north - south, 1, 1))
    return usable_footprint(product.footprint.intersection(whole))


def _crs_of_tile(tile: str) -> str | None:
    """The UTM zone of an MGRS tile."""
    return f"EPSG:32{6 if tile[2] >= 'N' else 7}{tile[:2]}" if tile else None


def _is_product_folder(path: Path) -> bool:
    names = [entry.name for entry in path.iterdir()]
    if any(_PRODUCT_DOCUMENT.fullmatch(name) or _OTHER_LEVEL_DOCUMENT.fullmatch(name) for name in names):
        return True
    # Unpacking often makes a folder of the product's name around the product.
    return path.suffix.upper() == ".SAFE" and not any(name.upper().endswith(".SAFE") for name in names)


def _is_product_zip(archive: Path) -> bool:
    """Whether a zip file has a product's name, or any name and a product's folder or document."""
    return bool(_PRODUCT_NAME.fullmatch(archive.stem)) or zip_holds(archive, _ANY_DOCUMENT, folder=".SAFE/")
