"""Real series: a year of a forest stand with all its clouds, and the season of a wheat parcel."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from rasterio.features import geometry_mask
from shapely.geometry import mapping, shape
from shapely.ops import transform

from s2gm_core.products.point_time_series import SeriesArchive
from s2gm_core.products.series.order import SeriesOrder
from s2gm_core.products.series.sites import Site, site_at, sites_from_text
from s2gm_core.products.series.smoothed import smoothed
from tests.core.products.series.real_archives import swiss_archive, treesat_archive

pytestmark = pytest.mark.slow

WEST, NORTH = 565640.0, 5770980.0
FOREST_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")


@pytest.fixture(scope="module")
def forest(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return treesat_archive(shared_data / "treesat_32UNC_2020", tmp_path_factory.mktemp("forest"))


@pytest.fixture(scope="module")
def farm(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return swiss_archive(shared_data / "swiss_parcels_2022", tmp_path_factory.mktemp("farm"), "Strickhof")


def _forest_site(row: int, col: int) -> Site:
    to_degrees = Transformer.from_crs("EPSG:32632", "EPSG:4326", always_xy=True)
    return site_at(*to_degrees.transform(WEST + 10 * col + 5, NORTH - 10 * row - 5), f"{row},{col}")


def _forest_order(catalogue: Path, **changes: object) -> SeriesOrder:
    given = {"start": "2020-01-01", "end": "2020-12-31", "indices": ("NDVI",), **changes}
    return SeriesOrder(source=str(catalogue), **given)


def test_a_year_of_a_forest_equals_the_published_pixels(forest: Path, shared_data: Path):
    published: dict[tuple[str, str, str], Mapping[str, str]] = {}
    with gzip.open(shared_data / "treesat_32UNC_2020" / "points.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            published[row["date"], row["satellite"], f"{row['row']},{row['col']}"] = row
    places = [(0, 0), (2, 3), (5, 5)]
    with SeriesArchive(str(forest)) as archive:
        series = archive.series(_forest_order(forest), [_forest_site(*place) for place in places])
    for one in series:
        assert len(one.records) == 146
        for record in one.records:
            row = published[f"{record.period_start:%Y%m%d}", record.satellite, one.site.name]
            for band in FOREST_BANDS:
                assert record.values.get(band, 0.0) == pytest.approx(int(row[band]) / 10000, abs=1e-9)
            assert record.quality["quality_cloud_confidence"] == int(row["cldprb"])
            assert record.quality["quality_snow_confidence"] == int(row["snwprb"])
            assert record.valid <= (int(row["cldprb"]) < 20)


def test_the_forest_is_green_in_summer_in_spite_of_clouds_that_the_mask_misses(forest: Path):
    """The data's README: NDVI 0.90 in clear summer. A third of what the probability leaves are clouds and shadows."""
    with SeriesArchive(str(forest)) as archive:
        (one,) = archive.series(_forest_order(forest, window=5, aggregate=True), [_forest_site(2, 2)])
    curve = smoothed(one, "NDVI", "whittaker_envelope")
    assert curve is not None
    month = np.array([int(str(np.datetime64("1970-01-01") + np.timedelta64(int(day), "D"))[5:7]) for day in curve.day])
    assert curve.value[(month >= 6) & (month <= 8)].min() > 0.72
    assert curve.value.max() < 0.97
    assert curve.value[(month <= 1) | (month == 12)].max() < 0.7


def test_monthly_composites_of_the_forest_are_observations_of_that_month(forest: Path):
    with SeriesArchive(str(forest)) as archive:
        (every,) = archive.series(_forest_order(forest), [_forest_site(1, 1)])
        (monthly,) = archive.series(_forest_order(forest, period="month"), [_forest_site(1, 1)])
    assert len(monthly.records) == 12
    for record in monthly.records:
        same = [one for one in every.records if one.period_start.month == record.period_start.month and one.valid]
        assert record.quality["valid_obs"] == len(same)
        (chosen,) = [one for one in same if one.scene == record.scene]
        assert {b: record.values[b] for b in FOREST_BANDS} == pytest.approx({b: chosen.values[b] for b in FOREST_BANDS})


def test_a_wheat_parcel_has_its_season(farm: Path, shared_data: Path):
    parcels = shared_data / "swiss_parcels_2022" / "insitu" / "auxiliary" / "field_parcels_ww_2022" / "Strickhof"
    pytest.importorskip("osgeo.ogr", reason="shapefiles are read through GDAL's Python bindings")
    (parcel,) = sites_from_text(str(parcels / "Fluegenrain.shp"))
    order = SeriesOrder(str(farm), "2022-03-01", "2022-07-31", bands=("B04", "B8A", "B11"), indices=("NDMI", "NDRE"))
    with SeriesArchive(str(farm)) as archive:
        (one,) = archive.series(order, [parcel])
    inside = _inside(parcel, shared_data)
    for record in one.records:
        stem = f"{record.period_start:%Y%m%d}_{record.satellite}"
        planes = {band: _plane(shared_data, f"{stem}_{band}") for band in ("B04", "B8A", "B11", "B05", "B07")}
        used = inside & np.isin(_plane(shared_data, f"{stem}_SCL"), (2, 4, 5, 6))
        for band in ("B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B11", "B12"):
            used &= _plane(shared_data, f"{stem}_{band}") > 0
        assert record.pixels == inside.sum()
        assert record.count == used.sum()
        if record.valid:
            assert record.values["B8A"] == pytest.approx(planes["B8A"][used].mean() / 10000, abs=2e-6)
            assert record.spread["B8A"] == pytest.approx(planes["B8A"][used].std() / 10000, abs=2e-6)
    curve = smoothed(one, "NDRE", "whittaker")
    assert curve is not None
    # Winter wheat in the Swiss midlands: greenest in May, ripe in July.
    (season,) = curve.seasons
    assert season.peak.month in (4, 5, 6) and season.amplitude > 0.25
    assert curve.value[-1] < season.maximum - 0.2


def _plane(shared_data: Path, name: str) -> np.ndarray:
    """A raster on the extent of the farm's first date, (y, x)."""
    with rasterio.open(shared_data / "swiss_parcels_2022" / "cog" / "Strickhof" / f"{name}.tif") as file:
        window = rasterio.windows.from_bounds(475780, 5254100, 476680, 5255000, file.transform)
        return file.read(1, window=window, boundless=True, fill_value=0 if name.endswith("SCL") else -32768).astype(int)


def _inside(parcel: Site, shared_data: Path) -> np.ndarray:
    """Pixels whose centre lies in the parcel, (y, x) bool."""
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32632", always_xy=True).transform
    outline = transform(to_utm, shape(mapping(parcel.geometry)))
    with rasterio.open(shared_data / "swiss_parcels_2022" / "cog" / "Strickhof" / "20220305_S2A_B8A.tif") as file:
        return geometry_mask([mapping(outline)], file.shape, file.transform, invert=True)
