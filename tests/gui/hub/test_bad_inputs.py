"""Every field that takes free input is given nonsense; what is said names the value and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("qgis.core")

BEFORE = {"PERIOD": "month", "START": "2025-07-01", "METHOD": "percentile", "TONE": "limits", "RESOLUTION": 100}
"""What the other fields say, so that none of those with nonsense is grey."""

NO_ORBIT = ("no relative orbit", "write numbers such as 122")
NONSENSE: dict[str, dict[str, tuple[str, ...]]] = {
    "START": {"1990-01-01": ("1990", "Choose a later start"), "2999-01-01": ("2999", "Choose an earlier one")},
    "END": {"2001-01-01": ("2001-01-01", "Exchange them"), "2999-01-01": ("2999-01-01", "Shorten the series")},
    "CRS": {"EPSG:4978": ("EPSG:4978", "Write 'auto' or a code")},
    "LIKE": {"/nowhere/raster.tif": ("LIKE", "/nowhere/raster.tif", "Choose another file")},
    "USER_MASK": {"/nowhere/mask.tif": ("USER_MASK", "/nowhere/mask.tif", "Choose another file")},
    "OPTIONS": {
        "colour=red": ("no option 'colour'", "It has percentiles"),
        "percentiles=200": ("percentiles is 200", "outside 0 to 100"),
        "nonsense": ("'nonsense' has no value", "write it as name=value"),
    },
    "SOURCE": {
        "": ("SOURCE", "is empty", "Give a provider's name"),
        "nonsense": ("'nonsense' is neither a provider", "earth-search", "URL"),
        "/nowhere/catalog.json": ("/nowhere/catalog.json", "a file or folder that exists"),
        "https://": ("'https://' is no usable URL", "Write one such as https://"),
        "cdse + https://stac.example.org/a b": ("a b' is no usable URL", "without blanks"),
    },
    "CACHE": {__file__: ("CACHE", "test_bad_inputs.py is a file", "Choose another one")},
    "PLATFORMS": {"Sentinel-9": ("'Sentinel-9' is no satellite", "write names such as S2A")},
    "RELATIVE_ORBITS": {"many": ("'many'", *NO_ORBIT), "999": ("'999'", *NO_ORBIT), "-4": ("'-4'", *NO_ORBIT)},
    "BASELINES": {"nonsense": ("'nonsense' is no processing baseline", "write numbers such as 05.09")},
    "TONE_LIMITS": {"nonsense": ("'nonsense'", "0.02,0.3"), "0.3,0.1": ("0.3 and 0.1", "growing order", "0.02,0.3")},
}
"""By parameter: a wrong value, and the words of the refusal on the page."""

CANNOT_BE_WRONG = {
    "EXCLUDE_SCENES": "any text may be the id of a scene; the run warns of those that the source does not have",
    "INCLUDE_SCENES": "the same",
    "NAME": "any text is a name; that of files is made of its letters",
    "AUTH": "a list of what is stored",
}
CHOICES = ("enum", "boolean")


@pytest.fixture(params=["mosaic", "brightearth"])
def page(request: pytest.FixtureRequest, advanced_page: Callable[[str], Any]) -> Any:
    """An advanced page with an area, and in ``page.placed`` what was ordered."""
    return advanced_page(request.param)


def kinds(page: Any) -> dict[str, str]:
    return {name: page.form.algorithm.parameterDefinition(name).type() for name in page.form.wrappers}


def label_of(page: Any, word: str) -> str:
    """What the page calls a parameter; other words as they are."""
    definition = page.form.algorithm.parameterDefinition(word)
    return f"“{definition.description()}”" if definition is not None and definition.name() == word else word


def fill_in(page: Any, name: str, value: str) -> None:
    """Type into a text; other widgets take a value."""
    from qgis.PyQt.QtWidgets import QLineEdit

    widget = page.form.widgets[name]
    if isinstance(widget, QLineEdit):
        widget.setText(value)
    else:
        page.form.set_value(name, value)


def test_the_table_has_every_field_of_free_input(page: Any) -> None:
    free = {name for name, kind in kinds(page).items() if kind not in (*CHOICES, "number")}
    assert free <= {*NONSENSE, *CANNOT_BE_WRONG}


def test_nonsense_is_refused_on_the_page_with_what_value_and_advice(page: Any) -> None:
    wrong = []
    source = "cdse"  # remote: a cache makes sense there
    for name in (name for name in NONSENSE if name in page.form.wrappers):
        for value, words in NONSENSE[name].items():
            page.form.set_values({**BEFORE, "SOURCE": source})
            page.notice.clear()
            fill_in(page, name, value)
            assert page.form.widgets[name].isEnabled(), name
            page.make_button.click()
            said = page.notice.text
            if page.placed or not all(label_of(page, word) in said for word in words):
                wrong.append((name, value, said))
            page.placed.clear()
    assert wrong == []


def test_numbers_take_no_more_than_their_limits_and_say_them(page: Any) -> None:
    from qgis.PyQt.QtTest import QTest

    numbers = [name for name, kind in kinds(page).items() if kind == "number"]
    assert len(numbers) >= 8
    for name in numbers:
        page.form.set_values({**BEFORE, "SOURCE": "/data", "NBAR": "on"})
        definition, widget = page.form.algorithm.parameterDefinition(name), page.form.widgets[name]
        for typed in ("-7", "999999999", "many"):
            widget.selectAll()
            QTest.keyClicks(widget, typed)
            widget.interpretText()
            value = page.form._all_values().get(name)
            assert value is None or definition.minimum() <= value <= definition.maximum(), (name, typed, value)
        if widget.isEnabled():
            assert " From " in widget.toolTip()


def test_numbers_of_scripts_and_models_are_refused_with_their_limits(page: Any) -> None:
    """An order that does not come from a widget: `qgis_process`, a model, Python."""
    from qgis.core import QgsProcessingContext

    algorithm, context = page.form.algorithm, QgsProcessingContext()
    page.form.set_values({**BEFORE, "SOURCE": "cdse"})
    given = {**page.parameters(), "OUTPUT": "TEMPORARY_OUTPUT"}
    assert algorithm.checkParameterValues(given, context) == (True, "")
    for name in (name for name, kind in kinds(page).items() if kind == "number"):
        high = algorithm.parameterDefinition(name).maximum()
        for value, words in ((high * 10, "outside"), (-7, "outside"), ("many", "is no number")):
            fine, said = algorithm.checkParameterValues({**given, name: value}, context)
            assert not fine, (name, value)
            assert all(word in said for word in (name, f"{value}", words, f"{high:g}", "Write")), said
    fine, said = algorithm.checkParameterValues({**given, "AUTH": "nonsense"}, context)
    assert not fine
    assert "nonsense" in said


@pytest.mark.parametrize(
    ("typed", "name", "shown"),
    [
        ("", "Temporal-Mosaic-July-2025", "Temporal Mosaic July 2025"),
        ("a/b: c", "a-b-c", "a/b: c"),
        ("..", "mosaic", ".."),
    ],
)
def test_any_text_is_the_name_of_an_order(hub: Any, area: Any, typed: str, name: str, shown: str) -> None:
    hub.open_place("mosaic")
    page = hub.stack.currentWidget()
    hub.area_panel.choose(area)
    page.mode.set_advanced(True)
    page.ordered.disconnect()
    placed: list[Any] = []
    page.ordered.connect(placed.append)
    page.form.set_values({**BEFORE, "NAME": typed})
    page.make_button.click()
    (record,) = placed
    assert (record.name, record.parameters["NAME"]) == (shown, name)


def test_the_dock_of_series_says_what_is_wrong_with_its_fields(
    iface: Any, archive: Any, wait_for: Callable[..., None]
) -> None:
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import QDate
    from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QDateEdit, QLineEdit

    from s2gm.s2gm_plugin.series.dock import SeriesDock

    QgsSettings().remove("s2gm/series")
    dock = SeriesDock(iface)
    controls = dock.controls
    west, south, east, north = archive.bbox

    def said_of(change: Callable[[], None]) -> str:
        controls.source.setCurrentText(archive.catalogue)
        controls.start.setDate(QDate(2025, 7, 1))
        controls.end.setDate(QDate(2025, 7, 31))
        controls.window.setValue(1)
        iface.bar.messages.clear()
        change()
        dock.add_point((west + east) / 2, (south + north) / 2)
        wait_for(lambda: not dock.session.is_busy)
        return " ".join(text for _, text in iface.bar.messages)

    try:
        free = {one for one in controls.findChildren(QComboBox) if one.isEditable() and not one.lineEdit().isReadOnly()}
        assert free == {controls.source}
        spins = [one for one in controls.findChildren(QAbstractSpinBox) if not isinstance(one, QDateEdit)]
        assert spins == [controls.window]
        assert [
            one for one in controls.findChildren(QLineEdit) if not one.isReadOnly() and one.parent() is controls
        ] == []
        for change, words in (
            (lambda: controls.source.setCurrentText("nonsense"), ("'nonsense' is neither a provider", "URL")),
            (lambda: controls.source.setCurrentText(" "), ("no source", "Give the path or URL")),
            (lambda: controls.end.setDate(QDate(2001, 1, 1)), ("2001-01-01", "Exchange")),
            (lambda: controls.window.setValue(4), ("window 4", "odd number from 1 to")),
        ):
            said = said_of(change)
            assert all(word in said for word in words), said
        controls.window.setValue(999)
        assert controls.window.value() == controls.window.maximum()
    finally:
        dock.shut()
        dock.deleteLater()
