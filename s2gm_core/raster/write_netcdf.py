"""Writing NetCDF: all layers of a product in one file, each a variable, after the CF conventions.

GDAL's classic raster interface writes neither bounds of the time axis nor variables of several number types, so the
file is described as a multidimensional VRT (dimensions, attributes, and a GeoTIFF behind every variable), which GDAL's
netCDF driver copies chunk by chunk. NetCDF-4 with unsigned numbers, which CF allows from 1.9 on.

Sources: CF conventions 1.10 (coordinates, bounds, packed data, flags, grid mappings); GDAL's multidimensional VRT.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from types import MappingProxyType

import rasterio
import rasterio.shutil

from ..grid import Grid, map_crs
from ..progress import Progress
from .environment import GDAL_ERRORS, gdal_environment
from .watched import WatchedFiles
from .write import RasterFormat, writing_error

CONVENTIONS = "CF-1.10"
CHUNK_SIZE = 512
TIME_UNITS = "days since 1970-01-01 00:00:00"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SECONDS_PER_DAY = 86_400.0
_GDAL_TYPES = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "float64": "Float64"}
_NO_WORD = re.compile(r"[^a-z0-9]+")
_BOUNDS, _ENDS, _GRID_MAPPING = "time_bnds", "nv", "crs"
_Element = ElementTree.Element


@dataclass(frozen=True)
class NetcdfVariable:
    """One layer of the file."""

    name: str
    raw: Path  # finished GeoTIFF of one band
    layout: RasterFormat
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    flags: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))  # class numbers and their names


@dataclass(frozen=True)
class TimeSpan:
    """The time that the layers stand for."""

    start: datetime  # UTC; the coordinate
    end: datetime  # UTC, first instant after it


@dataclass(frozen=True)
class _Axis:
    """One horizontal axis."""

    name: str
    kind: str  # GDAL's type of dimension
    direction: str
    size: int
    first: float  # centre of the first pixel
    step: float
    attributes: Mapping[str, str]


def convert_to_netcdf(
    variables: Sequence[NetcdfVariable],
    path: Path,
    grid: Grid,
    time: TimeSpan,
    attributes: Mapping[str, str],
    progress: Progress,
) -> None:
    """Write finished GeoTIFFs of one grid as variables (time, y, x) of one NetCDF-4 file; the GeoTIFFs stay.

    ``attributes`` are the global ones besides ``Conventions``. The file appears under its name only when it is
    complete. Raises `OutputError`, and `Cancelled` soon after the user wants to stop.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    chunks = (1, min(CHUNK_SIZE, grid.height), min(CHUNK_SIZE, grid.width))
    options = {
        "FORMAT": "NC4",
        # Layers only: a number without dimensions cannot be packed.
        "ARRAY:IF(DIM=3):COMPRESS": "DEFLATE",
        "ARRAY:IF(DIM=3):ZLEVEL": "6",
        "ARRAY:IF(DIM=3):BLOCKSIZE": ",".join(map(str, chunks)),
    }
    try:
        with gdal_environment(), WatchedFiles(progress) as files:
            names = {variable.name: files.name(variable.raw) for variable in variables}
            description = _description(variables, names, grid, time, attributes)
            with rasterio.MemoryFile(description, ext=".vrt") as memory:
                rasterio.shutil.copy(memory.name, unfinished, driver="netCDF", **options)
        unfinished.replace(path)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem
    finally:
        unfinished.unlink(missing_ok=True)


def _description(
    variables: Sequence[NetcdfVariable],
    names: Mapping[str, str],
    grid: Grid,
    time: TimeSpan,
    attributes: Mapping[str, str],
) -> bytes:
    """The multidimensional VRT; its one empty band is there because rasterio opens no file without bands."""
    dataset = _Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    ElementTree.SubElement(dataset, "VRTRasterBand", dataType="Byte", band="1")
    group = ElementTree.SubElement(dataset, "Group", name="/")
    rows, columns = _axes(grid)
    _add_dimensions(group, rows, columns)
    _add_attributes(group, {"Conventions": CONVENTIONS, **attributes})
    _add_grid_mapping(group, grid)
    _add_time(group, time)
    for axis in (rows, columns):
        _add_coordinate(group, axis)
    for variable in variables:
        _add_variable(group, variable, names[variable.name], (rows.name, columns.name))
    return bytes(ElementTree.tostring(dataset, encoding="utf-8"))


def _axes(grid: Grid) -> tuple[_Axis, _Axis]:
    """Rows, north to south, and columns, west to east."""
    crs = map_crs(grid.crs)
    unit = "m" if not crs.axis_info or crs.axis_info[0].unit_name == "metre" else crs.axis_info[0].unit_name
    names, kinds, units = ("y", "x"), ("projection_y_coordinate", "projection_x_coordinate"), (unit, unit)
    if crs.is_geographic:
        names, kinds, units = ("lat", "lon"), ("latitude", "longitude"), ("degrees_north", "degrees_east")
    texts = [{"standard_name": kind, "long_name": kind.replace("_", " "), "units": u} for kind, u in zip(kinds, units)]
    first_row, first_column = grid.north - grid.pixel_height / 2, grid.west + grid.pixel_width / 2
    return (
        _Axis(names[0], "HORIZONTAL_Y", "NORTH", grid.height, first_row, -grid.pixel_height, {**texts[0], "axis": "Y"}),
        _Axis(names[1], "HORIZONTAL_X", "EAST", grid.width, first_column, grid.pixel_width, {**texts[1], "axis": "X"}),
    )


def _add_dimensions(group: _Element, rows: _Axis, columns: _Axis) -> None:
    ElementTree.SubElement(group, "Dimension", name="time", size="1", type="TEMPORAL", indexingVariable="time")
    for axis in (rows, columns):
        ElementTree.SubElement(
            group,
            "Dimension",
            name=axis.name,
            size=str(axis.size),
            type=axis.kind,
            direction=axis.direction,
            indexingVariable=axis.name,
        )
    ElementTree.SubElement(group, "Dimension", name=_ENDS, size="2")


def _add_attributes(parent: _Element, attributes: Mapping[str, str]) -> None:
    for name, text in attributes.items():
        _add_attribute(parent, name, "String", [text])


def _add_attribute(parent: _Element, name: str, kind: str, values: Sequence[object]) -> None:
    attribute = ElementTree.SubElement(parent, "Attribute", name=name)
    ElementTree.SubElement(attribute, "DataType").text = kind
    for value in values:
        ElementTree.SubElement(attribute, "Value").text = str(value)


def _add_array(group: _Element, name: str, dtype: str, dimensions: Sequence[str]) -> _Element:
    array = ElementTree.SubElement(group, "Array", name=name)
    ElementTree.SubElement(array, "DataType").text = _GDAL_TYPES[dtype]
    for dimension in dimensions:
        ElementTree.SubElement(array, "DimensionRef", ref=dimension)
    return array


def _add_grid_mapping(group: _Element, grid: Grid) -> None:
    """The CRS in CF's terms, as WKT for CF's readers and for GDAL's, and the place of the pixels for GDAL.

    GDAL could write it, but not the place, which it cannot tell from the coordinates of a single row or column.
    """
    mapping = _add_array(group, _GRID_MAPPING, "uint8", [])
    for name, value in map_crs(grid.crs).to_cf().items():
        values = list(value) if isinstance(value, (tuple, list)) else [value]
        _add_attribute(mapping, name, "String" if isinstance(values[0], str) else "Float64", values)
    wkt = rasterio.crs.CRS.from_user_input(grid.crs).to_wkt()
    numbers = (grid.west, grid.pixel_width, 0.0, grid.north, 0.0, -grid.pixel_height)
    _add_attributes(mapping, {"spatial_ref": wkt, "GeoTransform": " ".join(repr(float(number)) for number in numbers)})
    ElementTree.SubElement(mapping, "InlineValues").text = "0"


def _add_time(group: _Element, time: TimeSpan) -> None:
    start, end = ((moment - _EPOCH).total_seconds() / _SECONDS_PER_DAY for moment in (time.start, time.end))
    texts = {"standard_name": "time", "long_name": "start of the compositing period", "axis": "T"}
    coordinate = _add_array(group, "time", "float64", ["time"])
    _add_attributes(coordinate, {**texts, "units": TIME_UNITS, "calendar": "standard", "bounds": _BOUNDS})
    ElementTree.SubElement(coordinate, "InlineValues").text = repr(start)
    bounds = _add_array(group, _BOUNDS, "float64", ["time", _ENDS])
    ElementTree.SubElement(bounds, "InlineValues").text = f"{start!r} {end!r}"


def _add_coordinate(group: _Element, axis: _Axis) -> None:
    array = _add_array(group, axis.name, "float64", [axis.name])
    _add_attributes(array, axis.attributes)
    ElementTree.SubElement(array, "RegularlySpacedValues", start=repr(axis.first), increment=repr(axis.step))


def _add_variable(group: _Element, variable: NetcdfVariable, location: str, axes: tuple[str, str]) -> None:
    layout = variable.layout
    array = _add_array(group, variable.name, layout.dtype, ["time", *axes])
    if layout.unit is not None:
        ElementTree.SubElement(array, "Unit").text = layout.unit.lower()
    if layout.nodata is not None:
        ElementTree.SubElement(array, "NoDataValue").text = str(layout.nodata)
    if layout.scale is not None:
        ElementTree.SubElement(array, "Offset").text = repr(layout.offset)
        ElementTree.SubElement(array, "Scale").text = repr(layout.scale)
    _add_attributes(array, {**variable.attributes, "grid_mapping": _GRID_MAPPING})
    if variable.flags:
        _add_attribute(array, "flag_values", _GDAL_TYPES[layout.dtype], list(variable.flags))
        meanings = " ".join(_NO_WORD.sub("_", name.lower()).strip("_") for name in variable.flags.values())
        _add_attribute(array, "flag_meanings", "String", [meanings])
    source = ElementTree.SubElement(array, "Source")
    ElementTree.SubElement(source, "SourceFilename").text = location
    ElementTree.SubElement(source, "SourceBand").text = "1"
    ElementTree.SubElement(source, "SourceTranspose").text = "-1,0,1"  # a new first axis, time
