"""What is wrong with the file of orders is said in a sentence, and stops neither the window nor the other orders."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from s2gm.s2gm_plugin.hub.records import Status, new_record
from s2gm.s2gm_plugin.hub.store import OrderStore

OLDER = """CREATE TABLE orders (
    identifier INTEGER PRIMARY KEY AUTOINCREMENT, algorithm TEXT NOT NULL, name TEXT NOT NULL,
    parameters TEXT NOT NULL, folder TEXT NOT NULL, created TEXT NOT NULL, status TEXT NOT NULL)"""
OLD_ROW = (
    "INSERT INTO orders VALUES (7, 'a:b', 'old', '{\"START\": \"2024-01-01\"}', '', '2024-01-01T00:00:00', 'done')"
)


def run(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    with database:
        for statement in statements:
            database.execute(statement)
    database.close()


def some_order(name: str = "one") -> Any:
    return new_record("s2gm:temporalmosaic", name, {"START": "2024-01-01", "PERIOD": "month"})


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_damaged_file_is_set_aside_and_said(
    make_hub: Callable[[], Any], iface: Any, tmp_path: Path, is_cut: bool
) -> None:
    path = tmp_path / "orders.sqlite"
    damaged = b"no database at all " * 200
    if is_cut:
        store = OrderStore(path)
        for number in range(100):
            store.add(some_order(f"order {number}"))
        store.close()
        damaged = path.read_bytes()[:8192] + bytes(len(path.read_bytes()) - 8192)
    path.write_bytes(damaged)
    hub = make_hub()
    (aside,) = tmp_path.glob("orders.sqlite.damaged-*")
    assert aside.read_bytes() == damaged
    assert [aside.name in text for _, text in iface.bar.messages] == [True]
    assert aside.name in hub.orders_page.notice.text
    assert hub.store.orders() == []
    assert hub.store.add(some_order()).identifier == 1


def test_a_list_of_an_older_version_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "orders.sqlite"
    run(path, OLDER, OLD_ROW)
    store = OrderStore(path)
    (old,) = store.orders()
    assert (old.identifier, old.name, old.status, old.repeats, old.results) == (7, "old", Status.DONE, False, {})
    assert store.add(some_order()).identifier == 8
    assert store.trouble == ""
    (version,) = sqlite3.connect(path).execute("PRAGMA user_version").fetchone()
    assert version == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "lost"), ("parameters", "{"), ("parameters", "[]"), ("created", "x"), ("size", "b")],
)
def test_a_row_that_cannot_be_read_says_so_and_the_others_are_there(
    make_hub: Callable[[], Any], tmp_path: Path, column: str, value: str
) -> None:
    path = tmp_path / "orders.sqlite"
    store = OrderStore(path)
    for name in ("bad", "good"):
        store.change(store.add(some_order(name)).identifier, status=Status.DONE)
    store.close()
    run(path, f"UPDATE orders SET {column} = '{value}' WHERE name = 'bad'")
    hub = make_hub()
    good, bad = hub.store.orders()
    assert (good.name, good.status) == ("good", Status.DONE)
    assert (bad.name, bad.status) == ("bad", Status.UNREADABLE)
    hub.orders_page.choose(bad.identifier)
    assert "cannot be read" in hub.orders_page.notice.text
    possible = [name for name, action in hub.orders_page.actions_by_name.items() if action.isEnabled()]
    assert possible == ["delete"]
    assert not any(action.isEnabled() for action in hub.orders_page.menu_actions)


def test_a_locked_list_costs_about_a_second_and_is_there_when_it_is_free(
    make_hub: Callable[[], Any], iface: Any, tmp_path: Path
) -> None:
    path = tmp_path / "orders.sqlite"
    store = OrderStore(path)
    store.change(store.add(some_order()).identifier, status=Status.DONE)
    store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    hub = make_hub()
    assert hub.store.add(some_order("two")).identifier == 0
    assert time.monotonic() - began < 3
    assert ["locked" in text for _, text in iface.bar.messages] == [True]
    other.execute("COMMIT")
    other.close()
    assert [one.name for one in hub.store.orders()] == ["one"]


def test_an_order_that_cannot_be_stored_does_not_run(hub: Any) -> None:
    hub.store.path.unlink()
    hub.store.path.mkdir()
    troubles: list[str] = []
    hub.store.troubled.connect(troubles.append)
    assert hub.queue.add(some_order()).identifier == 0
    assert hub.queue.run is None
    assert hub.queue.waiting == 0
    assert troubles
    hub.store.path.rmdir()


def test_changing_an_order_of_another_window_leaves_it_to_that_window(tmp_path: Path) -> None:
    first = OrderStore(tmp_path / "orders.sqlite")
    running = first.add(some_order().with_changes(status=Status.RUNNING))
    second = OrderStore(tmp_path / "orders.sqlite")
    assert second.order(running.identifier).is_elsewhere
    assert not first.order(running.identifier).is_elsewhere
    second.change(running.identifier, repeats=True)
    second.close()
    third = OrderStore(tmp_path / "orders.sqlite")
    order = third.order(running.identifier)
    assert (order.status, order.repeats, order.is_elsewhere) == (Status.RUNNING, True, True)
    assert third.take(order.with_changes(status=Status.WAITING))
    assert first.order(running.identifier).is_elsewhere


def test_an_order_of_another_window_is_not_stopped_here_and_the_action_says_why(hub: Any) -> None:
    other = OrderStore(hub.store.path)
    running = other.add(some_order().with_changes(status=Status.RUNNING))
    hub.orders_page.refresh()
    hub.orders_page.choose(running.identifier)
    stop = hub.orders_page.actions_by_name["stop"]
    assert not stop.isEnabled()
    assert "another window" in stop.toolTip()
    other.close()


def test_a_wish_for_new_periods_made_during_the_run_is_kept(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.area.chosen import area_value

    given = {"SOURCE": archive.catalogue, "GEOMETRY": area_value(area), "PERIOD": "month", "START": "2025-07-01"}
    given |= {"BANDS": ["B02"], "LAYERS": ["valid_obs"], "RESOLUTION": 60}
    ends = []
    for shuts in (False, True):
        order = hub.desk.place(new_record("s2gm:temporalmosaic", "Field", given))
        assert hub.queue.run is not None
        hub.orders_page.choose(order.identifier)
        hub.orders_page.repeat_action.trigger()
        if shuts:
            hub.queue.shut()
        wait_for(lambda: hub.queue.run is None)
        ends.append(hub.store.order(order.identifier))
    assert [(one.status, one.repeats) for one in ends] == [(Status.DONE, True), (Status.STOPPED, True)]


def test_a_waiting_order_that_is_stopped_leaves_no_token_in_memory(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.area.chosen import area_value

    given = {"SOURCE": archive.catalogue, "GEOMETRY": area_value(area), "START": "2025-07-01", "RESOLUTION": 60}
    first, second = (hub.desk.place(new_record("s2gm:temporalmosaic", "Field", given)) for _ in range(2))
    hub.queue.cancel(second.identifier)
    assert hub.queue._given == {}
    hub.queue.cancel(first.identifier)
    wait_for(lambda: hub.queue.run is None)


def ended_while_locked(hub: Any) -> tuple[Any, sqlite3.Connection]:
    """An order that fails at once while another process has locked the list, and the lock."""
    order = hub.store.add(some_order("Hills"))
    other = sqlite3.connect(hub.store.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    hub.queue._end(order, status=Status.FAILED, message="no scenes")
    return order, other


def test_an_end_that_cannot_be_written_is_said_once_and_written_later(
    hub: Any, iface: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.hub import store

    monkeypatch.setattr(store, "PATIENCE", 0.05)
    order, other = ended_while_locked(hub)
    assert len(hub.queue.ends) == 1
    assert hub.queue.ends.timer.isActive()
    pauses = []
    for _ in range(7):
        pauses.append(hub.queue.ends.timer.interval())
        hub.queue.ends.timer.timeout.emit()
    assert pauses == sorted(pauses) and pauses[0] <= 2000 and pauses[-1] <= 300_000
    said = [text for title, text in iface.bar.messages if title == "Hills" and "tries again" in text]
    assert len(said) == 1
    other.execute("COMMIT")
    other.close()
    assert hub.store.order(order.identifier).status is Status.WAITING
    hub.queue.ends.timer.timeout.emit()
    end = hub.store.order(order.identifier)
    assert (end.status, end.message) == (Status.FAILED, "no scenes")
    assert len(hub.queue.ends) == 0
    assert not hub.queue.ends.timer.isActive()


def test_an_end_that_could_not_be_written_is_written_before_closing(
    hub: Any, make_hub: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.hub import store

    monkeypatch.setattr(store, "PATIENCE", 0.05)
    order, other = ended_while_locked(hub)
    other.execute("COMMIT")
    other.close()
    again = make_hub()  # shuts the first one
    assert again.store.order(order.identifier).message == "no scenes"


def test_an_old_end_is_not_written_over_an_order_that_runs_anew(hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin.hub import store

    monkeypatch.setattr(store, "PATIENCE", 0.05)
    order, other = ended_while_locked(hub)
    other.execute("COMMIT")
    other.close()
    monkeypatch.setattr(hub.queue, "_next", lambda: None)
    hub.queue.add(order)
    hub.queue.ends.timer.timeout.emit()
    assert hub.store.order(order.identifier).status is Status.WAITING
