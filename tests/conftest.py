"""A small simulated archive for the tests that run whole orders through QGIS."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Archive:
    """A simulated archive on disk."""

    catalogue: str
    bbox: tuple[float, float, float, float]  # west, south, east, north in degrees

    @property
    def extent(self) -> str:
        """A part in its middle, as Processing takes an extent: xmin,xmax,ymin,ymax [CRS]."""
        west, south, east, north = self.bbox
        dx, dy = (east - west) / 4, (north - south) / 4
        return f"{west + dx},{east - dx},{south + dy},{north - dy} [EPSG:4326]"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One tile of 2.4 x 2.4 km with eight overpasses in July 2025."""
    from s2gm_core import SilentProgress
    from s2gm_core.simulate import SimulationSettings, simulate_archive

    folder = tmp_path_factory.mktemp("archive")
    simulate_archive(folder, SimulationSettings(size=240, dates=8, tiles=1, cloudiness=0.4), SilentProgress())
    bbox = json.loads((folder / "archive.json").read_text(encoding="utf-8"))["bbox"]
    return Archive(str(folder / "catalog.json"), tuple(bbox))


@pytest.fixture(scope="session")
def small_order(archive: Archive) -> dict[str, Any]:
    """Parameters of a quick mosaic without its output: a month at 60 m in four bands."""
    return {
        "SOURCE": archive.catalogue,
        "EXTENT": archive.extent,
        "PERIOD": "month",
        "START": "2025-07-01",
        "BANDS": ["B02", "B03", "B04", "B08"],
        "RESOLUTION": 60,
    }


@pytest.fixture
def layer_of(qgis_app: Any) -> Callable[..., Any]:
    """``layer_of(geometries, crs, kind)``: a memory layer of WKT in lon/lat, stored in its CRS, with names."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsFeature,
        QgsGeometry,
        QgsProject,
        QgsVectorLayer,
    )

    def make(geometries: dict[str, str], crs: str = "EPSG:4326", kind: str = "Point") -> Any:
        layer = QgsVectorLayer(f"{kind}?crs={crs}&field=plot:string&field=name:string", "places", "memory")
        to_layer = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), layer.crs(), QgsProject.instance())
        features = []
        for name, wkt in geometries.items():
            feature = QgsFeature(layer.fields())
            geometry = QgsGeometry.fromWkt(wkt)
            geometry.transform(to_layer)
            feature.setGeometry(geometry)
            feature.setAttributes(["plot " + name, name])
            features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        return layer

    return make
