"""The reflectance bands of a product as one virtual raster, for QGIS and GDAL: a small XML file beside the layers."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence

from .facts import ProductFacts
from .planned_layer import PlannedLayer

COLOURS = {"B04": "Red", "B03": "Green", "B02": "Blue"}
GDAL_TYPES = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16"}
_Element = ElementTree.Element


def vrt_document(facts: ProductFacts) -> bytes:
    """The virtual raster: named bands with nodata, scale and offset; the first are B04, B03, B02 as red, green, blue.

    Its sources stand as names beside it, so that the folder can be moved.
    """
    grid = facts.grid
    dataset = _Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    ElementTree.SubElement(dataset, "SRS").text = grid.crs
    numbers = (grid.west, grid.pixel_width, 0.0, grid.north, 0.0, -grid.pixel_height)
    ElementTree.SubElement(dataset, "GeoTransform").text = ", ".join(repr(float(number)) for number in numbers)
    for number, band in enumerate(_order(facts.bands), start=1):
        dataset.append(_band(number, facts.layers[band], facts))
    ElementTree.indent(dataset)
    return bytes(ElementTree.tostring(dataset, encoding="utf-8")) + b"\n"


def _band(number: int, planned: PlannedLayer, facts: ProductFacts) -> _Element:
    layout, name = planned.format, planned.layer.name
    band = _Element("VRTRasterBand", dataType=GDAL_TYPES[layout.dtype], band=str(number))
    entries = {
        "Description": name,
        "NoDataValue": str(layout.nodata),
        "UnitType": layout.unit,
        "Offset": repr(layout.offset),
        "Scale": repr(layout.scale),
        "ColorInterp": _colour(name, number, facts.bands),
    }
    for tag, text in entries.items():
        if text is not None:
            ElementTree.SubElement(band, tag).text = text
    source = ElementTree.SubElement(band, "SimpleSource")
    location = facts.format.location(planned.path, planned.variable)
    ElementTree.SubElement(source, "SourceFilename", relativeToVRT="1").text = location
    ElementTree.SubElement(source, "SourceBand").text = "1"
    whole = {"xOff": "0", "yOff": "0", "xSize": str(facts.grid.width), "ySize": str(facts.grid.height)}
    ElementTree.SubElement(source, "SrcRect", whole)
    ElementTree.SubElement(source, "DstRect", whole)
    return band


def _order(bands: Sequence[str]) -> tuple[str, ...]:
    """Red, green and blue first where all are there: QGIS shows the first three, whatever colours the file names."""
    first = tuple(COLOURS) if set(COLOURS) <= set(bands) else ()
    return (*first, *(band for band in bands if band not in first))


def _colour(name: str, number: int, bands: Sequence[str]) -> str:
    """What a band is shown as; without all three of natural colour the first is shown in grey."""
    if set(COLOURS) <= set(bands):
        return COLOURS.get(name, "Undefined")
    return "Gray" if number == 1 else "Undefined"
