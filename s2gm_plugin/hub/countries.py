"""Countries whose mosaics are ready to be ordered, and their outlines from the map of the world that QGIS ships."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsFeatureRequest, QgsGeometry

from ...processing_provider.translation import translate
from ..area.country_names import country_titles, in_alphabet
from ..area.world import COUNTRIES, near_parts, world_layer

RIM_DEGREES = 0.1
"""By which outlines are widened, for those of the map are coarse."""

RIM_SEGMENTS = 4

EU27 = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"
UN_REDD_2011 = (
    "BOL COD IDN PAN PNG PRY TZA VNM ZMB "  # pilot countries of 2008
    "ARG KHM ECU NPL LKA "  # October 2009
    "CRI KEN MEX NGA PHL COG SLB SDN "  # February 2010
    "BGD BTN CAF COL GAB GTM GUY "  # by April 2011
    "CIV ETH HND MNG PAK PER "  # June 2011
    "BEN CMR CHL GHA MMR SSD SUR"  # December 2011
)
"""Partner countries of the UN-REDD Programme, by the Programme's news of those months."""


@dataclass(frozen=True)
class CountryGroup:
    """A list of countries by their ISO 3166 codes, and the CRS that suits their mosaics."""

    key: str  # in names of orders
    title: str
    source: str  # where the list comes from, and its day
    crs: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """One country of the map."""

    code: str  # ISO 3166, three letters
    name: str  # as the map has it, in English: in names of products, as the service wrote them
    title: str  # in the user's language
    feature: int


def country_groups() -> tuple[CountryGroup, ...]:
    """The lists, each with its day and source."""
    return (
        CountryGroup(
            "EU27",
            translate("S2GM", "European Union (27 countries)"),
            translate("S2GM", "Members of the European Union since 1 February 2020."),
            "EPSG:3035",
            tuple(EU27.split()),
        ),
        CountryGroup(
            "REDD",
            translate("S2GM", "REDD+ countries"),
            translate(
                "S2GM",
                "The 42 partner countries of the UN-REDD Programme on 25 December 2011, from the Programme's news of "
                "that day and of October 2009, February 2010 and June 2011. Others have joined since.",
            ),
            "EPSG:4326",
            tuple(UN_REDD_2011.split()),
        ),
    )


def countries_of(group: CountryGroup) -> list[Country]:
    """The countries of a list that the map has, by title; none where this QGIS ships no map."""
    layer = world_layer(COUNTRIES)
    if not layer.isValid():
        return []
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    features = (feature for feature in layer.getFeatures(request) if feature["ISO_A3"] in group.codes)
    found, titles = [], country_titles()
    for feature in features:
        code, name = str(feature["ISO_A3"]), str(feature["NAME"])
        found.append(Country(code, name, titles.get(code, name), feature.id()))
    return in_alphabet(found, lambda country: country.title)


def outline_of(country: Country) -> QgsGeometry:
    """The mainland and its near islands with a rim, in longitude and latitude."""
    parts = near_parts(world_layer(COUNTRIES).getFeature(country.feature).geometry())
    return QgsGeometry.unaryUnion([part.buffer(RIM_DEGREES, RIM_SEGMENTS) for part in parts])
