"""The advanced form holds every parameter, keeps what was chosen, and greys out what makes no sense."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("qgis.core")

OTHERS = {"EXTENT", "AREA", "GEOMETRY", "OUTPUT", "QUALITY", "FOLDER"}


@pytest.fixture
def form(qgis_app: Any) -> Any:
    from s2gm.s2gm_plugin.algorithms import algorithm_of
    from s2gm.s2gm_plugin.hub.parameter_form import ParameterForm

    return ParameterForm(algorithm_of("s2gm:temporalmosaic"))


def test_no_parameter_of_the_algorithm_is_missing_and_each_has_its_help(form: Any) -> None:
    names = {one.name() for one in form.algorithm.parameterDefinitions()}
    assert set(form.wrappers) == names - OTHERS
    assert not [name for name, widget in form.widgets.items() if not widget.toolTip()]


def test_an_untouched_form_is_an_order_of_defaults(form: Any) -> None:
    from s2gm.s2gm_core import Order
    from s2gm.s2gm_plugin.algorithms import core_order

    area = "CRS=EPSG:4326;Polygon ((15 46, 15.1 46, 15.1 46.05, 15 46))"
    made = core_order(form.algorithm, {**form.values(), "START": "2025-07-01", "GEOMETRY": area})
    expected = Order(source="earth-search", area="Polygon ((15 46, 15.1 46, 15.1 46.05, 15 46))", start="2025-07-01")
    assert made.to_json() == expected.to_json()


def test_values_that_are_shown_come_back(form: Any) -> None:
    given = {
        "SOURCE": "cdse",
        "PERIOD": "quarter",
        "START": "2023-07-01",
        "END": "2023-12-31",
        "METHOD": "percentile",
        "OPTIONS": "percentiles=25",
        "BANDS": ["B02", "B8A"],
        "LAYERS": ["valid_obs"],
        "RESOLUTION": 20.0,
        "CRS": "EPSG:3035",
        "FORMAT": "cog",
        "BIT_DEPTH": "8",
        "WORKERS": 1,
        "MEMORY": 2.0,
    }
    form.set_values(given)
    assert {name: form.values().get(name) for name in given} == given
    form.reset()
    for name, value in form.values().items():
        assert name == "START" or value == form.defaults().get(name, []), name


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"METHOD": "medoid"}, "OPTIONS"),
        ({"METHOD": "median"}, "REGULARISE"),
        ({"NBAR": "off"}, "NBAR_SUN_ZENITH"),
        ({"SOURCE": "earth-search"}, "AUTH"),
        ({"SOURCE": "/some/catalog.json"}, "CACHE"),
        ({"SOURCE": "cdse"}, "LANDSAT_WEIGHT"),
        ({"LIKE": "/some/raster.tif"}, "RESOLUTION"),
        ({"CLOUD_MASK": "esa"}, "CLOUD_PROBABILITY"),
        ({"CLOUD_MASK": "multitemporal"}, "CLOUD_PROBABILITY"),
        ({"CACHE": ""}, "CACHE_SIZE"),
    ],
)
def test_what_cannot_be_used_is_grey_says_why_and_is_not_ordered(form: Any, values: dict[str, Any], name: str) -> None:
    form.set_values(values)
    assert not form.widgets[name].isEnabled()
    assert form.widgets[name].toolTip() != form.algorithm.parameterDefinition(name).help()
    assert name not in form.values()


def test_what_can_be_used_again_is_given_back_with_its_value(form: Any) -> None:
    form.set_values({"RESOLUTION": 20.0, "LIKE": "/some/raster.tif"})
    form.set_value("LIKE", None)
    assert form.widgets["RESOLUTION"].isEnabled()
    assert form.values()["RESOLUTION"] == 20.0


def test_choices_read_as_words_and_stay_the_words_of_orders(form: Any) -> None:
    combo = form.widgets["PERIOD"]
    assert combo.itemText(combo.findData("ten_days")) == "Ten days"
    combo.setCurrentIndex(combo.findData("ten_days"))
    assert form.values()["PERIOD"] == "ten_days"


def test_what_an_empty_list_means_is_said(form: Any) -> None:
    from qgis.PyQt.QtWidgets import QLineEdit

    def shown(name: str) -> str:
        return form.widgets[name].findChildren(QLineEdit)[0].text()

    assert (shown("BANDS"), shown("INDICES")) == ("all bands", "no indices")
    form.set_value("BANDS", ["B02"])
    assert shown("BANDS").startswith("1 ")
    form.set_value("BANDS", [])
    assert shown("BANDS") == "all bands"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"START": "1990-01-01"}, "begins in 2015"),
        ({"START": "2014-12-01", "SOURCE": "earth-search"}, "begins in 2015"),
        ({"START": "2012-12-01", "SOURCE": "/data/landsat/catalog.json"}, "begins in 2013"),
        ({"START": "2999-01-01"}, "has not begun"),
        ({"START": "2023-01-01", "END": "2999-12-31", "PERIOD": "year"}, "has not begun"),
        ({"MONTH": "2999-01-01"}, "has not begun"),
        ({"START": "2014-12-01", "SOURCE": "/data/landsat/catalog.json"}, ""),
        ({"START": "2015-08-01"}, ""),
        ({"START": "2023-01-01", "END": "2023-12-31"}, ""),
        ({"START": "nonsense"}, ""),
    ],
)
def test_orders_of_times_without_pictures_are_refused(qgis_app: Any, given: dict[str, Any], words: str) -> None:
    from s2gm.s2gm_plugin.hub.form_rules import why_not_then

    said = why_not_then({"PERIOD": "month", **given} if "MONTH" not in given else given)
    assert words in said
    assert bool(words) == bool(said)


def test_a_period_that_goes_on_is_not_refused(qgis_app: Any) -> None:
    from s2gm.s2gm_plugin.hub.form_rules import why_not_then
    from s2gm.s2gm_plugin.hub.periods import today

    assert why_not_then({"PERIOD": "month", "START": today().replace(day=1).isoformat()}) == ""


def test_the_limit_of_the_mask_probability_is_ordered_with_it(form: Any) -> None:
    form.set_values({"CLOUD_MASK": "probability", "CLOUD_PROBABILITY": 55.0})
    assert form.values()["CLOUD_PROBABILITY"] == 55.0


def test_what_belongs_to_the_mask_stands_beside_it(form: Any) -> None:
    boxes = {name: form.widgets[name].parentWidget() for name in form.widgets}
    masks = ("CLOUD_PROBABILITY", "MASK_GROWTH", "USER_MASK", "METHOD")
    assert {boxes[name] for name in masks} == {boxes["CLOUD_MASK"]}


def test_every_parameter_of_the_table_is_one_of_an_algorithm(form: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import algorithm_of
    from s2gm.s2gm_plugin.hub.form_rules import rules, sections

    known = {one.name() for one in form.algorithm.parameterDefinitions()}
    colour = algorithm_of("s2gm:brightearth")
    known |= {one.name() for one in colour.parameterDefinitions()}
    named = {name for section in sections() for name in section.parameters} | {rule.parameter for rule in rules()}
    assert named <= known


@pytest.mark.parametrize("is_there", [False, True])
def test_a_mask_whose_package_is_missing_is_grey_and_says_so(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    from qgis.PyQt.QtCore import Qt

    from s2gm.s2gm_plugin.algorithms import algorithm_of
    from s2gm.s2gm_plugin.hub import available
    from s2gm.s2gm_plugin.hub.parameter_form import ParameterForm

    monkeypatch.setattr(available, "find_spec", lambda package: object() if is_there else None)
    form = ParameterForm(algorithm_of("s2gm:temporalmosaic"))
    combo = form.widgets["CLOUD_MASK"]
    row = combo.findData("omnicloudmask")
    assert combo.model().item(row).isEnabled() == is_there
    assert combo.model().item(combo.findData("multitemporal")).isEnabled()
    said = str(combo.itemData(row, Qt.ItemDataRole.ToolTipRole) or "")
    assert ("not installed" in said) != is_there
    assert bool(available.why_not_here({"CLOUD_MASK": "omnicloudmask"})) != is_there


ACCOUNT = ("CDSE_S3_ACCESS_KEY", "CDSE_S3_SECRET_KEY", "CDSE_USER", "CDSE_PASSWORD")


@pytest.mark.parametrize(
    ("given", "known", "words"),
    [
        ({"SOURCE": "cdse"}, (), "Copernicus Data Space Ecosystem needs an account"),
        ({"SOURCE": "earth-search + cdse"}, ACCOUNT[:1], "needs an account"),
        ({"SOURCE": "cdse", "AUTH": "abcdefg"}, (), ""),
        ({"SOURCE": "cdse"}, ACCOUNT[:2], ""),
        ({"SOURCE": "cdse"}, ACCOUNT[2:], ""),
        ({"SOURCE": "earth-search"}, (), ""),
        ({"SOURCE": "/data/catalog.json"}, (), ""),
    ],
)
def test_a_source_with_accounts_is_refused_without_one(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], known: tuple[str, ...], words: str
) -> None:
    from s2gm.s2gm_plugin.hub.available import why_not_here

    for name in ACCOUNT:
        monkeypatch.delenv(name, raising=False)
    for name in known:
        monkeypatch.setenv(name, "x")
    said = why_not_here(given)
    assert words in said
    assert bool(words) == bool(said)
