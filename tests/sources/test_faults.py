"""A bad network costs time, never data: orders through proxies that misbehave in front of the API and the files."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry import box

from s2gm_core.errors import Cancelled, ReadError
from s2gm_core.network.client import HttpClient
from s2gm_core.network.retry import RetryPolicy
from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.progress import SilentProgress
from tests.servers.faulty_proxy import Faults, FaultyProxy
from tests.servers.fixtures import ServedArchive
from tests.sources.pixels import pixels

Start = Callable[..., Any]
SHORT = RetryPolicy(tries=4, first_wait=0.01, longest_wait=0.1)


class Bad:
    """The archive behind two proxies: one for the API, one for the files."""

    def __init__(self, served: ServedArchive, start_api: Start, start_proxy: Start) -> None:
        self.data: FaultyProxy = start_proxy(served.nginx.url)
        self.api: FaultyProxy = start_proxy(start_api(served.items_below(f"{self.data.url}/{served.name}")))
        west, south, east, north = served.bbox
        dx, dy = (east - west) / 4, (north - south) / 4
        area = box(west + dx, south + dy, east - dx, north - dy)
        self.order = Order(self.api.url, area, "2025-07-01", resolution=20, bands=("B02", "B04", "B08"))

    def restart(self, faults: Faults) -> None:
        self.data.restart(faults)
        self.api.restart(faults)

    def run(self, out: Path, progress: SilentProgress | None = None, max_lost: float = 50.0, **changes: Any) -> Product:
        settings = RunSettings(workers=4, max_lost=max_lost, client=HttpClient(policy=SHORT, signers=()))
        return run(replace(self.order, **changes), out, settings, progress)


@pytest.fixture
def bad(served_archive: ServedArchive, start_stac_api: Start, start_faulty_proxy: Start) -> Bad:
    return Bad(served_archive, start_stac_api, start_faulty_proxy)


def contents(product: Product) -> dict[str, bytes]:
    """All files but the run's record."""
    files = {str(path.relative_to(product.path)): path for path in product.path.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if path.name != "run.json"}


def test_transient_faults_change_nothing(bad: Bad, tmp_path: Path) -> None:
    clean = contents(bad.run(tmp_path / "clean"))
    assert len(clean) > 5
    for seed in (1, 2, 3):
        kinds = ("drop", "truncate", "reset", "429 seconds", "429", "500", "503")
        bad.restart(Faults(seed=seed, share=0.2, kinds=kinds, retry_after=0))
        product = bad.run(tmp_path / str(seed))
        done = [deed.fault for deed in bad.data.deeds + bad.api.deeds]
        assert len(set(done) - {None}) >= 3, done
        assert contents(product) == clean
        assert product.failures == ()
        record = json.loads(next(product.path.rglob("run.json")).read_text())["network"]
        assert record["requests"] == len(done)
        assert record["repeated"] >= sum(fault is not None for fault in done) > 0
        assert record["failed"] == 0


def test_stalls_are_given_up_and_repeated(bad: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = contents(bad.run(tmp_path / "clean"))
    monkeypatch.setattr("s2gm_core.network.transport.SILENCE_SECONDS", 0.5)
    bad.restart(Faults(seed=5, share=0.1, kinds=("stall", "stall body"), stall_seconds=1.5))
    assert contents(bad.run(tmp_path / "stalled")) == clean
    assert {deed.fault for deed in bad.data.deeds} >= {"stall", "stall body"}


@pytest.mark.parametrize(("kind", "says"), [("404", "404"), ("500", "500"), ("drop", "ConnectionError")])
def test_lost_scenes_are_named_and_the_rest_is_as_if_they_were_excluded(
    kind: str, says: str, bad: Bad, served_archive: ServedArchive, tmp_path: Path
) -> None:
    lost = str(served_archive.items[1]["id"])
    tile = re.escape(lost)
    expected = pixels(bad.run(tmp_path / "without", exclude_scenes=(lost,)))
    bad.restart(Faults(permanent=((rf"{tile}.*\.tif", kind),)))
    product = bad.run(tmp_path / "lost")
    found = pixels(product)
    assert expected.keys() == found.keys()
    # source_index counts the scenes of an order: the lost one is still among them.
    for name in set(found) - {"source_index"}:
        np.testing.assert_array_equal(found[name], expected[name], err_msg=name)
    assert {failure.scene for failure in product.failures} == {lost}
    reasons = " ".join(entry for entry in map(str, _unreadable(product)))
    assert lost in reasons
    assert says in reasons
    assert bad.data.url in reasons
    assert re.search("leave the scene out|try again later", reasons)


def _unreadable(product: Product) -> list[Any]:
    text = product.metadata.read_text()

    def inside(value: Any) -> list[Any]:
        if isinstance(value, dict):
            own = value.get("Unreadable")
            return own or [one for part in value.values() for one in inside(part)]
        return [one for part in value for one in inside(part)] if isinstance(value, list) else []

    return inside(json.loads(text))


def test_a_run_that_loses_too_much_fails_and_leaves_nothing(
    bad: Bad, served_archive: ServedArchive, tmp_path: Path
) -> None:
    lost = str(served_archive.items[1]["id"])
    bad.restart(Faults(permanent=((rf"{re.escape(lost)}.*\.tif", "404"),)))
    with pytest.raises(ReadError, match="status 404") as failed:
        bad.run(tmp_path, max_lost=10.0)
    assert lost in str(failed.value)
    assert not list(tmp_path.iterdir())


class _Cancelling(SilentProgress):
    """Cancels when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def is_cancelled(self) -> bool:
        return self.asked.is_set()


def test_a_cancel_while_servers_are_silent_ends_the_run_at_once(bad: Bad, tmp_path: Path) -> None:
    bad.restart(Faults(permanent=((r"\.tif", "stall"),), stall_seconds=15))
    progress, ended = _Cancelling(), []

    def order() -> None:
        with pytest.raises(Cancelled):
            bad.run(tmp_path, progress)
        ended.append(time.monotonic())

    thread = threading.Thread(target=order)
    thread.start()
    time.sleep(2.0)
    assert thread.is_alive()
    asked = time.monotonic()
    progress.asked.set()
    thread.join(10)
    bad.data.ended.set()
    assert ended
    assert ended[0] - asked < 2.0
    assert not list(tmp_path.iterdir())
