"""GDAL's options: no connection of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from s2gm_core.raster.environment import GDAL_ERRORS, gdal_environment
from tests.core.archive import write_raster
from tests.core.web import serve


def test_gdal_opens_no_url_by_itself(tmp_path: Path):
    pixels = np.ones((20, 20), dtype=np.uint16)
    write_raster(tmp_path / "a.tif", pixels, Affine(10, 0, 500_000, 0, -10, 5_000_000), "EPSG:32633", ())
    with serve(tmp_path) as site:
        with gdal_environment(), pytest.raises(GDAL_ERRORS):
            rasterio.open(f"{site.url}/a.tif")
        assert site.requested == []
