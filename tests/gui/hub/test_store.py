"""The list of orders outlives windows, and knows which of them are gone."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from s2gm.s2gm_plugin.hub.records import Status, new_record
from s2gm.s2gm_plugin.hub.store import OrderStore


def some_order(name: str = "one") -> Any:
    return new_record("s2gm:temporalmosaic", name, {"SOURCE": "a", "BANDS": ["B02"], "RESOLUTION": 20.0}, "there")


def test_what_is_stored_comes_back_the_same_in_another_window(tmp_path: Path) -> None:
    first = OrderStore(tmp_path / "orders.sqlite")
    added = first.add(some_order().with_changes(repeats=True, results={"SCENES": 3}))
    first.change(added.identifier, status=Status.DONE, message="well", size=12)
    first.add(some_order("two"))
    second = OrderStore(tmp_path / "orders.sqlite")
    assert [one.name for one in second.orders()] == ["two", "one"]
    expected = added.with_changes(status=Status.DONE, message="well", size=12)
    assert second.order(added.identifier) == expected


def test_an_order_is_removed_for_good(tmp_path: Path) -> None:
    store = OrderStore(tmp_path / "orders.sqlite")
    added = store.add(some_order())
    store.remove(added.identifier)
    assert store.orders() == []
    assert store.order(added.identifier) is None


def test_orders_of_a_window_that_lives_go_on_and_those_of_a_closed_one_have_stopped(tmp_path: Path) -> None:
    first = OrderStore(tmp_path / "orders.sqlite")
    running = first.add(some_order().with_changes(status=Status.RUNNING))
    second = OrderStore(tmp_path / "orders.sqlite")
    assert second.order(running.identifier).status is Status.RUNNING
    first.close()
    third = OrderStore(tmp_path / "orders.sqlite")
    assert third.order(running.identifier).status is Status.STOPPED


def test_orders_of_a_killed_window_have_stopped(tmp_path: Path, repository: Path) -> None:
    script = """
        import os, sys
        from pathlib import Path
        import conftest
        from s2gm.s2gm_plugin.hub.records import Status, new_record
        from s2gm.s2gm_plugin.hub.store import OrderStore
        store = OrderStore(Path(sys.argv[1]))
        store.add(new_record("a:b", "killed", {}, "").with_changes(status=Status.RUNNING))
        os.kill(os.getpid(), 9)
    """
    path = tmp_path / "orders.sqlite"
    subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(path)], cwd=repository, check=False)
    assert [(one.name, one.status) for one in OrderStore(path).orders()] == [("killed", Status.STOPPED)]


def test_tokens_in_addresses_are_used_but_not_stored(tmp_path: Path) -> None:
    path = tmp_path / "orders.sqlite"
    secret = {
        "SOURCE": "https://host.example/stac#collection + https://user:hunter2@other.example/stac?token=abc123#abc123",
        "LIKE": "https://host.example/a.tif?sig=xyz",
    }
    added = OrderStore(path).add(new_record("s2gm:temporalmosaic", "one", secret))
    assert added.parameters == secret
    stored = path.read_bytes()
    assert b'"https://host.example/stac#collection + https://other.example/stac"' in stored
    assert not [word for word in (b"hunter2", b"abc123", b"xyz") if word in stored]


def test_locks_of_windows_that_are_gone_are_removed(tmp_path: Path, repository: Path) -> None:
    script = """
        import os, sys
        from pathlib import Path
        import conftest
        from s2gm.s2gm_plugin.hub.store import OrderStore
        store = OrderStore(Path(sys.argv[1]))
        os.kill(os.getpid(), 9)
    """
    path = tmp_path / "orders.sqlite"
    subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(path)], cwd=repository, check=False)
    assert len(list(tmp_path.glob("*.lock"))) == 1
    store = OrderStore(path)
    assert len(list(tmp_path.glob("*.lock"))) == 1
    store.close()
    assert list(tmp_path.glob("*.lock")) == []
