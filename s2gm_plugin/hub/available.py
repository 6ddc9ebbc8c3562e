"""What this computer and this user lack for an order: packages of cloud masks, accounts of sources."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox

from ...processing_provider.translation import translate

CLOUD_MASK = "CLOUD_MASK"


def why_not_here(parameters: Mapping[str, Any]) -> str:
    """Why an order cannot be made as this computer is set up; empty where it can."""
    return why_no_mask(str(parameters.get(CLOUD_MASK, ""))) or why_no_pixels(parameters)


def why_no_mask(mask: str) -> str:
    """Which package a cloud mask lacks; empty where it has all."""
    from ...s2gm_core.masks.engines import ENGINES

    package = ENGINES[mask].package if mask in ENGINES else ""
    if not package or find_spec(package) is not None:
        return ""
    text = translate(
        "S2GM",
        "The cloud mask {mask} needs the Python package {package}, which is not installed. Choose another mask, or "
        "install it and restart QGIS.",
    )
    return text.format(mask=mask, package=package)


def why_no_pixels(parameters: Mapping[str, Any]) -> str:
    """Which source needs an account that is not given; empty for all others."""
    from ...s2gm_core.catalog.providers import PROVIDERS

    if parameters.get("AUTH"):
        return ""
    names = (name.strip() for name in str(parameters.get("SOURCE", "")).split(" + "))
    closed = [
        PROVIDERS[name].title for name in names if name in PROVIDERS and PROVIDERS[name].lacks_account(os.environ)
    ]
    if not closed:
        return ""
    text = translate("S2GM", "{source} needs an account. Choose one in Advanced, under “{field}”.")
    return text.format(source=closed[0], field=translate("S2GM", "Authentication of the source"))


def grey_choices(combo: QComboBox, parameter: str) -> None:
    """Grey out the words of a choice that cannot be used here, with the reason as their tooltip."""
    model = combo.model()
    if parameter != CLOUD_MASK or not isinstance(model, QStandardItemModel):
        return
    for row in range(combo.count()):
        reason = why_no_mask(str(combo.itemData(row)))
        if reason:
            model.item(row).setEnabled(False)
            combo.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
