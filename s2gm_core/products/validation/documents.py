"""Checks of the documents beside the layers: inspire.xml, STAC item, VRT, quicklook, checksums."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...catalog.product_files import leads_out, read_document
from ...catalog.xml import parse_xml
from ...progress import Progress
from ..checksums import CHECKSUMS, RUN_RECORD, sha256_of
from ..inspire import INSPIRE, NAMESPACES
from ..quicklook import QUICKLOOK_PIXELS
from ..stac import ORDER_KEY, SHA256_MULTIHASH, SOURCES_KEY, VARIABLE_KEY
from .product import LayerEntry, Part, ProductOnDisk, read_json
from .report import Problem, difference, shown

INSPIRE_ELEMENTS = frozenset(
    re.findall(
        r"\S+",
        """
    gmd:MD_Metadata gmd:fileIdentifier gmd:language gmd:LanguageCode gmd:characterSet gmd:MD_CharacterSetCode
    gmd:hierarchyLevel gmd:MD_ScopeCode gmd:contact gmd:CI_ResponsibleParty gmd:organisationName gmd:contactInfo
    gmd:CI_Contact gmd:address gmd:CI_Address gmd:electronicMailAddress gmd:role gmd:CI_RoleCode gmd:dateStamp
    gco:DateTime gco:CharacterString gmd:metadataStandardName gmd:metadataStandardVersion gmd:referenceSystemInfo
    gmd:MD_ReferenceSystem gmd:referenceSystemIdentifier gmd:RS_Identifier gmd:code gmd:codeSpace
    gmd:identificationInfo gmd:MD_DataIdentification gmd:citation gmd:CI_Citation gmd:title gmd:date gmd:CI_Date
    gco:Date gmd:dateType gmd:CI_DateTypeCode gmd:identifier gmd:abstract gmd:pointOfContact gmd:descriptiveKeywords
    gmd:MD_Keywords gmd:keyword gmx:Anchor gmd:type gmd:MD_KeywordTypeCode gmd:thesaurusName gmd:resourceConstraints
    gmd:MD_Constraints gmd:useLimitation gmd:MD_LegalConstraints gmd:accessConstraints gmd:MD_RestrictionCode
    gmd:otherConstraints gmd:spatialResolution gmd:MD_Resolution gmd:distance gco:Distance gmd:topicCategory
    gmd:MD_TopicCategoryCode gmd:extent gmd:EX_Extent gmd:geographicElement gmd:EX_GeographicBoundingBox
    gmd:westBoundLongitude gmd:eastBoundLongitude gco:Decimal gmd:southBoundLatitude gmd:northBoundLatitude
    gmd:temporalElement gmd:EX_TemporalExtent gml:TimePeriod gml:beginPosition gml:endPosition gmd:distributionInfo
    gmd:MD_Distribution gmd:distributionFormat gmd:MD_Format gmd:name gmd:version gmd:transferOptions
    gmd:MD_DigitalTransferOptions gmd:onLine gmd:CI_OnlineResource gmd:linkage gmd:URL gmd:description gmd:function
    gmd:CI_OnLineFunctionCode gmd:dataQualityInfo gmd:DQ_DataQuality gmd:scope gmd:DQ_Scope gmd:level gmd:report
    gmd:DQ_DomainConsistency gmd:measureIdentification gmd:result gmd:DQ_ConformanceResult gmd:specification
    gmd:explanation gmd:pass gmd:lineage gmd:LI_Lineage gmd:statement
    """,
    )
)
"""The elements of the historical service's document."""

_EXTENT = "gmd:identificationInfo/gmd:MD_DataIdentification/gmd:extent/gmd:EX_Extent"
_BOX = f"{_EXTENT}/gmd:geographicElement/gmd:EX_GeographicBoundingBox"
_TIME = f"{_EXTENT}/gmd:temporalElement/gmd:EX_TemporalExtent/gmd:extent/gml:TimePeriod"
_IDENTIFIER = (
    "gmd:identificationInfo/gmd:MD_DataIdentification/gmd:citation/gmd:CI_Citation/gmd:identifier/gmd:RS_Identifier"
)
_SIDES = ("west", "south", "east", "north")
_SUM = re.compile(r"([0-9a-f]{64})  (.{1,500})")
_PNG_HEADER = struct.Struct(">8s4x4sIIBB")
_PNG_SIGNATURE, _RED_GREEN_BLUE_ALPHA = b"\x89PNG\r\n\x1a\n", 6
_BOX_TOLERANCE = 2e-6  # degrees: both are rounded to six decimals


def check_inspire(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """inspire.xml has the elements of the format and says what folder and metadata say."""
    root = parse_xml(read_document(str(product.folder / INSPIRE)), INSPIRE)
    there = {_short(element.tag) for element in root.iter()}
    for name in sorted(INSPIRE_ELEMENTS - there):
        yield Problem(INSPIRE, f"no {name}", "every element of the format")
    for path in ("gmd:fileIdentifier", f"{_IDENTIFIER}/gmd:code"):
        yield from difference(f"{INSPIRE} {path}", _text(root, path, "gco:CharacterString"), product.folder.name)
    for part in product.parts:
        first, last = part.days
        yield from difference(f"{INSPIRE} beginPosition", _text(root, _TIME, "gml:beginPosition"), first.isoformat())
        yield from difference(f"{INSPIRE} endPosition", _text(root, _TIME, "gml:endPosition"), last.isoformat())
        places = [_text(root, _BOX, f"gmd:{side}Bound{_axis(side)}", "gco:Decimal") for side in _SIDES]
        wanted = [float(value) for value in part.metadata["Geometry"]["Boundary_lon_lat"]]
        if not _holds([float(str(place)) for place in places], wanted, exactly=len(product.parts) == 1):
            yield Problem(f"{INSPIRE} bounding box", shown(places), f"that of {part.name}, {shown(wanted)}")


def check_stac_item(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """The STAC item names every layer with its file, number type and checksum, the order and every source."""
    sums = _sums(product) if CHECKSUMS in product.files else {}
    for part in product.parts:
        where = f"{part.name}/{part.documents.stac_item}"
        item = read_json(part.folder / part.documents.stac_item)
        yield from difference(f"{where} type", (item["type"], item["stac_version"]), ("Feature", "1.0.0"))
        named = product.folder.name if len(product.parts) == 1 else f"{product.folder.name}_{part.name}"
        yield from difference(f"{where} id", item["id"], named)
        properties, grid = item["properties"], part.grid
        yield from difference(f"{where} proj:shape", properties["proj:shape"], [grid.height, grid.width])
        affine = [float(value) for value in properties["proj:transform"]]
        if any(abs(a - b) > grid.pixel_width / 1000.0 for a, b in zip(affine, tuple(grid.transform)[:6])):
            yield Problem(f"{where} proj:transform", shown(affine), shown(tuple(grid.transform)[:6]))
        yield from difference(f"{where} {ORDER_KEY}", properties[ORDER_KEY], part.order)
        granules = [source["granule_id"] for source in properties[SOURCES_KEY]]
        yield from difference(f"{where} {SOURCES_KEY}", granules, list(part.sources.values()))
        for entry in part.entries:
            yield from _asset_problems(f"{where} {entry.name}", item["assets"].get(entry.name), entry, part, sums)


def check_vrt(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """The virtual raster holds the reflectance bands of the product and points at nothing else."""
    for part in product.parts:
        where = f"{part.name}/{part.documents.vrt}"
        root = parse_xml(read_document(str(part.folder / part.documents.vrt)), "virtual raster")
        entries = {entry.name: entry for entry in part.entries if entry.is_band}
        bands = {band.findtext("Description", ""): band for band in root.findall("VRTRasterBand")}
        yield from difference(f"{where} bands", sorted(bands), sorted(entries))
        size = (root.get("rasterXSize"), root.get("rasterYSize"))
        yield from difference(f"{where} size", size, (str(part.grid.width), str(part.grid.height)))
        yield from difference(f"{where} sources", len(list(root.iter("SourceFilename"))), len(entries))
        for name in sorted(set(bands) & set(entries)):
            yield from _band_problems(f"{where} {name}", bands[name], entries[name], part)


def check_quicklook(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """The quicklook is a PNG of four bands and of a small size."""
    for part in product.parts:
        where = f"{part.name}/{part.documents.quicklook}"
        head = read_document(str(part.folder / part.documents.quicklook))[: _PNG_HEADER.size]
        signature, chunk, width, height, _, colours = _PNG_HEADER.unpack(head.ljust(_PNG_HEADER.size, b"\0"))
        if (signature, chunk, colours) != (_PNG_SIGNATURE, b"IHDR", _RED_GREEN_BLUE_ALPHA):
            yield Problem(where, "another file", "a PNG with red, green, blue and alpha")
        elif not 0 < max(width, height) <= QUICKLOOK_PIXELS:
            yield Problem(where, f"{width} x {height} pixels", f"at most {QUICKLOOK_PIXELS} on the longer side")


def check_checksums(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """checksums.sha256 lists every file once, and every sum is right."""
    sums = _sums(product)
    wanted = {name for name in product.files if name not in (CHECKSUMS, RUN_RECORD)}
    for part in product.parts:
        wanted |= {f"{part.name}/{name}" for name in part.files}
    wanted = {name for name in wanted if not name.endswith(".aux.xml") and _is_file(product.folder / name)}
    for name in sorted(wanted - set(sums)):
        yield Problem(f"{CHECKSUMS} {name}", "no line", "a line for every file")
    for number, name in enumerate(sorted(sums), start=1):
        if leads_out(name) or not _is_file(product.folder / name):
            yield Problem(f"{CHECKSUMS} {shown(name)}", "a line for a file that is not there", "files of the product")
            continue
        yield from difference(name, sha256_of(product.folder / name, progress), sums[name])
        progress.step(number, len(sums), f"Checksum of {name}")


def _sums(product: ProductOnDisk) -> dict[str, str]:
    """The checksums by path; lines of another form raise `ValueError`."""
    sums: dict[str, str] = {}
    for line in read_document(str(product.folder / CHECKSUMS)).decode("utf-8").splitlines():
        found = _SUM.fullmatch(line)
        if not found or found[2] in sums:
            raise ValueError(f"the line {line[:80]!r}")
        sums[found[2]] = found[1]
    return sums


def _asset_problems(
    where: str, asset: Mapping[str, Any] | None, entry: LayerEntry, part: Part, sums: Mapping[str, str]
) -> Iterator[Problem]:
    if asset is None:
        yield Problem(where, "no asset", "one for every layer")
        return
    yield from difference(f"{where} href", asset["href"], f"./{entry.file_name}")
    yield from difference(f"{where} {VARIABLE_KEY}", asset.get(VARIABLE_KEY), entry.variable)
    band = asset["raster:bands"][0]
    found = (band["data_type"], band["nodata"], band.get("scale"), band.get("offset", 0.0))
    yield from difference(f"{where} raster:bands", found, (entry.dtype, entry.nodata, entry.scale, entry.offset))
    path = f"{part.name}/{entry.file_name}"
    if path in sums:
        yield from difference(f"{where} file:checksum", asset["file:checksum"], SHA256_MULTIHASH + sums[path])


def _band_problems(where: str, band: ElementTree.Element, entry: LayerEntry, part: Part) -> Iterator[Problem]:
    sources = [child for child in band if child.find("SourceFilename") is not None]
    if len(sources) != 1 or sources[0].tag != "SimpleSource" or band.get("subClass") is not None:
        found = (band.get("subClass"), [source.tag for source in sources])
        yield Problem(f"{where} source", shown(found), "one SimpleSource")
        return
    name = sources[0].find("SourceFilename")
    if name is not None:
        wanted = (part.format.location(Path(entry.file_name), entry.variable), "1")
        yield from difference(f"{where} source", (name.text, name.get("relativeToVRT")), wanted)
    numbers = {"NoDataValue": float(entry.nodata), "Scale": entry.scale, "Offset": entry.offset}
    for tag, value in numbers.items():
        text = band.findtext(tag)
        yield from difference(f"{where} {tag}", None if text is None else float(text), value)


def _short(tag: object) -> str:
    """``gmd:title`` for ElementTree's tag."""
    space, _, name = str(tag).lstrip("{").partition("}")
    return next((f"{prefix}:{name}" for prefix, address in NAMESPACES.items() if address == space), name)


def _text(root: ElementTree.Element, *path: str) -> str | None:
    return root.findtext("/".join(path), None, dict(NAMESPACES))


def _axis(side: str) -> str:
    return "Longitude" if side in ("west", "east") else "Latitude"


def _holds(box: list[float], wanted: list[float], exactly: bool) -> bool:
    """Whether a bounding box (west, south, east, north) is that of the only part, or holds that of one of several."""
    apart = [a - b for a, b in zip(box, wanted)]
    if exactly:
        return len(wanted) == len(box) and all(abs(value) <= _BOX_TOLERANCE for value in apart)
    west, south, east, north = apart
    return max(west, south) <= _BOX_TOLERANCE and min(east, north) >= -_BOX_TOLERANCE


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
