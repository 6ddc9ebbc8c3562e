"""A product as it lies on the disk: its folder, its parts, and what their metadata say. Nothing of it is trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ...catalog.product_files import read_document
from ...errors import CatalogueError
from ...grid import Grid, parse_crs
from ...sensors.bands import BANDS
from ..formats import PRODUCT_FORMATS, ProductFormat
from ..naming import DocumentNames

MAX_ENTRIES = 10_000
"""A product with more layers, files or parts is no product."""

_ELEMENT = re.compile(r'PARAMETER\["elt_(\d_\d)", ([-+.0-9e]{1,40})\]')
_METADATA = re.compile(r"metadata_(?P<stem>.+)\.json")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")


@dataclass(frozen=True)
class LayerEntry:
    """One entry of ``Band_interpretations``."""

    name: str
    dtype: str
    nodata: int
    scale: float | None
    offset: float
    unit: str | None
    file_name: str  # a plain name
    variable: str | None
    file_format: str

    @property
    def is_band(self) -> bool:
        """Whether it is a reflectance band."""
        return self.name in BANDS


@dataclass(frozen=True)
class Part:
    """A sub-folder with metadata: the whole product, or one tile of it."""

    folder: Path
    documents: DocumentNames
    files: tuple[str, ...]  # names inside, sorted
    metadata: Mapping[str, Any]  # empty where they cannot be read
    problem: str  # why they cannot be read, else empty

    @property
    def name(self) -> str:
        """Name of the sub-folder."""
        return self.folder.name

    @property
    def order(self) -> Mapping[str, Any]:
        """The order that the metadata hold. Raises `LookupError` or `TypeError` where there is none."""
        return dict(self.metadata["Processing_details"]["Order"])

    @property
    def format(self) -> ProductFormat:
        """The format that the order names. Raises `LookupError` or `TypeError` where it names none."""
        return PRODUCT_FORMATS[self.order["format"]]

    @property
    def entries(self) -> tuple[LayerEntry, ...]:
        """The entries of the layers. Raises `LookupError`, `TypeError` or `ValueError` for one that is none."""
        return tuple(layer_entry(document) for document in _listed(self.metadata["Band_interpretations"]))

    @property
    def grid(self) -> Grid:
        """The grid that the metadata state. Raises `LookupError`, `ValueError` or `OrderError`."""
        geometry = self.metadata["Geometry"]
        elements = {place: float(number) for place, number in _ELEMENT.findall(str(geometry["Projection_parameter"]))}
        parse_crs(geometry["CRS"])
        return Grid(
            crs=geometry["CRS"],
            west=elements["0_2"],
            north=elements["1_2"],
            pixel_width=elements["0_0"],
            pixel_height=-elements["1_1"],
            width=int(geometry["Image_width"]),
            height=int(geometry["Image_height"]),
        )

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the period. Raises `LookupError` or `ValueError`."""
        first, last = (self.metadata[f"Mosaicking_period_{end}"] for end in ("start", "end"))
        return date.fromisoformat(str(first)), date.fromisoformat(str(last))

    @property
    def sources(self) -> Mapping[str, str]:
        """The granules by their key, as the metadata list them. Raises `LookupError` or `TypeError`."""
        return dict(self.metadata["Source_product_list"])


@dataclass(frozen=True)
class ProductOnDisk:
    """A product folder."""

    folder: Path
    parts: tuple[Part, ...]
    files: tuple[str, ...]  # names at the top that are no folders, sorted
    folders: tuple[str, ...]  # names of sub-folders, sorted


def open_product(folder: Path) -> ProductOnDisk:
    """List a product folder and read the metadata of its parts. Raises `CatalogueError` where it is no folder."""
    try:
        entries = sorted(folder.resolve().iterdir())
    except OSError as problem:
        raise CatalogueError(f"{folder} cannot be read ({problem.strerror}). Give the folder of a product.") from None
    if len(entries) > MAX_ENTRIES:
        raise CatalogueError(f"{folder} holds more than {MAX_ENTRIES} entries; it is no product.")
    folders = [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]
    return ProductOnDisk(
        folder=folder.resolve(),
        parts=tuple(part for entry in folders for part in _parts(entry)),
        files=tuple(entry.name for entry in entries if entry not in folders),
        folders=tuple(entry.name for entry in folders),
    )


def layer_entry(document: Mapping[str, Any]) -> LayerEntry:
    """One entry of ``Band_interpretations``. Raises `LookupError`, `TypeError` or `ValueError`."""
    file_name, variable, unit = document["File_path"], document.get("Variable"), document.get("Unit")
    if not _PLAIN_NAME.fullmatch(file_name) or not _PLAIN_NAME.fullmatch(document["Name"]):
        raise ValueError(f"{str(file_name)[:80]!r} is no plain file name")
    if variable not in (None, document["Name"]):
        raise ValueError(f"the variable {str(variable)[:80]!r} is not called like its layer")
    if not isinstance(document["No_data_value"], int):
        raise ValueError("No_data_value is no whole number")
    scale = document.get("Scaling_factor")
    return LayerEntry(
        name=document["Name"],
        dtype=str(document["Data_type"]),
        nodata=document["No_data_value"],
        scale=None if scale is None else float(scale),
        offset=float(document.get("Offset", 0.0)),
        unit=unit,
        file_name=file_name,
        variable=variable,
        file_format=str(document["File_format"]),
    )


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of bounded size. Raises `CatalogueError`."""
    try:
        document = json.loads(read_document(str(path)))
    except (ValueError, RecursionError):
        raise CatalogueError(f"{path.name} is no JSON document.") from None
    if not isinstance(document, dict):
        raise CatalogueError(f"{path.name} holds no JSON object.")
    return document


def _parts(folder: Path) -> list[Part]:
    """The part in a sub-folder, one for each metadata document: more than one is found out later."""
    files = tuple(sorted(entry.name for entry in folder.iterdir()))[:MAX_ENTRIES]
    found = [match for match in map(_METADATA.fullmatch, files) if match]
    parts = []
    for match in found:
        metadata, problem = {}, ""
        try:
            metadata = read_json(folder / match.group())
        except CatalogueError as error:
            problem = str(error)
        parts.append(Part(folder, DocumentNames(match["stem"]), files, metadata, problem))
    return parts


def _listed(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or len(value) > MAX_ENTRIES:
        raise TypeError("Band_interpretations is no list of layers")
    return value
