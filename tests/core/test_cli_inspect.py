"""``s2gm inspect``: what a user types, what comes back."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from s2gm_core.cli import main
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import TinyScene, write_archive
from tests.core.products.orders import tiny_order
from tests.core.products.series.places import site_of

SITE = site_of(10, 10)
PLACE = f"{SITE.geometry.x},{SITE.geometry.y}"


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Commands take over Ctrl-C."""
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in kept:
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """Of three dates, one of them clouded."""
    scenes = [TinyScene(f"s{d}", f"2023-08-{d:02}T10:00:00Z", d, scl=9 if d == 7 else 4) for d in (4, 7, 20)]
    folder = tmp_path_factory.mktemp("inspected")
    return run(tiny_order(write_archive(folder / "archive", scenes), bands=("B02", "B04")), folder / "out")


def test_the_table_marks_the_chosen_observation(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(product.path), "--at", PLACE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "row 10, column 10" in lines[0]
    assert lines[1].split() == ["date", "sat", "B02", "B04", "class", "what", "became", "of", "it"]
    assert [line[0] for line in lines[2:5]].count("*") == 1
    assert "rejected: scene class" in lines[3]
    assert lines[5] == "3 observations, 2 valid"


def test_machines_get_json(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(product.path), "--at", PLACE, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["row"], document["column"], document["method"]) == (10, 10, "s2gm")
    roles = {one["scene"]: one["role"] for one in document["observations"]}
    assert sorted(roles.values()) == ["chosen", "not chosen", "rejected"]
    assert roles["s7"] == "rejected"


@pytest.mark.parametrize(("at", "says"), [("15", "no place"), ("-20.5,3", "outside the mosaic"), ("a,b", "no place")])
def test_a_place_that_is_none_is_refused(
    at: str, says: str, product: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(product.path), "--at", at]) == 2
    assert says in capsys.readouterr().err


def test_a_folder_that_is_no_product_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(tmp_path), "--at", PLACE]) == 2
    assert "Give the folder of a product" in capsys.readouterr().err
