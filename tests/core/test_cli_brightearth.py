"""``s2gm brightearth`` from arguments to a product."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

from s2gm_core.cli.brightearth import add_brightearth
from s2gm_core.cli.entry import main
from s2gm_core.cli.options import colour_order_from_options
from s2gm_core.order import Order
from s2gm_core.products.preview import PREVIEW_PIXELS, preview_order
from s2gm_core.products.target import target_of
from tests.core.archive import NORTH, SIDE, WEST, TinyScene, bounds_text, write_archive

AREA = bounds_text(WEST, NORTH - SIDE, WEST + SIDE, NORTH)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    scenes = [TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", day) for day in (5, 15)]
    return write_archive(tmp_path / "archive", scenes)


def _order(*arguments: str) -> Order:
    parser = argparse.ArgumentParser()
    add_brightearth(parser)
    return colour_order_from_options(parser.parse_args(["--start=2023-08-01", "--area=15,45,16,46", *arguments]))


def test_the_order_has_the_usual_settings_of_the_product():
    order = _order("--out=x")
    assert (order.product, order.tone, order.tiles) == ("brightearth", "natural", "none")
    assert (order.cloud_mask, order.fill_days) == ("multitemporal", 30)


def test_what_is_given_wins():
    order = _order("--out=x", "--cloud-mask=esa", "--fill-days=0", "--tone=limits:0.02,0.3", "--tiles=xyz")
    assert (order.cloud_mask, order.fill_days, order.tone, order.tiles) == ("esa", 0, "limits:0.02,0.3", "xyz")


def test_it_makes_a_picture_and_tiles(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    where = ("--source", str(catalogue), "--area", AREA, "--start", "2023-08-01", "--out", str(tmp_path / "o"))
    code = main(["brightearth", *where, "--resolution", "20", "--tiles", "mbtiles", "--tone", "linear", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert code == 0
    with rasterio.open(row["picture"]) as file:
        # The meadow's red, green and blue, 0.03, 0.05 and 0.03, as bytes of 0 to 0.2.
        np.testing.assert_allclose(np.median(file.read(), axis=(1, 2)), [38, 63, 38], atol=2)
    assert Path(row["tiles"]).suffix == ".mbtiles"


def test_a_quicklook_is_small(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    where = ("--source", str(catalogue), "--area", AREA, "--start", "2023-08-01", "--out", str(tmp_path / "o"))
    assert main(["brightearth", *where, "--quicklook", "--tiles", "mbtiles", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    with rasterio.open(row["picture"]) as file:
        assert file.res == (20, 20)
    assert set(row["layers"]) == {"B02", "B03", "B04"}
    assert row["tiles"] is None


@pytest.mark.parametrize(("degrees", "resolution"), [(0.01, 20.0), (0.2, 40.0), (1.0, 160.0)])
def test_previews_have_a_limited_number_of_pixels(degrees: float, resolution: float):
    order = Order("x", f"15,45,{15 + degrees},{45 + degrees}", "2023-08-01", product="brightearth", tiles="xyz")
    preview = preview_order(order)
    assert (preview.resolution, preview.layers, preview.tiles) == (resolution, (), "none")
    assert max(target_of(preview).grid.shape) <= PREVIEW_PIXELS + 1
    coarse = order.with_changes(resolution=500.0)
    assert preview_order(coarse).resolution == 500.0


@pytest.mark.parametrize("argument", ["--tone=pretty", "--tone=limits:3", "--layers=valid_obs"])
def test_wrong_words_are_told(argument: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["brightearth", "--area=15,45,16,46", "--start=2023-08-01", "--out", str(tmp_path), argument]) == 2
    said = capsys.readouterr().err
    assert "Choose" in said or "Write" in said


def test_saved_orders_run_again(catalogue: Path, tmp_path: Path):
    saved = tmp_path / "order.json"
    where = ("--source", str(catalogue), "--area", AREA, "--start", "2023-08-01", "--out", str(tmp_path / "o"))
    assert main(["brightearth", *where, "--resolution=60", "--save-order", str(saved)]) == 0
    assert main(["run", str(saved), "--out", str(tmp_path / "again")]) == 0
    (first,), (second,) = ((tmp_path / name).iterdir() for name in ("o", "again"))
    assert first.name == second.name
