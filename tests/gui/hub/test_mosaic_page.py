"""From an area and a month to a picture on the map: clicks in a window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest


def click(widget: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def page(hub: Any, archive: Any, area: Any) -> Any:
    """The page of mosaics with the simulated archive as its source, July 2025 and an area."""
    hub.open_place("mosaic")
    page = hub.order_pages["s2gm:temporalmosaic"]
    page.form.set_value("SOURCE", archive.catalogue)
    page.form.set_value("RESOLUTION", 60)
    page.form.set_value("BANDS", ["B02", "B03", "B04"])
    page.month.set_month(date(2025, 7, 1))
    hub.area_panel.choose(area)
    return page


def test_without_an_area_nothing_can_be_ordered_and_the_button_says_why(hub: Any) -> None:
    hub.open_place("mosaic")
    page = hub.order_pages["s2gm:temporalmosaic"]
    assert not page.look_button.isEnabled()
    assert page.look_button.toolTip() == "Choose an area first."


def test_area_and_month_give_a_quicklook_and_then_the_mosaic(
    hub: Any, page: Any, wait_for: Callable[..., None], iface: Any
) -> None:
    from qgis.core import QgsProject

    for number, button in enumerate(page.month.buttons, start=1):
        assert button.isChecked() == (number == 7)
    assert not page.make_button.isVisible()
    click(page.look_button)
    assert hub.run_line.isVisible()
    wait_for(lambda: hub.queue.run is None)
    assert page.make_button.isVisible()
    assert page.make_button.text() in page.notice.text
    click(page.make_button)
    wait_for(lambda: hub.queue.run is None)
    orders = hub.store.orders()
    assert [one.status.value for one in orders] == ["done", "done"], [one.message for one in orders]
    root = QgsProject.instance().layerTreeRoot()
    groups = {group.name(): [node.name() for node in group.findLayers()] for group in root.findGroups()}
    assert groups == {
        "Temporal Mosaic July 2025": ["Mosaic 2025-07 (s2gm)", "Mosaic layers 2025-07 (s2gm)"],
        "Quicklook Temporal Mosaic July 2025": ["Quicklook 2025-07 (median)"],
    }
    for layer in QgsProject.instance().mapLayers().values():
        assert layer.metadata().rights() == ["Contains modified Copernicus Sentinel data [2025]"]
        assert layer.temporalProperties().isActive()
    assert iface.bar.messages == [("Temporal Mosaic July 2025", "The mosaic is on the map.")]


def test_scenes_are_shown_and_unticked_ones_are_left_out_until_the_order_changes(
    hub: Any, page: Any, wait_for: Callable[..., None]
) -> None:
    from qgis.PyQt.QtCore import Qt

    click(page.scenes_button)
    wait_for(lambda: not hub.scenes_panel.is_busy)
    assert "8 scenes" in hub.scenes_panel.found_label.text()
    model = hub.scenes_panel.model
    model.setData(model.index(0, 0), int(Qt.CheckState.Unchecked), Qt.ItemDataRole.CheckStateRole)
    (left_out,) = hub.scenes_panel.excluded
    assert page.parameters()["EXCLUDE_SCENES"] == left_out
    assert page.quicklook_parameters()["EXCLUDE_SCENES"] == left_out
    page.month.set_month(date(2025, 8, 1))
    assert "EXCLUDE_SCENES" not in page.parameters()
    assert hub.scenes_panel.rows == ()


def test_the_page_of_natural_colour_makes_its_own_quicklook_and_then_the_picture(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None]
) -> None:
    from qgis.core import QgsProject

    hub.open_place("brightearth")
    page = hub.order_pages["s2gm:brightearth"]
    page.form.set_value("SOURCE", archive.catalogue)
    page.form.set_value("RESOLUTION", 20)
    page.month.set_month(date(2025, 7, 1))
    hub.area_panel.choose(area)
    click(page.look_button)
    wait_for(lambda: hub.queue.run is None)
    assert page.make_button.isVisible(), page.notice.text
    click(page.make_button)
    wait_for(lambda: hub.queue.run is None)
    assert [(one.algorithm, one.status.value) for one in hub.store.orders()] == [("s2gm:brightearth", "done")] * 2
    assert QgsProject.instance().mapLayers()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SOURCE", "", "“Source of scenes” is empty"),
        ("OPTIONS", "colour=red", "no option"),
        ("RELATIVE_ORBITS", "many", "many"),
        ("END", "2001-01-01", "before the start"),
        ("LIKE", "/nowhere/raster.tif", "/nowhere/raster.tif"),
    ],
)
def test_bad_input_is_refused_on_the_page_with_a_sentence(
    hub: Any, page: Any, name: str, value: str, said: str
) -> None:
    page.mode.set_advanced(True)
    page.form.set_value("METHOD", "percentile")
    page.form.set_value(name, value)
    click(page.make_button)
    assert said in page.notice.text
    assert hub.store.orders() == []


def test_the_cost_stands_below_and_a_large_order_is_asked_for(
    hub: Any, page: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.scenes import words

    page.cost.count()
    assert "million pixels" in page.cost.text()
    small = page.cost.text()
    page.form.set_value("RESOLUTION", 10)
    page.cost.count()
    assert page.cost.text() != small
    monkeypatch.setattr(words, "MUCH_PIXELS", 1000)
    page.place()
    assert hub.store.orders() == []
    (text,) = asked
    assert page.cost.text() in text and "to read" not in text
    page.form.set_value("RESOLUTION", 20)
    page.cost.count()
    assert "This is a lot" in page.cost.text()


def test_the_question_tells_what_the_search_of_the_scenes_has_found(
    hub: Any, page: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch, wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.scenes import words

    monkeypatch.setattr(words, "MUCH_SECONDS", 0.0)  # which is not known before the search
    page.scenes_box.ask()
    wait_for(lambda: hub.scenes_panel.forecast is not None)
    page.place()
    (text,) = asked
    assert "to read; it takes" in text and "This is a lot" in text
    assert hub.store.orders() == []


def test_changes_in_a_row_are_counted_once_and_the_same_order_not_again(
    page: Any, qgis_app: Any, wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.hub import cost_line
    from s2gm.s2gm_plugin.hub.cost import Cost

    counted: list[Any] = []

    def count(algorithm: Any, given: Any) -> Any:
        if given is page.cost._wanted:  # and not a window that an earlier test has left
            counted.append(given["RESOLUTION"])
        return Cost(given["RESOLUTION"] * 1_000_000)

    page.cost.count()  # of what was chosen before
    page.cost._timer.setInterval(2000)  # longer than a busy machine takes for the changes
    monkeypatch.setattr(cost_line, "cost_of", count)
    for metres in (10, 20, 30, 40, 50):
        page.form.set_value("RESOLUTION", metres)
        qgis_app.processEvents()
    assert counted == []
    wait_for(lambda: bool(page.cost.text().startswith("The mosaic: 50.0 million")), 5)
    page.form.set_value("RESOLUTION", 20)
    page.form.set_value("RESOLUTION", 50)
    page._refresh()
    assert not page.cost._timer.isActive()
    assert counted == [50]
    page.form.set_value("LIKE", "/nowhere/raster.tif")
    assert page.cost.isHidden()


USUAL_WIDTH = 365
"""Pixels of a page in a dock of the usual width."""


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_nothing_is_cut_off_and_no_page_scrolls_sideways(
    make_hub: Callable[[], Any], qgis_app: Any, area: Any, language: str
) -> None:
    from qgis.PyQt.QtCore import QCoreApplication
    from qgis.PyQt.QtWidgets import QScrollArea

    from s2gm.processing_provider.translation import install_translator

    translator = install_translator(language)
    try:
        hub = make_hub()
        wide = []
        for place in hub.buttons:
            hub.open_place(place)
            page = hub.stack.currentWidget()
            if place in ("mosaic", "brightearth"):
                hub.area_panel.choose(area)
            for advanced in (False, True) if hasattr(page, "mode") else (None,):
                if advanced is not None:
                    page.mode.set_advanced(advanced)
                for _ in range(5):
                    qgis_app.processEvents()
                insides = [one.widget() for one in page.findChildren(QScrollArea) if one.isVisible() and one.widget()]
                widths = [one.minimumSizeHint().width() for one in (page, *insides)]
                if max(widths) > USUAL_WIDTH:
                    wide.append((place, advanced, widths, widest(insides[0] if insides else page)))
        assert wide == []
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)


def widest(inside: Any) -> list[str]:
    """Widgets that are wider than a page, for the message of the test."""
    from qgis.PyQt.QtWidgets import QWidget

    wide = [one for one in inside.findChildren(QWidget) if one.isVisible() and one.minimumSizeHint().width() > 250]
    return [f"{type(one).__name__} {one.objectName()} {one.minimumSizeHint().width()}" for one in wide]


def test_a_month_that_has_not_begun_is_not_queued(hub: Any, area: Any) -> None:
    hub.open_place("mosaic")
    page = hub.order_pages["s2gm:temporalmosaic"]
    hub.area_panel.choose(area)
    page.mode.advanced.click()
    page.form.set_value("START", "2999-01-01")
    page.make_button.click()
    assert "has not begun" in page.notice.text
    assert hub.store.orders() == []


def test_all_mosaics_of_a_series_count_for_the_question(hub: Any, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin.hub import cost

    page.mode.set_advanced(True)
    alone = cost.cost_of(page.form.algorithm, page.parameters())
    page.form.set_value("END", "2025-12-31")
    together = cost.cost_of(page.form.algorithm, page.parameters())
    assert alone.pixels > 0 and together.pixels == 6 * alone.pixels
    assert "million pixels" in together.text()


@pytest.fixture
def untick(hub: Any, page: Any, wait_for: Callable[..., None]) -> Callable[[], str]:
    """``untick()``: show the scenes of the page and untick the first; returns its id."""
    from qgis.PyQt.QtCore import Qt

    def do() -> str:
        click(page.scenes_button)
        wait_for(lambda: not hub.scenes_panel.is_busy)
        model = hub.scenes_panel.model
        model.setData(model.index(0, 0), int(Qt.CheckState.Unchecked), Qt.ItemDataRole.CheckStateRole)
        (left_out,) = hub.scenes_panel.excluded
        return left_out

    return do


def test_switching_to_advanced_and_back_keeps_ticks(hub: Any, page: Any, untick: Callable[[], str]) -> None:
    left_out = untick()
    assert page.form.values()["START"] != "2025-07-01"
    for button in (page.mode.advanced, page.mode.basic):
        click(button)
        assert page.parameters()["EXCLUDE_SCENES"] == left_out
        assert hub.scenes_panel.isVisible()
        assert hub.scenes_panel.excluded == (left_out,)


def test_a_look_at_other_places_keeps_ticks(hub: Any, page: Any, untick: Callable[[], str]) -> None:
    left_out = untick()
    for place in ("mosaic", "orders"):
        click(hub.buttons[place])
        hub.open_place("mosaic")
        assert hub.scenes_panel.isVisible()
        assert hub.scenes_panel.excluded == (left_out,)
    hub.open_place("brightearth")
    hub.open_place("mosaic")
    assert hub.scenes_panel.excluded == ()
    assert page.parameters()["EXCLUDE_SCENES"] == left_out
    assert "Scenes to leave out" in page.also.text()
    page.month.set_month(date(2025, 8, 1))
    assert "EXCLUDE_SCENES" not in page.parameters()
    assert "used again" in page.notice.text


def test_scenes_of_a_duplicate_can_be_ticked_again(
    hub: Any, page: Any, untick: Callable[[], str], wait_for: Callable[..., None]
) -> None:
    from s2gm.s2gm_plugin.hub.records import new_record

    left_out = untick()
    order = new_record("s2gm:temporalmosaic", "Hills", page.parameters())
    page.form.reset()
    hub.change(order)
    assert page.parameters() == order.parameters
    click(page.scenes_button)
    wait_for(lambda: not hub.scenes_panel.is_busy)
    assert hub.scenes_panel.excluded == (left_out,)
    click(hub.scenes_panel.tick_all)
    assert "EXCLUDE_SCENES" not in page.parameters()


def test_basic_says_that_another_period_is_not_used(page: Any) -> None:
    page.form.reset()
    assert page.also.isHidden()
    for given, period in (
        ({"PERIOD": "year", "START": "2023-05-01"}, "2023"),
        ({"PERIOD": "month", "START": "2023-05-01", "END": "2023-06-30"}, "May 2023 – June 2023"),
        ({"PERIOD": "custom", "START": "2023-05-01"}, "From the start to the end"),
    ):
        page.form.set_values(given)
        assert f"Period: {period} is not used here." in page.also.text()
        assert "Also chosen" not in page.also.text()
        assert page.parameters()["PERIOD"] == "month"
    page.also.linkActivated.emit("reset")
    assert page.also.isHidden()


def test_the_quicklook_says_what_it_does_not_use(hub: Any, page: Any) -> None:
    assert "not used" not in page.look_button.toolTip()
    page.mode.set_advanced(True)
    assert "cloud mask and method are not used" in page.look_button.toolTip()
    hub.open_place("brightearth")
    own = hub.order_pages["s2gm:brightearth"]
    own.mode.set_advanced(True)
    assert "not used" not in own.look_button.toolTip()


@pytest.mark.parametrize(("name", "value"), [("SOURCE", "cdse"), ("CLOUD_MASK", "omnicloudmask")])
def test_what_is_missing_here_is_said_before_anything_is_queued(
    hub: Any, page: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    from s2gm.s2gm_plugin.hub import available

    for variable in ("CDSE_S3_ACCESS_KEY", "CDSE_USER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(available, "find_spec", lambda package: None)
    page.mode.set_advanced(True)
    page.form.set_value(name, value)
    click(page.make_button)
    assert "needs" in page.notice.text
    assert hub.store.orders() == []
