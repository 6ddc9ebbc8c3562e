"""What a finished run hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..grid import Grid
from ..period import Period


@dataclass(frozen=True)
class ReadFailure:
    """Something of a scene that could not be read; the run went on without it."""

    scene: str
    asset: str  # band or layer name, or "granule_metadata"
    reason: str  # without signed query strings

    def __str__(self) -> str:
        return f"{self.scene} {self.asset}: {self.reason}"


@dataclass(frozen=True)
class Product:
    """A complete product folder."""

    name: str  # product name, equal to the folder's name
    path: Path  # product folder
    period: Period
    grid: Grid
    bands: tuple[str, ...]  # delivered reflectance bands
    layers: Mapping[str, Path]  # file of every band and ancillary layer, by name
    metadata: Path  # metadata_*.json
    quicklook: Path  # natural-colour PNG
    scenes: tuple[str, ...]  # scene ids whose observations were looked at
    failures: tuple[ReadFailure, ...]  # what could not be read
    valid_fraction: float  # part of the area's pixels that hold an observation, 0..1
    notes: tuple[str, ...]  # rules that were applied because the source lacks something
