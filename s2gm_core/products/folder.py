"""The product folder: built under another name, renamed when it is complete."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..disk import PARTIAL_SUFFIX, full_disk_text
from ..errors import OutputError
from ..grid import Grid, Window
from ..layers import Layer
from ..progress import Progress, stop_if_cancelled
from ..raster.environment import gdal_environment
from ..raster.write import BlockWriter, RasterFormat
from ..sensors.scene_classes import SCENE_CLASSES
from .formats import PRODUCT_FORMATS, ProductFormat

EXTENSION = PRODUCT_FORMATS["gtiff"].extension
RAW_SUFFIX = ".raw"
"""What layers are called while they are written."""


@dataclass(frozen=True)
class PlannedLayer:
    """One layer of the product, in a file of its own or as a variable of a common one."""

    layer: Layer  # valid_obs may be wider than the table says
    path: Path  # final path
    variable: str | None = None  # where the file holds several layers

    @property
    def format(self) -> RasterFormat:
        """How the layer is stored."""
        classes = self.layer.name == "quality_scene_classification"
        return RasterFormat(
            dtype=self.layer.dtype,
            nodata=self.layer.nodata,
            band_names=(self.layer.name,),
            scale=self.layer.scale,
            offset=self.layer.offset,
            unit=self.layer.unit,
            categorical=self.layer.categorical,
            colormap=tuple((row.value, row.colour) for row in SCENE_CLASSES) if classes else (),
        )


def placed(planned: Mapping[str, PlannedLayer], product_format: ProductFormat, stem: str) -> dict[str, PlannedLayer]:
    """The layers at the files of a format; ``stem`` is the name of a common file without its extension."""
    if product_format.one_file:
        path = Path(stem + product_format.extension)
        return {name: replace(one, path=path, variable=name) for name, one in planned.items()}
    return {name: replace(one, path=one.path.with_suffix(product_format.extension)) for name, one in planned.items()}


class PartFolder:
    """A sub-folder of a product that is being written: its layers as GeoTIFFs without their final names."""

    def __init__(self, inside: Path) -> None:
        self.inside = inside
        self._writers: dict[str, BlockWriter] = {}
        self._planned: dict[str, PlannedLayer] = {}

    @property
    def name(self) -> str:
        """The name of the sub-folder."""
        return self.inside.name

    def open_layers(self, planned: Mapping[str, PlannedLayer], grid: Grid, tile_size: int) -> None:
        """Open a writer for every layer."""
        for name, layer in planned.items():
            self._planned[name] = layer
            self._writers[name] = BlockWriter(self._raw(name), grid, layer.format, tile_size)

    def write_block(self, planes: Mapping[str, np.ndarray], window: Window) -> None:
        """Store a block's planes, (y, x) each, at a window."""
        for name, plane in planes.items():
            self._writers[name].write(plane, window)

    def close_layers(self, overviews: bool, workers: int, progress: Progress) -> Mapping[str, Path]:
        """Finish the GeoTIFFs of all layers, on some threads; returns them by name. They bear no final names yet."""

        def close(name: str) -> None:
            stop_if_cancelled(progress)
            with gdal_environment():
                self._writers[name].close(overviews)

        with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-finish") as pool:
            for done, _ in enumerate(pool.map(close, list(self._writers)), start=1):
                progress.step(done, len(self._writers), "Finishing the layers")
        self._writers.clear()
        return {name: self._raw(name) for name in self._planned}

    def abandon(self) -> None:
        """Close what is open; the folder is about to be removed."""
        for writer in self._writers.values():
            writer.abandon()

    def _raw(self, name: str) -> Path:
        return self.inside / f"{name}{RAW_SUFFIX}"


class ProductFolder:
    """A product that is being written, in ``<final>.partial`` until `publish`.

    Used as a context: whatever ends it early removes what was written.
    """

    def __init__(self, final: Path) -> None:
        self.final = final
        self.partial = final.with_name(final.name + PARTIAL_SUFFIX)
        self._made: list[Path] = []  # folders above the product that did not exist, innermost first
        self._parts: list[PartFolder] = []

    def __enter__(self) -> ProductFolder:
        try:
            self._made = [parent for parent in self.final.parents if not parent.exists()]
            self.final.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.partial, ignore_errors=True)
            self.partial.mkdir(parents=True)
        except OSError as problem:
            raise OutputError(
                f"The folder {self.final.parent} cannot be written ({problem.strerror}). Choose another output folder."
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts:
            part.abandon()
        shutil.rmtree(self.partial, ignore_errors=True)
        with contextlib.suppress(OSError):  # a folder that holds something is kept
            for folder in self._made:
                folder.rmdir()

    def part(self, name: str) -> PartFolder:
        """A new sub-folder."""
        inside = self.partial / name
        try:
            inside.mkdir()
        except OSError as problem:
            text = f"The folder {inside} cannot be made ({problem.strerror}). Check that its folder may be written."
            raise OutputError(full_disk_text(self.partial) or text) from None
        self._parts.append(PartFolder(inside))
        return self._parts[-1]

    def write_json(self, path: Path, document: Mapping[str, Any]) -> None:
        """Write a JSON document at a path below the product folder."""
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        self.write_document(path, text.encode("utf-8", errors="backslashreplace"))

    def write_document(self, path: Path, content: bytes) -> None:
        """Write a small file at a path below the product folder."""
        try:
            (self.partial / path).write_bytes(content)
        except OSError as problem:
            text = f"{path.name} cannot be written ({problem.strerror}). Check that its folder may be written."
            raise OutputError(full_disk_text(self.partial) or text) from None

    def publish(self) -> None:
        """Give the complete product its name; an older product of the same order makes way."""
        older = self.final.with_name(self.final.name + ".replaced")
        try:
            shutil.rmtree(older, ignore_errors=True)
            if self.final.exists():
                os.replace(self.final, older)
            os.replace(self.partial, self.final)
            shutil.rmtree(older, ignore_errors=True)
        except OSError as problem:
            raise OutputError(f"The product {self.final} cannot be put in place ({problem.strerror}).") from None
