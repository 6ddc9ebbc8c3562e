"""inspire.xml: the elements of ISO 19139 in the order of its schema, and nothing that poses as an official product."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyproj import CRS

from s2gm_core.grid import Grid
from s2gm_core.products.facts import ProductFacts
from s2gm_core.products.inspire import NAMESPACES, inspire_document
from s2gm_core.products.metadata import product_metadata
from s2gm_core.products.overpasses import Granule
from s2gm_core.products.validation.documents import INSPIRE_ELEMENTS
from tests.core.products.hand_made import facts_of, scene, write_product

CITATION = "identificationInfo/MD_DataIdentification/citation/CI_Citation"

# Children of every element that can have several, in the order in which the schemas gmd/metadataEntity.xsd,
# identification.xsd, citation.xsd, extent.xsd, distribution.xsd, dataQuality.xsd and constraints.xsd list them.
ORDER = {
    "MD_Metadata": (
        "fileIdentifier language characterSet parentIdentifier hierarchyLevel hierarchyLevelName contact dateStamp "
        "metadataStandardName metadataStandardVersion dataSetURI locale spatialRepresentationInfo referenceSystemInfo "
        "metadataExtensionInfo identificationInfo contentInfo distributionInfo dataQualityInfo"
    ),
    "CI_ResponsibleParty": "individualName organisationName positionName contactInfo role",
    "CI_Contact": "phone address onlineResource hoursOfService contactInstructions",
    "RS_Identifier": "authority code codeSpace version",
    "MD_DataIdentification": (
        "citation abstract purpose credit status pointOfContact resourceMaintenance graphicOverview resourceFormat "
        "descriptiveKeywords resourceSpecificUsage resourceConstraints aggregationInfo spatialRepresentationType "
        "spatialResolution language characterSet topicCategory environmentDescription extent supplementalInformation"
    ),
    "CI_Citation": "title alternateTitle date edition editionDate identifier citedResponsibleParty presentationForm",
    "CI_Date": "date dateType",
    "MD_Keywords": "keyword type thesaurusName",
    "MD_LegalConstraints": "useLimitation accessConstraints useConstraints otherConstraints",
    "EX_Extent": "description geographicElement temporalElement verticalElement",
    "EX_GeographicBoundingBox": (
        "extentTypeCode westBoundLongitude eastBoundLongitude southBoundLatitude northBoundLatitude"
    ),
    "TimePeriod": "beginPosition endPosition",
    "MD_Distribution": "distributionFormat distributor transferOptions",
    "MD_Format": "name version amendmentNumber specification",
    "CI_OnlineResource": "linkage protocol applicationProfile name description function",
    "DQ_DataQuality": "scope report lineage",
    "DQ_DomainConsistency": (
        "nameOfMeasure measureIdentification measureDescription evaluationMethodType evaluationMethodDescription "
        "evaluationProcedure dateTime result"
    ),
    "DQ_ConformanceResult": "specification explanation pass",
}
REPEATED = {"date", "keyword", "descriptiveKeywords", "resourceConstraints"}


def _root(facts: ProductFacts) -> ElementTree.Element:
    return ElementTree.fromstring(inspire_document(facts, product_metadata(facts), [facts.grid]))


@pytest.fixture(scope="module")
def facts() -> ProductFacts:
    return facts_of("netcdf")


@pytest.fixture(scope="module")
def root(facts: ProductFacts) -> ElementTree.Element:
    return _root(facts)


def _local(element: ElementTree.Element) -> str:
    return element.tag.partition("}")[2]


def _texts(root: ElementTree.Element, path: str) -> list[str]:
    """Texts at a path of local names; of the value inside where the last name is a property."""
    found = [root]
    for name in path.split("/"):
        found = [child for element in found for child in element if _local(child) == name]
    return ["".join(element.itertext()).strip() for element in found]


def test_children_stand_in_the_order_of_the_schema(root: ElementTree.Element):
    for element in root.iter():
        children = [_local(child) for child in element]
        if _local(element) in ORDER:
            allowed = ORDER[_local(element)].split()
            assert set(children) <= set(allowed), _local(element)
            assert children == sorted(children, key=allowed.index), _local(element)
            assert {name for name in children if children.count(name) > 1} <= REPEATED
        else:
            assert len(children) <= 1, _local(element)


def test_a_property_holds_one_value_and_a_value_only_properties(root: ElementTree.Element):
    """ISO 19139 alternates between properties (small letter first) and types (capital letter first)."""

    def walk(element: ElementTree.Element) -> None:
        for child in element:
            if not element.tag.startswith(f"{{{NAMESPACES['gml']}}}"):
                assert _local(child)[0].isupper() != _local(element)[0].isupper(), (element.tag, child.tag)
            walk(child)

    walk(root)


def test_the_elements_are_those_of_the_service(root: ElementTree.Element):
    prefixes = {address: prefix for prefix, address in NAMESPACES.items()}
    there = {f"{prefixes[element.tag[1:].partition('}')[0]]}:{_local(element)}" for element in root.iter()}
    assert there == INSPIRE_ELEMENTS


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("language", "eng"),
        ("hierarchyLevel", "dataset"),
        ("contact/CI_ResponsibleParty/role", "pointOfContact"),
        ("dateStamp/DateTime", "2023-08-13T12:00:00"),
        ("metadataStandardName", "ISO19115"),
        ("metadataStandardVersion", "2003/Cor.1:2006"),
        (
            "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/RS_Identifier/code",
            "http://www.opengis.net/def/crs/EPSG/0/32633",
        ),
        (f"{CITATION}/title", "Sentinel-2 temporal mosaic"),
        ("identificationInfo/MD_DataIdentification/spatialResolution/MD_Resolution/distance/Distance", "20"),
        ("identificationInfo/MD_DataIdentification/topicCategory", "imageryBaseMapsEarthCover"),
        ("distributionInfo/MD_Distribution/distributionFormat/MD_Format/name", "NetCDF"),
    ],
)
def test_it_says(root: ElementTree.Element, path: str, text: str):
    assert _texts(root, path) == [text]


def test_the_product_is_named_twice(root: ElementTree.Element, facts: ProductFacts):
    assert _texts(root, "fileIdentifier") == [facts.name]
    assert _texts(root, f"{CITATION}/identifier/RS_Identifier/code") == [facts.name]


def test_place_and_time_are_those_of_the_product(root: ElementTree.Element):
    extent = "identificationInfo/MD_DataIdentification/extent/EX_Extent"
    box = f"{extent}/geographicElement/EX_GeographicBoundingBox"
    sides = [_texts(root, f"{box}/{side}BoundLongitude")[0] for side in ("west", "east")]
    sides += [_texts(root, f"{box}/{side}BoundLatitude")[0] for side in ("south", "north")]
    assert all(len(side.partition(".")[2]) == 6 for side in sides)
    assert [float(side) for side in sides] == pytest.approx([15.0, 15.0178, 45.1448, 45.1538], abs=1e-4)
    period = f"{extent}/temporalElement/EX_TemporalExtent/extent/TimePeriod"
    assert _texts(root, f"{period}/beginPosition") == ["2023-08-01"]
    assert _texts(root, f"{period}/endPosition") == ["2023-08-31"]


def test_it_does_not_pose_as_an_official_product(root: ElementTree.Element):
    text = " ".join(root.itertext())
    assert "This is no official product" in text
    for foreign in ("s2gm.eu", "Brockmann", "Lot 1", "Lot 2", "Copernicus Land Monitoring Service"):
        assert foreign not in text
    organisations = [e for e in root.iter() if _local(e) == "organisationName"]
    assert {"".join(one.itertext()).strip()[:29] for one in organisations} == {"Made by the user of S2GM for "}


def test_no_conformity_is_claimed_that_nobody_has_tested(root: ElementTree.Element):
    (result,) = [element for element in root.iter() if _local(element) == "pass"]
    assert (len(result), result.text, list(result.attrib.values())) == (0, None, ["unknown"])


def test_a_crs_without_a_code_is_named():
    wkt = 'PROJCRS["My <plane> & more",' + facts_wkt().partition(",")[2]
    root = _root(facts_of(grid=Grid(wkt, 0.0, 0.0, 20.0, 20.0, 5, 5)))
    codes = _texts(root, "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/RS_Identifier/code")
    assert codes == ["My <plane> & more"]


def facts_wkt() -> str:

    return CRS.from_proj4("+proj=laea +lat_0=45 +lon_0=15 +datum=WGS84 +units=m").to_wkt()


def test_sources_without_a_processing_time_leave_the_end_of_the_period(facts: ProductFacts):
    granules = [Granule(0, scene(3, generated=""), True)]
    assert _texts(_root(replace(facts, granules=granules)), "dateStamp/DateTime") == ["2023-08-31T00:00:00"]
    assert facts.period.last_day == date(2023, 8, 31)


def test_it_is_written_into_the_base_folder(tmp_path: Path):

    product = write_product(tmp_path, facts_of())
    root = ElementTree.parse(product.path / "inspire.xml").getroot()
    assert root.tag == f"{{{NAMESPACES['gmd']}}}MD_Metadata"
