"""``inspire.xml``: the product for catalogues of geodata, as ISO 19139 metadata.

Sources: ISO 19115:2003 with Cor. 1:2006 and its XML schema ISO 19139 (which elements there are, and their order); the
INSPIRE technical guidelines for metadata; the historical service's own document (which of the elements it had). The
words are this project's: nothing poses as an official product, and no conformity is claimed that nobody has tested.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..catalog.fields import parse_time
from ..grid import Grid, map_crs
from ..version import __version__
from .extent import DECIMALS, lon_lat_box_of
from .facts import ProductFacts
from .metadata import HOMEPAGE, INSTITUTION, SOFTWARE

INSPIRE = "inspire.xml"
NAMESPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gml": "http://www.opengis.net/gml",
    "xlink": "http://www.w3.org/1999/xlink",
}
_CODES = (
    "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/resources/Codelist/gmxCodelists.xml"
)
_LANGUAGES = "http://www.loc.gov/standards/iso639-2/"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_REGULATION = (
    "Commission Regulation (EU) No 1089/2010 of 23 November 2010 implementing Directive 2007/2/EC of the European "
    "Parliament and of the Council as regards interoperability of spatial data sets and services"
)
_ORTHOIMAGERY = "http://inspire.ec.europa.eu/theme/oi"
_THEMES = ("GEMET - INSPIRE themes, version 1.0", "http://www.eionet.europa.eu/gemet/inspire_themes", "2008-06-01")
_FREE_KEYWORDS = ("Sentinel-2", "mosaic", "composites", "surface reflectance")
_Element = ElementTree.Element


def inspire_document(facts: ProductFacts, metadata: Mapping[str, Any], grids: Sequence[Grid]) -> bytes:
    """The document of a product: ``facts`` and `product_metadata` of its first part, the grids of all parts.

    The same for the same order and scenes.
    """
    for prefix, address in NAMESPACES.items():
        ElementTree.register_namespace(prefix, address)
    root = _Element(_tag("gmd:MD_Metadata"))
    moment = _moment(metadata)
    day = f"{moment:%Y-%m-%d}"
    _text(root, "gmd:fileIdentifier", facts.name)
    _code(_add(root, "gmd:language"), "LanguageCode", "eng", _LANGUAGES)
    _code(_add(root, "gmd:characterSet"), "MD_CharacterSetCode", "utf8")
    _code(_add(root, "gmd:hierarchyLevel"), "MD_ScopeCode", "dataset")
    _party(_add(root, "gmd:contact"), "pointOfContact")
    _add(root, "gmd:dateStamp/gco:DateTime").text = f"{moment:%Y-%m-%dT%H:%M:%S}"
    _text(root, "gmd:metadataStandardName", "ISO19115")
    _text(root, "gmd:metadataStandardVersion", "2003/Cor.1:2006")
    system = _add(root, "gmd:referenceSystemInfo/gmd:MD_ReferenceSystem/gmd:referenceSystemIdentifier")
    _identifier(system, *_reference_system(facts.grid.crs))
    identification = _add(root, "gmd:identificationInfo/gmd:MD_DataIdentification")
    _identification(identification, facts, metadata, day)
    _extent(_add(identification, "gmd:extent/gmd:EX_Extent"), facts, grids)
    _distribution(_add(root, "gmd:distributionInfo/gmd:MD_Distribution"), facts)
    _quality(_add(root, "gmd:dataQualityInfo/gmd:DQ_DataQuality"), facts, metadata)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _identification(parent: _Element, facts: ProductFacts, metadata: Mapping[str, Any], day: str) -> None:
    citation = _add(parent, "gmd:citation/gmd:CI_Citation")
    _text(citation, "gmd:title", str(metadata["Title"]))
    for kind in ("publication", "creation", "revision"):
        _date(citation, day, kind)
    _identifier(_add(citation, "gmd:identifier"), facts.name, HOMEPAGE)
    _text(parent, "gmd:abstract", metadata["Summary"])
    _party(_add(parent, "gmd:pointOfContact"), "resourceProvider")
    _keywords(parent)
    _text(_add(parent, "gmd:resourceConstraints/gmd:MD_Constraints"), "gmd:useLimitation", metadata["License"])
    legal = _add(parent, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
    _code(_add(legal, "gmd:accessConstraints"), "MD_RestrictionCode", "otherRestrictions")
    _text(legal, "gmd:otherConstraints", "no limitations to public access")
    distance = _add(parent, "gmd:spatialResolution/gmd:MD_Resolution/gmd:distance/gco:Distance", {"uom": "m"})
    distance.text = f"{facts.order.resolution:g}"
    _code(_add(parent, "gmd:language"), "LanguageCode", "eng", _LANGUAGES)
    _add(parent, "gmd:topicCategory/gmd:MD_TopicCategoryCode").text = "imageryBaseMapsEarthCover"


def _keywords(parent: _Element) -> None:
    """The INSPIRE theme with its thesaurus, and free ones."""
    theme = _add(parent, "gmd:descriptiveKeywords/gmd:MD_Keywords")
    _anchor(_add(theme, "gmd:keyword"), "Orthoimagery", _ORTHOIMAGERY)
    _code(_add(theme, "gmd:type"), "MD_KeywordTypeCode", "theme")
    thesaurus = _add(theme, "gmd:thesaurusName/gmd:CI_Citation")
    _anchor(_add(thesaurus, "gmd:title"), _THEMES[0], _THEMES[1])
    _date(thesaurus, _THEMES[2], "publication")
    free = _add(parent, "gmd:descriptiveKeywords/gmd:MD_Keywords")
    for keyword in _FREE_KEYWORDS:
        _text(free, "gmd:keyword", keyword)


def _extent(parent: _Element, facts: ProductFacts, grids: Sequence[Grid]) -> None:
    west, south, east, north = lon_lat_box_of(grids)
    around = _add(parent, "gmd:geographicElement/gmd:EX_GeographicBoundingBox")
    sides = {"westBoundLongitude": west, "eastBoundLongitude": east}
    sides |= {"southBoundLatitude": south, "northBoundLatitude": north}
    for side, degrees in sides.items():
        _add(around, f"gmd:{side}/gco:Decimal").text = f"{degrees:.{DECIMALS}f}"
    place = "gmd:temporalElement/gmd:EX_TemporalExtent/gmd:extent/gml:TimePeriod"
    period = _add(parent, place, {_tag("gml:id"): "compositing-period"})
    _add(period, "gml:beginPosition").text = facts.period.start.isoformat()
    _add(period, "gml:endPosition").text = facts.period.last_day.isoformat()


def _distribution(parent: _Element, facts: ProductFacts) -> None:
    stored = _add(parent, "gmd:distributionFormat/gmd:MD_Format")
    _text(stored, "gmd:name", facts.format.label)
    _text(stored, "gmd:version", __version__)
    online = _add(parent, "gmd:transferOptions/gmd:MD_DigitalTransferOptions/gmd:onLine/gmd:CI_OnlineResource")
    _add(online, "gmd:linkage/gmd:URL").text = HOMEPAGE
    _text(online, "gmd:name", f"{SOFTWARE} {__version__}")
    _text(online, "gmd:description", "The software that made the product")
    _code(_add(online, "gmd:function"), "CI_OnLineFunctionCode", "information")


def _quality(parent: _Element, facts: ProductFacts, metadata: Mapping[str, Any]) -> None:
    _code(_add(parent, "gmd:scope/gmd:DQ_Scope/gmd:level"), "MD_ScopeCode", "dataset")
    report = _add(parent, "gmd:report/gmd:DQ_DomainConsistency")
    _identifier(_add(report, "gmd:measureIdentification"), "Conformity_001", "INSPIRE")
    result = _add(report, "gmd:result/gmd:DQ_ConformanceResult")
    specification = _add(result, "gmd:specification/gmd:CI_Citation")
    _text(specification, "gmd:title", _REGULATION)
    _date(specification, "2010-12-08", "publication")
    _text(result, "gmd:explanation", "See the referenced specification")
    _add(result, "gmd:pass", {_tag("gco:nilReason"): "unknown"})  # nobody has evaluated it
    statement = (
        f"{SOFTWARE} {__version__} made a {metadata['Compositing_period'].lower()} composite with the method "
        f"'{facts.order.method}' from {len(facts.granules)} granules of {metadata['Sensor_list']} "
        f"({metadata['Processing_steps']}). The granules, the order and what was left out stand in "
        f"{facts.documents.metadata}. The result has not been validated."
    )
    _text(parent, "gmd:lineage/gmd:LI_Lineage/gmd:statement", statement)


def _moment(metadata: Mapping[str, Any]) -> datetime:
    """When the newest source was made, for the dates; where no source tells it, the end of the period."""
    try:
        return parse_time(metadata["Date_of_creation"])
    except ValueError:
        return parse_time(metadata["Mosaicking_period_end"])


def _reference_system(crs: str) -> tuple[str, str]:
    """Code and code space of a CRS; those without an EPSG code have their name alone."""
    if crs.startswith("EPSG:"):
        return _EPSG + crs.partition(":")[2], "INSPIRE RS registry"
    return map_crs(crs).name, HOMEPAGE


def _party(parent: _Element, role: str) -> None:
    """Who answers for the product: whoever made it; of the software only the address of its project is known."""
    party = _add(parent, "gmd:CI_ResponsibleParty")
    _text(party, "gmd:organisationName", f"{INSTITUTION} ({HOMEPAGE})")
    contact = _add(party, "gmd:contactInfo/gmd:CI_Contact")
    _add(contact, "gmd:address/gmd:CI_Address/gmd:electronicMailAddress", {_tag("gco:nilReason"): "missing"})
    _code(_add(party, "gmd:role"), "CI_RoleCode", role)


def _identifier(parent: _Element, code: str, space: str) -> None:
    identifier = _add(parent, "gmd:RS_Identifier")
    _text(identifier, "gmd:code", code)
    _text(identifier, "gmd:codeSpace", space)


def _date(parent: _Element, day: str, kind: str) -> None:
    date = _add(parent, "gmd:date/gmd:CI_Date")
    _add(date, "gmd:date/gco:Date").text = day
    _code(_add(date, "gmd:dateType"), "CI_DateTypeCode", kind)


def _code(parent: _Element, kind: str, value: str, codes: str | None = None) -> None:
    where = codes or f"{_CODES}#{kind}"
    _add(parent, f"gmd:{kind}", {"codeList": where, "codeListValue": value}).text = value


def _anchor(parent: _Element, text: str, address: str) -> None:
    _add(parent, "gmx:Anchor", {_tag("xlink:href"): address}).text = text


def _text(parent: _Element, path: str, text: str) -> None:
    _add(parent, f"{path}/gco:CharacterString").text = text


def _add(parent: _Element, path: str, attributes: Mapping[str, str] | None = None) -> _Element:
    """New elements one inside the other, the last with attributes; returns the last."""
    for name in path.split("/"):
        parent = ElementTree.SubElement(parent, _tag(name))
    for name, value in (attributes or {}).items():
        parent.set(name, value)
    return parent


def _tag(name: str) -> str:
    """``gmd:title`` as ElementTree writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
