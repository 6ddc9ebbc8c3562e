"""Checks of the layers' files: how they are stored, where they lie, and which values they hold."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from ...catalog.product_files import read_document
from ...catalog.xml import parse_xml
from ...errors import S2GMError
from ...grid import Grid
from ...progress import Progress, stop_if_cancelled
from ...raster.environment import gdal_environment
from ...raster.layer_files import LayerFiles, LayerHeader
from ...raster.write_jp2 import side_file_of
from ...sensors.scene_classes import SCENE_CLASSES
from .metadata import WHOLE_NUMBERS
from .product import LayerEntry, Part, ProductOnDisk
from .report import Problem, difference, shown

BLOCK = 1024
MAX_PIXELS = 10**11
"""Values of larger layers are not read: a small file can declare any size."""

TOLERANCE = 1e-3
"""Part of a pixel by which a layer may lie aside: formats store places as text or in binary."""

_PERCENT, _ZENITH, _AZIMUTH = (0.0, 100.0), (0.0, 180.0), (0.0, 360.0)
LIMITS: Mapping[str, tuple[float, float]] = {
    "quality_scene_classification": (float(SCENE_CLASSES[0].value), float(SCENE_CLASSES[-1].value)),
    "quality_cloud_confidence": _PERCENT,
    "quality_snow_confidence": _PERCENT,
    "sun_zenith": _ZENITH,
    "sun_azimuth": _AZIMUTH,
    "view_zenith_mean": _ZENITH,
    "view_azimuth_mean": _AZIMUTH,
}
"""Smallest and largest value of a layer in its unit."""


def check_layer_files(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Every layer opens with its format's driver and has the number type, nodata, scale and grid of the metadata."""
    for part in product.parts:
        grid = part.grid
        with gdal_environment(), LayerFiles(part.format.reader) as files:
            for entry in _readable(part):
                stop_if_cancelled(progress)
                try:
                    header = files.header(_location(part, entry))
                except S2GMError as problem:
                    yield Problem(_where(part, entry), str(problem), f"a raster that {part.format.reader} reads")
                    continue
                yield from _header_problems(part, entry, header, grid)
                if part.format.name == "jp2":
                    yield from _side_file_problems(part, entry)


def check_values(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """The values lie in their limits, and source_index only names granules of the list."""
    for part in product.parts:
        grid, sources = part.grid, part.sources
        if grid.width * grid.height > MAX_PIXELS:
            yield Problem(part.name, f"{grid.width} x {grid.height} pixels", f"at most {MAX_PIXELS} pixels")
            continue
        entries = [entry for entry in _readable(part) if entry.dtype in WHOLE_NUMBERS]
        with gdal_environment(), LayerFiles(part.format.reader) as files:
            for number, entry in enumerate(entries, start=1):
                present = _values(files, part, entry, progress)
                progress.step(number, len(entries), f"Values of {entry.name}")
                if present is not None:
                    yield from _value_problems(part, entry, present[present != entry.nodata], len(sources))


def _header_problems(part: Part, entry: LayerEntry, header: LayerHeader, grid: Grid) -> Iterator[Problem]:
    where = _where(part, entry)
    yield from difference(f"{where} bands", header.bands, 1)
    yield from difference(f"{where} number type", header.dtype, entry.dtype)
    if part.format.name != "jp2":  # that format holds none; its side file is checked
        yield from difference(f"{where} nodata", header.nodata, float(entry.nodata))
        yield from difference(f"{where} scale", header.scale, 1.0 if entry.scale is None else entry.scale)
        yield from difference(f"{where} offset", header.offset, entry.offset)
    yield from difference(f"{where} size", (header.width, header.height), (grid.width, grid.height))
    if not header.lies_on(grid, TOLERANCE):
        yield Problem(f"{where} place", shown(header.transform), shown(tuple(grid.transform)[:6]))
    if not header.has_crs(grid.crs):
        yield Problem(f"{where} CRS", shown(header.crs), shown(grid.crs))
    if part.format.name == "cog" and not header.is_cog:
        yield Problem(f"{where} layout", "a GeoTIFF that is not cloud-optimised", "a cloud-optimised GeoTIFF")


def _side_file_problems(part: Part, entry: LayerEntry) -> Iterator[Problem]:
    """Nodata, scale and offset of a JPEG 2000 file stand in GDAL's side file."""
    path = side_file_of(part.folder / entry.file_name)
    root = parse_xml(read_document(str(path)), "side file")
    wanted = {"NoDataValue": float(entry.nodata)}
    if entry.scale is not None:
        wanted |= {"Scale": entry.scale, "Offset": entry.offset}
    for tag, value in wanted.items():
        yield from difference(f"{part.name}/{path.name} {tag}", _number(root, f"PAMRasterBand/{tag}"), value)


def _number(root: ElementTree.Element, path: str) -> float | None:
    text = root.findtext(path)
    return None if text is None else float(text)


def _values(files: LayerFiles, part: Part, entry: LayerEntry, progress: Progress) -> np.ndarray | None:
    """The different values of a layer, (value,) sorted; None where another check says why it cannot be read."""
    location, grid = _location(part, entry), part.grid
    try:
        header = files.header(location)
        if (header.width, header.height, header.dtype) != (grid.width, grid.height, entry.dtype):
            return None
        dtype = np.dtype(entry.dtype)
        unsigned = np.dtype(f"u{dtype.itemsize}")
        counts = np.zeros(2 ** (8 * dtype.itemsize), dtype=bool)
        for window in grid.blocks(BLOCK):
            stop_if_cancelled(progress)
            counts[np.ascontiguousarray(files.read(location, window)).view(unsigned)] = True
    except S2GMError:
        stop_if_cancelled(progress)
        return None
    return np.sort(np.flatnonzero(counts).astype(unsigned).view(dtype))


def _value_problems(part: Part, entry: LayerEntry, present: np.ndarray, sources: int) -> Iterator[Problem]:
    """``present`` (value,) are the different values without nodata."""
    where = f"{_where(part, entry)} values"
    if not present.size:
        return
    smallest, largest = int(present[0]), int(present[-1])
    if entry.name == "source_index" and not 0 <= smallest <= largest < sources:
        yield Problem(where, f"{smallest} to {largest}", f"keys of Source_product_list, 0 to {sources - 1}")
    if entry.name == "valid_obs" and largest > sources:
        yield Problem(where, f"up to {largest}", f"at most the number of granules, {sources}")
    if entry.name in LIMITS:
        low, high = LIMITS[entry.name]
        scale = 1.0 if entry.scale is None else entry.scale
        found = (smallest * scale + entry.offset, largest * scale + entry.offset)
        if found[0] < low or found[1] > high + 1e-9:
            yield Problem(where, f"{found[0]:g} to {found[1]:g}", f"{low:g} to {high:g}")


def _readable(part: Part) -> list[LayerEntry]:
    """Entries whose files are there; that others are not is told by the check of completeness."""
    return [entry for entry in part.entries if _is_file(part.folder / entry.file_name)]


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _location(part: Part, entry: LayerEntry) -> str:
    return part.format.location(part.folder / entry.file_name, entry.name)


def _where(part: Part, entry: LayerEntry) -> str:
    return f"{part.name} {entry.name}"
