"""The simulator's SAFE products hold what its STAC items hold, and give the same mosaics."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import rasterio
from shapely.geometry import box

from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.progress import SilentProgress
from s2gm_core.radiometry.scaling import scaled_from_dn
from s2gm_core.raster.resample import block_mean
from s2gm_core.sensors.bands import BANDS
from s2gm_core.simulate import Archive, SimulationSettings, simulate_archive
from tests.core.catalog.safe_products import zip_product


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    settings = SimulationSettings(seed=5, size=180, dates=6, cloudiness=0.45, safe=True)
    return simulate_archive(tmp_path_factory.mktemp("both") / "archive", settings, SilentProgress())


@pytest.fixture(scope="module")
def zipped(both: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zips")
    for product in sorted((both.path / "safe").iterdir()):
        zip_product(product, folder / f"{product.stem}.zip")
    return folder


def _read(href: str) -> np.ndarray:
    with rasterio.open(href) as file:
        return file.read(1)


def _pairs(archive: Archive) -> list[tuple[Scene, Scene]]:
    """Scenes of the items with those of the products."""
    items = {scene.granule_id: scene for scene in open_source(str(archive.path)).scenes()}
    products = {scene.granule_id: scene for scene in open_source(str(archive.path / "safe")).scenes()}
    assert sorted(items) == sorted(products)
    return [(items[name], products[name]) for name in items]


def test_items_and_products_say_the_same(both: Archive):
    said = (
        "platform", "acquired", "tile", "absolute_orbit", "relative_orbit", "baseline", "generated", "cloud_cover",
        "crs",
    )  # fmt: skip
    for item, product in _pairs(both):
        assert [getattr(item, name) for name in said] == [getattr(product, name) for name in said]
        assert item.footprint.equals(product.footprint)
        assert set(item.assets) == set(product.assets)


def test_products_carry_the_offset_from_baseline_04_on(both: Archive):
    offsets = {product.baseline: product.assets["B02"].offset for _, product in _pairs(both)}
    assert offsets == {"03.01": 0.0, "04.00": -0.1, "05.10": -0.1}


def test_every_raster_holds_the_same_values_bit_by_bit(both: Archive):
    for item, product in _pairs(both):
        for name in item.assets:
            first, second = item.assets[name], product.assets[name]
            a, b = _read(first.href), _read(second.href)
            if name == "AOT":  # at 10 m in products
                b = b[::2, ::2]
            if name in BANDS:
                a, b = (scaled_from_dn(dn, one.scale, one.offset) for dn, one in ((a, first), (b, second)))
            np.testing.assert_array_equal(a, b, err_msg=f"{product.id} {name}")


def test_coarser_rasters_are_means_of_the_finest(both: Archive):
    _, product = _pairs(both)[0]
    for coarse, step in zip(product.assets["B03"].coarser, (2, 6)):
        np.testing.assert_array_equal(_read(coarse.href), block_mean(_read(product.assets["B03"].href), step))


def _run(archive: Archive, source: Path, out: Path, resolution: int) -> Product:
    order = Order(
        str(source), box(*archive.bbox), archive.start.isoformat(), end=archive.end.isoformat(), period="custom",
        resolution=resolution, layers=("all",),
    )  # fmt: skip
    return run(order, out)


@pytest.mark.parametrize("resolution", [10, 20])
def test_items_folders_and_zips_give_the_same_mosaic_bit_by_bit(
    both: Archive, zipped: Path, tmp_path: Path, resolution: int
):
    sources = {"items": both.path, "folders": both.path / "safe", "zips": zipped}
    products = {name: _run(both, source, tmp_path / name, resolution) for name, source in sources.items()}
    expected = products.pop("items")
    assert set(expected.layers) >= {*BANDS, "quality_aot", "view_zenith_mean", "source_index", "medoid_mos"}
    assert expected.valid_fraction > 0.9
    for name, product in products.items():
        assert product.failures == ()
        assert set(product.layers) == set(expected.layers)
        for layer, path in expected.layers.items():
            np.testing.assert_array_equal(_read(str(path)), _read(str(product.layers[layer])), f"{name} {layer}")


def test_a_truncated_image_is_reported_and_the_run_goes_on(both: Archive, tmp_path: Path):
    (tmp_path / "safe").mkdir()
    for product in (both.path / "safe").iterdir():
        (tmp_path / "safe" / product.name).mkdir()
        for path in product.rglob("*.*"):
            if path.is_file():
                copy = tmp_path / "safe" / product.name / path.relative_to(product)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
    broken = sorted((tmp_path / "safe").rglob("*_B04_10m.jp2"))[0]
    os.truncate(broken, broken.stat().st_size // 3)
    product = _run(both, tmp_path / "safe", tmp_path / "out", 10)
    (failure,) = product.failures
    assert failure.asset == "B04"
    assert broken.name in failure.reason
    assert product.valid_fraction > 0.5


def test_without_the_option_there_are_no_products(archive: Archive):
    assert not (archive.path / "safe").exists()
