"""Where the files of an order go: a folder of its own, the same names in each."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import QStandardPaths

from .records import OrderRecord

FOLDER_SETTING = "s2gm/hub/folder"
OUTPUT, QUALITY, LAYERS = "OUTPUT", "QUALITY", "LAYERS"
LONGEST_NAME = 60  # of an order, as the core takes it


def mosaics_folder() -> Path:
    """Below which the folders of orders are made."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(QgsSettings().value(FOLDER_SETTING, "") or Path(documents or Path.home()) / "S2GM")


def set_mosaics_folder(folder: str) -> None:
    """Remember another folder for orders to come."""
    QgsSettings().setValue(FOLDER_SETTING, folder)


def own_folder(name: str, base: Path, taken: set[str]) -> Path:
    """A folder that no other order has and that holds nothing: the name, or the name with a number."""
    slug = order_name(name)
    candidates = (base / (slug if number == 1 else f"{slug}-{number}") for number in range(1, 100_000))
    return next(one for one in candidates if str(one) not in taken and not one.exists())


def order_name(text: str) -> str:
    """A text as the name of an order and of files: letters, digits, hyphens and underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()  # Österreich as Osterreich
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:LONGEST_NAME].strip("-_")
    return slug or "mosaic"


def destinations(algorithm: QgsProcessingAlgorithm, record: OrderRecord) -> dict[str, Any]:
    """The destinations of a run below the order's folder; rasters are loaded into the project.

    The product's folder is given too, so that a stopped run can go on from its journal.
    """
    folder = Path(record.folder)
    values: dict[str, Any] = {}
    for definition in algorithm.destinationParameterDefinitions():
        name = definition.name()
        if isinstance(definition, QgsProcessingParameterFolderDestination):
            values[name] = str(folder / "product")
        elif isinstance(definition, QgsProcessingParameterRasterDestination) and _is_wanted(name, record):
            file = algorithm.name() if name == OUTPUT else name.lower()
            values[name] = _loaded(str(folder / f"{file}.tif"))
    return values


def _is_wanted(name: str, record: OrderRecord) -> bool:
    """The raster of ancillary layers is made where some are asked for."""
    nothing = record.parameters.get(LAYERS) in (["none"], "none") and not record.parameters.get("INDICES")
    return not (name == QUALITY and nothing)


def _loaded(path: str) -> QgsProcessingOutputLayerDefinition:
    return QgsProcessingOutputLayerDefinition(path, QgsProject.instance())


def files_size(folder: str) -> int:
    """Bytes of all files below a folder; 0 where there is none."""
    if not folder or not Path(folder).is_dir():
        return 0
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
