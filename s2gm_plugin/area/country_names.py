"""Names of countries in the user's language, for those whose mosaics are ready orders; the map's are English."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key
from typing import TypeVar

from qgis.PyQt.QtCore import QCollator

from ...processing_provider.translation import translate
from ..dates import language

_Named = TypeVar("_Named")


def country_titles() -> dict[str, str]:
    """Names of countries by their ISO 3166 codes of three letters."""
    return {**_european(), **_african(), **_american(), **_asian()}


def in_alphabet(things: Iterable[_Named], title: Callable[[_Named], str]) -> list[_Named]:
    """Things by their titles, as the user's language orders them: Österreich stands before Polen."""
    collator = QCollator(language())
    return sorted(things, key=cmp_to_key(lambda one, other: collator.compare(title(one), title(other))))


def _european() -> dict[str, str]:
    return {
        "AUT": translate("S2GM", "Austria"),
        "BEL": translate("S2GM", "Belgium"),
        "BGR": translate("S2GM", "Bulgaria"),
        "HRV": translate("S2GM", "Croatia"),
        "CYP": translate("S2GM", "Cyprus"),
        "CZE": translate("S2GM", "Czechia"),
        "DNK": translate("S2GM", "Denmark"),
        "EST": translate("S2GM", "Estonia"),
        "FIN": translate("S2GM", "Finland"),
        "FRA": translate("S2GM", "France"),
        "DEU": translate("S2GM", "Germany"),
        "GRC": translate("S2GM", "Greece"),
        "HUN": translate("S2GM", "Hungary"),
        "IRL": translate("S2GM", "Ireland"),
        "ITA": translate("S2GM", "Italy"),
        "LVA": translate("S2GM", "Latvia"),
        "LTU": translate("S2GM", "Lithuania"),
        "LUX": translate("S2GM", "Luxembourg"),
        "MLT": translate("S2GM", "Malta"),
        "NLD": translate("S2GM", "Netherlands"),
        "POL": translate("S2GM", "Poland"),
        "PRT": translate("S2GM", "Portugal"),
        "ROU": translate("S2GM", "Romania"),
        "SVK": translate("S2GM", "Slovakia"),
        "SVN": translate("S2GM", "Slovenia"),
        "ESP": translate("S2GM", "Spain"),
        "SWE": translate("S2GM", "Sweden"),
    }


def _african() -> dict[str, str]:
    return {
        "BEN": translate("S2GM", "Benin"),
        "CAF": translate("S2GM", "Central African Republic"),
        "CIV": translate("S2GM", "Côte d'Ivoire"),
        "CMR": translate("S2GM", "Cameroon"),
        "COD": translate("S2GM", "Democratic Republic of the Congo"),
        "COG": translate("S2GM", "Republic of the Congo"),
        "ETH": translate("S2GM", "Ethiopia"),
        "GAB": translate("S2GM", "Gabon"),
        "GHA": translate("S2GM", "Ghana"),
        "KEN": translate("S2GM", "Kenya"),
        "NGA": translate("S2GM", "Nigeria"),
        "SDN": translate("S2GM", "Sudan"),
        "SSD": translate("S2GM", "South Sudan"),
        "TZA": translate("S2GM", "Tanzania"),
        "ZMB": translate("S2GM", "Zambia"),
    }


def _american() -> dict[str, str]:
    return {
        "ARG": translate("S2GM", "Argentina"),
        "BOL": translate("S2GM", "Bolivia"),
        "CHL": translate("S2GM", "Chile"),
        "COL": translate("S2GM", "Colombia"),
        "CRI": translate("S2GM", "Costa Rica"),
        "ECU": translate("S2GM", "Ecuador"),
        "GTM": translate("S2GM", "Guatemala"),
        "GUY": translate("S2GM", "Guyana"),
        "HND": translate("S2GM", "Honduras"),
        "MEX": translate("S2GM", "Mexico"),
        "PAN": translate("S2GM", "Panama"),
        "PER": translate("S2GM", "Peru"),
        "PRY": translate("S2GM", "Paraguay"),
        "SUR": translate("S2GM", "Suriname"),
    }


def _asian() -> dict[str, str]:
    """With those of Oceania."""
    return {
        "BGD": translate("S2GM", "Bangladesh"),
        "BTN": translate("S2GM", "Bhutan"),
        "IDN": translate("S2GM", "Indonesia"),
        "KHM": translate("S2GM", "Cambodia"),
        "LKA": translate("S2GM", "Sri Lanka"),
        "MMR": translate("S2GM", "Myanmar"),
        "MNG": translate("S2GM", "Mongolia"),
        "NPL": translate("S2GM", "Nepal"),
        "PAK": translate("S2GM", "Pakistan"),
        "PHL": translate("S2GM", "Philippines"),
        "PNG": translate("S2GM", "Papua New Guinea"),
        "SLB": translate("S2GM", "Solomon Islands"),
        "VNM": translate("S2GM", "Vietnam"),
    }
