"""What a choice shows instead of the word that orders and scripts use for it; the word stays in the tooltip."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QWidget

from ...processing_provider.translation import translate
from ..core_words import said


def show_texts(combo: QComboBox, parameter: str) -> None:
    """Replace the words of a choice by texts for readers, where there are any. Values stay the words."""
    texts = _texts(parameter)
    for row in range(combo.count()):
        word = str(combo.itemData(row))
        if word in texts:
            combo.setItemText(row, texts[word])
            combo.setItemData(row, word, Qt.ItemDataRole.ToolTipRole)


def show_empty(widget: QWidget, parameter: str) -> None:
    """Say what an empty list means, where QGIS says that 0 options are selected."""
    meanings = {
        "BANDS": translate("S2GM", "all bands"),
        "LAYERS": translate("S2GM", "no layers"),
        "INDICES": translate("S2GM", "no indices"),
    }
    for line in widget.findChildren(QLineEdit):
        line.setText(meanings.get(parameter, line.text()))


def _texts(parameter: str) -> Mapping[str, str]:
    if parameter == "METHOD":
        return _method_labels()
    if parameter == "CLOUD_MASK":
        return _cloud_masks()
    if parameter == "PRESET":
        return {"none": translate("S2GM", "none")}
    return {
        "PERIOD": {
            "day": translate("S2GM", "Day"),
            "ten_days": translate("S2GM", "Ten days"),
            "month": translate("S2GM", "Month"),
            "quarter": translate("S2GM", "Quarter"),
            "season": translate("S2GM", "Season (December to February, ...)"),
            "season_eu": translate("S2GM", "Season (pan-European)"),
            "year": translate("S2GM", "Year"),
            "custom": translate("S2GM", "From the start to the end"),
        },
        "FORMAT": {
            "gtiff": "GeoTIFF",
            "cog": "Cloud Optimized GeoTIFF",
            "jp2": "JPEG 2000",
            "netcdf": "NetCDF",
        },
        "BIT_DEPTH": {"16": translate("S2GM", "16 bits"), "8": translate("S2GM", "8 bits")},
        "CLIP": {
            "polygon": translate("S2GM", "stays empty"),
            "box": translate("S2GM", "is filled to a rectangle"),
        },
        "NBAR": _switch(),
        "HARMONISE": _switch(),
    }.get(parameter, {})


def _switch() -> Mapping[str, str]:
    return {
        "auto": translate("S2GM", "as the method wants it"),
        "on": translate("S2GM", "yes"),
        "off": translate("S2GM", "no"),
    }


def _cloud_masks() -> Mapping[str, str]:
    """All but ``none`` and ``probability`` are told by what they keep; those of the service by its names, too."""
    multitemporal = translate("S2GM", "Comparison of the dates")
    return {
        "esa": translate("S2GM", "Filter of the service"),
        "weak_1": translate("S2GM", "Filter of the service (weak 1)"),
        "strongest": translate("S2GM", "Strongest: clear classes only"),
        "weak_2": translate("S2GM", "Weaker: keeps unclassified pixels (weak 2)"),
        "weak_3": translate("S2GM", "Weaker: keeps haze and cirrus, too (weak 3)"),
        "weak_4": translate("S2GM", "Weakest: high cloud probability only (weak 4)"),
        "none": translate("S2GM", "No mask: clouds are kept"),
        "multitemporal": multitemporal,
        "brightearth": translate("S2GM", "{mask} (BrightEarth)").format(mask=multitemporal),
        "probability": translate("S2GM", "Cloud probability of the scenes"),
        "omnicloudmask": translate("S2GM", "Deep learning (OmniCloudMask, where installed)"),
        "maja": translate("S2GM", "Masks of MAJA (its products only)"),
    }


def _method_labels() -> Mapping[str, str]:
    from ...s2gm_core.composite.registry import METHODS

    return {name: said(method.label) for name, method in METHODS.items()}
