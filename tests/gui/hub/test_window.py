"""The window as a whole: places, first steps, predefined mosaics, tooltips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("qgis.core")


def test_a_new_user_sees_three_steps_and_then_never_again(hub: Any, make_hub: Callable[[], Any]) -> None:
    assert hub.stack.currentWidget() is hub.welcome
    hub.welcome.start_button.click()
    assert hub.stack.currentWidget() is hub.order_pages["s2gm:temporalmosaic"]
    again = make_hub()
    assert again.stack.currentWidget() is again.order_pages["s2gm:temporalmosaic"]


def test_the_example_needs_no_network(
    hub: Any, wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from qgis.core import QgsProject

    from s2gm.s2gm_plugin.hub import example, welcome_page

    monkeypatch.setattr(welcome_page, "example_folder", lambda: tmp_path / "example")
    monkeypatch.setattr(example, "PIXELS", 120)
    hub.welcome.example_button.click()
    wait_for(lambda: bool(hub.store.orders()) and hub.queue.run is None)
    (order,) = hub.store.orders()
    assert order.status.value == "done", order.message
    assert hub.stack.currentWidget() is hub.orders_page
    assert len(QgsProject.instance().mapLayers()) == 2
    assert hub.welcome.example_button.isEnabled()


def test_every_place_opens_and_its_controls_have_tooltips(hub: Any) -> None:
    from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

    for name, button in hub.buttons.items():
        button.click()
        page = hub.stack.currentWidget()
        bare = [
            f"{name}: {type(one).__name__} {one.objectName()}"
            for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit)
            for one in page.findChildren(kind)
            if one.isVisible() and not tip_of(one, page)
        ]
        assert bare == []


def tip_of(widget: Any, page: Any) -> str:
    """The tooltip that shows over a widget: its own or that of what it lies in."""
    while widget is not page and not widget.toolTip():
        widget = widget.parentWidget()
    return "" if widget is page else widget.toolTip()


def test_time_series_open_their_own_dock_and_algorithm(hub: Any, opened: list[str]) -> None:
    hub.open_place("series")
    hub.series_page.dock_button.click()
    hub.series_page.layer_button.click()
    assert opened == ["series", "s2gm:pointtimeseries"]


def test_switching_keeps_what_was_chosen(hub: Any) -> None:
    from datetime import date

    hub.open_place("mosaic")
    page = hub.order_pages["s2gm:temporalmosaic"]
    page.month.set_month(date(2024, 5, 1))
    page.mode.advanced.click()
    assert page.form.values()["START"] == "2024-05-01"
    page.form.set_value("METHOD", "median")
    page.form.set_value("PERIOD", "quarter")
    page.form.set_value("START", "2023-08-09")
    page.mode.basic.click()
    assert page.month.month == date(2023, 7, 1)
    assert "Method" in page.also.text()
    assert "Period: Q3 2023 is not used here" in page.also.text()
    page.mode.advanced.click()
    assert {**page.form.values()}["PERIOD"] == "quarter"
    assert page.parameters()["METHOD"] == "median"


def test_months_that_have_not_begun_cannot_be_chosen(hub: Any) -> None:
    from datetime import date

    from s2gm.s2gm_plugin.hub.periods import today

    picker = hub.order_pages["s2gm:temporalmosaic"].month
    picker.set_month(date(2999, 1, 1))
    assert picker.month == today().replace(day=1)
    assert not picker.later.isEnabled()
    picker.set_month(date(2015, 1, 1))
    assert picker.month == date(2015, 7, 1)
    assert not picker.buttons[0].isEnabled()
    assert "2015" in picker.buttons[0].toolTip()


def test_countries_are_ready_orders_with_their_cost(hub: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import algorithm_of, core_order
    from s2gm.s2gm_plugin.hub.countries import countries_of, country_groups

    hub.open_place("predefined")
    page = hub.predefined
    assert [len(countries_of(group)) for group in country_groups()] == [27, 42]
    page.country.setCurrentText("Italy")
    page.year.setValue(2022)
    assert "million pixels" in page.cost.text()
    assert page.name() == "EU27_Italy_2022"
    order = core_order(algorithm_of("s2gm:temporalmosaic"), page.parameters())
    assert (order.crs, order.period, order.name) == ("EPSG:3035", "year", "EU27_Italy_2022")
    page.part.setCurrentIndex(3)
    assert page.name() == "EU27_Italy_2022_Q3"
    assert page.parameters()["START"] == "2022-07-01"
    page.group.setCurrentIndex(1)
    for number in range(0, page.country.count(), 5):
        page.country.setCurrentIndex(number)
        assert page.notice.text == "", page.chosen
        assert page.make_button.isEnabled()


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("France", (9.1, 42.2), (-53.0, 4.0)),
        ("Spain", (2.9, 39.6), (-16.5, 28.3)),
        ("Portugal", (-8.0, 39.5), (-25.5, 37.8)),
        ("Denmark", (14.9, 55.15), (-45.0, 65.0)),
        ("Indonesia", (138.0, -4.0), (125.0, 20.0)),
        ("Ecuador", (-78.5, -1.0), (-91.1, -0.7)),
    ],
)
def test_outlines_are_the_mainland_with_near_islands(
    qgis_app: Any, name: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    from qgis.core import QgsGeometry, QgsPointXY

    from s2gm.s2gm_plugin.hub.countries import countries_of, country_groups, outline_of

    (country,) = (one for group in country_groups() for one in countries_of(group) if one.name == name)
    outline = outline_of(country)
    assert outline.contains(QgsGeometry.fromPointXY(QgsPointXY(*inside)))
    assert not outline.contains(QgsGeometry.fromPointXY(QgsPointXY(*outside)))


def test_the_scenes_of_a_country_are_looked_up_before_anything_runs(
    hub: Any, archive: Any, area: Any, wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.area.chosen import area_value

    hub.open_place("predefined")
    given = {"SOURCE": archive.catalogue, "GEOMETRY": area_value(area), "PERIOD": "year", "START": "2025-01-01"}
    monkeypatch.setattr(hub.predefined, "parameters", lambda: dict(given))
    hub.predefined.look_button.click()
    wait_for(lambda: not hub.scenes_panel.is_busy)
    assert "8 scenes" in hub.scenes_panel.found_label.text()
    assert hub.store.orders() == []
    assert hub.predefined.record().parameters == given
    hub.scenes_panel.model.tick(0, False)
    (left_out,) = hub.scenes_panel.excluded
    for place in ("predefined", "orders"):
        hub.open_place(place)
        hub.open_place("predefined")
        assert hub.predefined.record().parameters == {**given, "EXCLUDE_SCENES": left_out}


def test_the_help_of_every_place_is_a_section_of_the_document(hub: Any) -> None:
    from pathlib import Path

    from s2gm.s2gm_plugin.hub.help_links import SECTIONS, place_help

    lines = (Path(__file__).parents[3] / "docs" / "hub.md").read_text(encoding="utf-8").splitlines()
    anchors = {line.lstrip("# ").lower().replace(" ", "-") for line in lines if line.startswith("#")}
    assert set(SECTIONS) == set(hub.buttons)
    assert {place_help(place).split("#")[1] for place in hub.buttons} <= anchors
    assert place_help("") == "hub.md"


def test_an_error_stands_on_the_page_that_ordered_whichever_is_open(hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    mosaic, colour = hub.order_pages["s2gm:temporalmosaic"], hub.order_pages["s2gm:brightearth"]
    monkeypatch.setattr(hub.desk, "place", lambda record: record)
    hub.open_place("predefined")
    hub.predefined.place()
    italy = hub.predefined.record()
    pages = {"mosaic": mosaic, "brightearth": colour, "predefined": hub.predefined}
    for order, place in (
        (new_record("s2gm:brightearth", "Picture", {}), "brightearth"),
        (new_record("s2gm:quicklook", "Quicklook", {}), "mosaic"),
        (new_record("s2gm:temporalmosaic", "Hills", {}), "mosaic"),
        (italy, "predefined"),
        (italy.with_changes(parameters={**italy.parameters, "GEOMETRY": "another area"}), "mosaic"),
    ):
        for page in pages.values():
            page.notice.clear()
        hub.open_place("mosaic" if place == "brightearth" else "brightearth")
        hub.queue.ended.emit(order.with_changes(status=Status.FAILED, message="no scenes"))
        assert [one for one, page in pages.items() if page.notice.text == "no scenes"] == [place]


def test_countries_of_one_name_are_told_apart_by_their_codes(hub: Any) -> None:
    page = hub.predefined
    hub.open_place("predefined")
    first, second = (page.country.itemData(row) for row in (0, 1))
    records = []
    for row, country in enumerate((first, second)):
        page.country.setItemData(row, type(country)(country.code, "Twin", "Twin", country.feature))
        page.country.setCurrentIndex(row)
        records.append(page.record())
    assert records[0].name == records[1].name
    page.country.setCurrentIndex(0)
    page.place()
    assert [page.has_placed(one) for one in records] == [True, False]


@pytest.mark.parametrize(
    ("locale", "title", "first"),
    [("de", "Österreich", "Belgien"), ("fr", "Autriche", "Allemagne"), ("en", "Austria", "Austria")],
)
def test_countries_have_names_of_the_language_and_products_english_ones(
    make_hub: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, locale: str, title: str, first: str
) -> None:
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication

    from s2gm.processing_provider.translation import install_translator

    translator = install_translator(locale)
    monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda: locale))
    try:
        hub = make_hub()
        hub.open_place("predefined")
        page = hub.predefined
        names = [page.country.itemText(row) for row in range(page.country.count())]
        assert names[0] == first
        page.country.setCurrentText(title)
        page.year.setValue(2022)
        assert (page.name(), page.parameters()["NAME"]) == (f"EU27_{title}_2022", "EU27_Austria_2022")
        offered = hub.area_panel.place_page
        offered.prepare()
        for typed in (title, "Austria"):
            assert offered._found(typed).label == title
            completer = offered.name.completer()
            completer.setCompletionPrefix(typed[1:].upper())
            assert title in [completer.pathFromIndex(completer.completionModel().index(row, 0)) for row in range(3)]
        assert offered._found("Bayern (Germany)").layer == "states_provinces"
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize(("part", "was", "following"), [(0, "2022", "2023"), (4, "2022_Q4", "2023_Q1")])
def test_the_next_period_of_a_country_keeps_both_names(
    hub: Any, monkeypatch: pytest.MonkeyPatch, part: int, was: str, following: str
) -> None:
    placed: list[Any] = []
    monkeypatch.setattr(hub.desk, "place", placed.append)
    monkeypatch.setattr(hub.desk, "_is_wanted", lambda order: True)
    hub.open_place("predefined")
    hub.predefined.year.setValue(2022)
    hub.predefined.part.setCurrentIndex(part)
    record = hub.predefined.record()
    assert record.name == f"EU27_Austria_{was}"
    hub.desk.next(record.with_changes(name=f"EU27_Österreich_{was}"))
    (made,) = placed
    assert (made.name, made.parameters["NAME"]) == (f"EU27_Österreich_{following}", f"EU27_Austria_{following}")
