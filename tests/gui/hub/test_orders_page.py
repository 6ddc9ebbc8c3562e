"""My Orders: what a user does with orders that were placed, over restarts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")


@pytest.fixture
def placed(hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]) -> Any:
    """A finished order of the archive's July."""
    from s2gm.s2gm_plugin.hub.records import new_record

    record = hub.desk.place(new_record("s2gm:temporalmosaic", "Field July 2025", parameters(archive, area)))
    wait_for(lambda: hub.queue.run is None)
    return hub.store.order(record.identifier)


def parameters(archive: Any, area: Any) -> dict[str, Any]:
    from s2gm.s2gm_plugin.area.chosen import area_value

    shape = area_value(area)
    small = {"BANDS": ["B02", "B03", "B04"], "LAYERS": ["valid_obs"], "RESOLUTION": 60, "NAME": "field"}
    return {"SOURCE": archive.catalogue, "GEOMETRY": shape, "PERIOD": "month", "START": "2025-07-01", **small}


def rows(hub: Any) -> list[list[str]]:
    tree = hub.orders_page.list
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(5)] for item in items if not item.isHidden()]


def trigger(hub: Any, order: Any, name: str) -> None:
    hub.orders_page.choose(order.identifier)
    action = hub.orders_page.actions_by_name[name]
    assert action.isEnabled(), action.toolTip()
    action.trigger()


def why_not(hub: Any, order: Any, name: str) -> str:
    hub.orders_page.choose(order.identifier)
    action = hub.orders_page.actions_by_name[name]
    return "" if action.isEnabled() else action.toolTip()


def test_a_finished_order_is_found_and_shown_again_after_a_restart(placed: Any, make_hub: Callable[[], Any]) -> None:
    from qgis.core import QgsProject

    looks = {layer.name(): layer.renderer().type() for layer in QgsProject.instance().mapLayers().values()}
    QgsProject.instance().clear()
    hub = make_hub()
    ((name, status, period, size_of_area, size),) = rows(hub)
    assert (name, status, period) == ("Field July 2025", "finished", "July 2025")
    assert size_of_area == "70.6 ha"
    assert size.endswith("iB")
    trigger(hub, placed, "load")
    again = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    assert {name: layer.renderer().type() for name, layer in again.items()} == looks
    assert all(layer.temporalProperties().isActive() for layer in again.values())
    (group,) = QgsProject.instance().layerTreeRoot().findGroups()
    assert group.name() == "Field July 2025"


def test_the_list_is_searched(hub: Any) -> None:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    for name in ("Alps", "Baltic"):
        hub.store.add(new_record("s2gm:temporalmosaic", name, {}).with_changes(status=Status.DONE))
    hub.orders_page.filter.setText("balt")
    assert [row[0] for row in rows(hub)] == ["Baltic"]


def test_a_stopped_order_keeps_its_folder_and_is_resumed(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    given = {**parameters(archive, area), "RESOLUTION": 10, "LAYERS": ["all"]}
    order = hub.desk.place(new_record("s2gm:temporalmosaic", "Stopped", given))
    hub.run_line.stop_button.click()
    wait_for(lambda: hub.queue.run is None)
    stopped = hub.store.order(order.identifier)
    assert stopped.status is Status.STOPPED
    assert not (Path(stopped.folder) / "temporalmosaic.tif").exists()
    trigger(hub, stopped, "resume")
    wait_for(lambda: hub.queue.run is None)
    done = hub.store.order(order.identifier)
    assert (done.status, done.folder) == (Status.DONE, stopped.folder)
    assert (Path(done.folder) / "temporalmosaic.tif").exists()
    assert "stopped" in why_not(hub, done, "resume")


def test_orders_wait_for_each_other_and_one_that_waits_can_be_stopped(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    given = parameters(archive, area)
    first, second, third = (hub.desk.place(new_record("s2gm:temporalmosaic", "Same", given)) for _ in range(3))
    assert len({one.folder for one in (first, second, third)}) == 3
    assert "2" in hub.run_line.title.text()
    trigger(hub, second, "stop")
    wait_for(lambda: hub.queue.run is None)
    ends = [hub.store.order(one.identifier).status for one in (first, second, third)]
    assert ends == [Status.DONE, Status.STOPPED, Status.DONE]


def test_a_wrong_order_fails_with_a_sentence_in_list_and_message_bar(
    hub: Any, archive: Any, area: Any, iface: Any, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    given = {**parameters(archive, area), "START": "2019-01-01"}
    order = hub.desk.place(new_record("s2gm:temporalmosaic", "Too early", given))
    wait_for(lambda: hub.queue.run is None)
    failed = hub.store.order(order.identifier)
    assert failed.status is Status.FAILED
    assert "2025-07" in failed.message
    assert iface.bar.messages == [("Too early", failed.message)]
    hub.orders_page.choose(order.identifier)
    assert hub.orders_page.notice.text == failed.message


def test_it_runs_again_and_for_the_next_period(placed: Any, hub: Any, wait_for: Callable[..., None]) -> None:
    trigger(hub, placed, "again")
    trigger(hub, placed, "next")
    wait_for(lambda: hub.queue.run is None)
    following, again, _ = hub.store.orders()
    assert again.parameters == placed.parameters
    assert again.folder != placed.folder
    assert following.name == "Field August 2025"
    assert following.parameters == {**placed.parameters, "START": "2025-08-01", "NAME": "Field-August-2025"}


def test_a_period_that_has_not_ended_is_not_offered_and_says_when(hub: Any) -> None:
    from s2gm.s2gm_plugin.hub.periods import today
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    first = today().replace(day=1).isoformat()
    record = new_record("s2gm:temporalmosaic", "Now", {"PERIOD": "month", "START": first})
    order = hub.store.add(record.with_changes(status=Status.DONE))
    assert "complete on" in why_not(hub, order, "next")


def test_a_subscription_offers_each_period_once_it_is_complete(placed: Any, hub: Any) -> None:
    hub.orders_page.choose(placed.identifier)
    hub.orders_page.repeat_action.trigger()
    assert hub.store.order(placed.identifier).repeats
    assert "(1)" in hub.buttons["orders"].text()
    trigger(hub, placed, "next")
    newest, older = hub.store.orders()
    assert (newest.repeats, older.repeats) == (True, False)
    hub.queue.cancel(newest.identifier)


def test_it_is_changed_on_the_page_of_its_product(placed: Any, hub: Any) -> None:
    trigger(hub, placed, "change")
    page = hub.order_pages["s2gm:temporalmosaic"]
    assert hub.stack.currentWidget() is page
    assert not page.mode.is_advanced
    assert page.month.month == date(2025, 7, 1)
    now = page.parameters()
    assert {name: now[name] for name in placed.parameters if name != "GEOMETRY"} == {
        name: value for name, value in placed.parameters.items() if name != "GEOMETRY"
    }


def test_a_name_that_was_made_of_the_period_follows_a_change_and_a_chosen_one_stays(hub: Any, area: Any) -> None:
    from s2gm.s2gm_plugin.hub.records import new_record

    page = hub.order_pages["s2gm:temporalmosaic"]
    names = []
    page.ordered.disconnect()
    page.ordered.connect(lambda record: names.append(record.name))
    for label, name in (("Temporal Mosaic July 2025", "Temporal-Mosaic-July-2025"), ("hills", "hills")):
        given = {"PERIOD": "month", "START": "2025-07-01", "NAME": name}
        hub.change(new_record("s2gm:temporalmosaic", label, given))
        hub.area_panel.choose(area)
        page.month.set_month(date(2025, 8, 1))
        page.place()
    assert names == ["Temporal Mosaic August 2025", "hills"]


@pytest.mark.parametrize(("with_files", "answer"), [(True, True), (False, False), (True, None)])
def test_it_is_deleted_after_asking(
    placed: Any, hub: Any, with_files: bool, answer: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qgis.core import QgsProject

    monkeypatch.setattr(hub.desk, "_ask_delete", lambda order: answer)
    trigger(hub, placed, "delete")
    assert Path(placed.folder).exists() == (answer is not True)
    assert (hub.store.order(placed.identifier) is None) == (answer is not None)
    assert bool(QgsProject.instance().mapLayers()) == (answer is not True)


def test_it_goes_out_as_json_and_comes_in_again(placed: Any, hub: Any, tmp_path: Path) -> None:
    said = hub.desk.export_to(placed, tmp_path / "order.json")
    assert "order.json" in said.text and not said.is_failure
    assert json.loads((tmp_path / "order.json").read_text(encoding="utf-8"))["type"] == "s2gm-order"
    record, problem = hub.desk.import_from(tmp_path / "order.json")
    assert problem == ""
    hub.change(record)
    assert hub.order_pages["s2gm:temporalmosaic"].parameters()["RESOLUTION"] == 60
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert "broken.json" in hub.desk.import_from(tmp_path / "broken.json")[1]


def test_failures_are_shown_as_failures_and_other_sentences_as_hints(
    placed: Any, hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.area.notice import COMPLAINS, TELLS
    from s2gm.s2gm_plugin.hub import orders_desk

    page = hub.orders_page
    page._say(hub.desk.copy_python(placed))
    assert page.notice.kind == TELLS
    page._say(hub.desk.export_to(placed, tmp_path / "no folder" / "order.json"))
    assert page.notice.kind == COMPLAINS and "was not exported" in page.notice.text
    page.notice.clear()
    monkeypatch.setattr(orders_desk, "load_again", lambda order: False)
    page._say(hub.desk.load(placed))
    assert page.notice.kind == COMPLAINS
    page.notice.clear()

    def is_open(order: Any) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(orders_desk, "remove_files", is_open)
    monkeypatch.setattr(hub.desk, "_ask_delete", lambda order: True)
    page._say(hub.desk.delete(placed))
    assert page.notice.kind == COMPLAINS and "in use" in page.notice.text
    assert hub.store.order(placed.identifier) is not None


def test_a_german_window_speaks_german_while_it_runs_and_where_it_refuses(
    hub: Any, archive: Any, area: Any, iface: Any, wait_for: Callable[..., None]
) -> None:
    from qgis.PyQt.QtCore import QCoreApplication

    from s2gm.processing_provider.translation import install_translator
    from s2gm.s2gm_plugin.core_words import STEPS, is_known
    from s2gm.s2gm_plugin.hub.records import new_record

    translator = install_translator("de")
    try:
        told: list[str] = []
        hub.queue.told.connect(lambda text: told.append(hub.run_line.step.text()))
        hub.desk.place(new_record("s2gm:temporalmosaic", "Feld", parameters(archive, area)))
        early = {**parameters(archive, area), "START": "2019-01-01"}
        order = hub.desk.place(new_record("s2gm:temporalmosaic", "Zu früh", early))
        wait_for(lambda: hub.queue.run is None)
        assert len(told) > 1 and not [text for text in told if is_known(text)], STEPS
        hub.orders_page.choose(order.identifier)
        for text in (hub.orders_page.notice.text, iface.bar.messages[-1][1]):
            assert text.startswith("Keine Szene über dem Gebiet vom 2019-01-01 bis zum 2019-01-31.")
    finally:
        QCoreApplication.removeTranslator(translator)


def test_size_and_day_are_not_cut_in_a_narrow_window(placed: Any, hub: Any, qgis_app: Any) -> None:
    hub.store.change(placed.identifier, name="A name that is longer than the column of any window of this width")
    hub.open_place("orders")
    hub.orders_page.setFixedWidth(480)
    for _ in range(5):
        qgis_app.processEvents()
    tree = hub.orders_page.list
    assert tree.header().length() <= tree.viewport().width()
    for column in (1, 2, 4, 5):
        assert tree.columnWidth(column) >= tree.sizeHintForColumn(column)


def test_it_is_copied_as_a_line_and_as_python(placed: Any, hub: Any) -> None:
    from qgis.PyQt.QtWidgets import QApplication

    texts = []
    for copy in (hub.desk.copy_qgis_process, hub.desk.copy_s2gm, hub.desk.copy_python):
        assert copy(placed).text == "Copied."
        texts.append(QApplication.clipboard().text())
    assert [text.split()[0] for text in texts] == ["qgis_process", "s2gm", "import"]


def test_the_buttons_are_reached_with_tab(hub: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QToolButton

    page = hub.orders_page
    buttons = [page.bar.widgetForAction(action) for action in page.actions_by_name.values()]
    assert len(buttons) == 8
    more = [one for one in page.bar.findChildren(QToolButton) if one.menu() is page.menu]
    for button in (*buttons, *more):
        assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus, button.text()


def test_a_large_order_is_asked_for_when_it_is_run_again(
    hub: Any, archive: Any, area: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.hub.records import new_record
    from s2gm.s2gm_plugin.scenes import words

    record = new_record("s2gm:temporalmosaic", "Field July 2025", parameters(archive, area))
    monkeypatch.setattr(words, "MUCH_PIXELS", 1)
    for action in (hub.desk.again, hub.desk.next):
        action(record)
    assert len(asked) == 2 and hub.store.orders() == []


def test_an_order_that_unloading_stops_in_its_middle_goes_on_from_its_blocks(
    make_hub: Callable[[], Any], archive: Any, area: Any, wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of 64 pixels; the third waits until the run is stopped."""
    import re
    import threading

    from s2gm.s2gm_core.engine import budget
    from s2gm.s2gm_core.products.block import BlockMaker
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    is_third, made = threading.Event(), []
    make = BlockMaker.make

    def waits(self: Any, task: Any, progress: Any) -> Any:
        if len(made) == 2 and not is_third.is_set():
            is_third.set()
            until = time.monotonic() + 20
            while not progress.is_cancelled() and time.monotonic() < until:
                time.sleep(0.01)
        made.append(1)
        return make(self, task, progress)

    monkeypatch.setattr(budget, "BLOCK_SIZES", (64,))
    monkeypatch.setattr(BlockMaker, "make", waits)
    hub = make_hub()
    given = {**parameters(archive, area), "RESOLUTION": 10, "WORKERS": 1}
    order = hub.desk.place(new_record("s2gm:temporalmosaic", "Blocks", given))
    wait_for(is_third.is_set)
    hub = make_hub()  # the one before is shut, as on unloading
    assert not list(Path(order.folder).glob("*.tif"))
    stopped = hub.store.order(order.identifier)
    assert stopped.status is Status.STOPPED
    runs: list[Any] = []
    hub.queue.started.connect(lambda record: runs.append(hub.queue.run))
    trigger(hub, stopped, "resume")
    wait_for(lambda: hub.queue.run is None)
    assert hub.store.order(order.identifier).status is Status.DONE
    said = re.search(r"Going on from an earlier run: (\d+) of (\d+) blocks", runs[0].feedback.textLog())
    assert said
    kept, every = (int(number) for number in said.groups())
    assert 0 < kept < every


@pytest.mark.parametrize(("button", "with_files"), [("Yes", True), ("Yes", False), ("Cancel", True)])
def test_the_buttons_of_the_question_before_deleting_are_pressed(
    hub: Any, tmp_path: Path, button: str, with_files: bool
) -> None:
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication, QMessageBox

    from s2gm.s2gm_plugin.hub.records import Status, new_record

    folder = tmp_path / "mosaics" / "old"
    folder.mkdir(parents=True)
    (folder / "temporalmosaic.tif").write_bytes(b"12345")
    record = new_record("s2gm:temporalmosaic", "Old", {}, str(folder)).with_changes(status=Status.DONE)
    order = hub.store.add(record)
    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):  # not there yet
            return
        again.stop()
        seen.append(box.text() + box.checkBox().text())
        box.checkBox().setChecked(with_files)
        box.button(getattr(QMessageBox.StandardButton, button)).click()

    again = QTimer()
    again.timeout.connect(press)
    again.start(50)
    trigger(hub, order, "delete")
    assert "Old" in seen[0] and str(folder) in seen[0]
    is_deleted = button == "Yes"
    assert (hub.store.order(order.identifier) is None) == is_deleted
    assert folder.exists() != (is_deleted and with_files)
