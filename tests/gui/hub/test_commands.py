"""An order for other places is the same order there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")

GEOMETRY = "CRS=EPSG:4326;Polygon ((15 46, 15.1 46, 15.1 46.05, 15 46))"
FULL = {
    "SOURCE": "/data/some archive/catalog.json",
    "GEOMETRY": GEOMETRY,
    "PERIOD": "quarter",
    "START": "2023-07-01",
    "END": "2023-12-31",
    "METHOD": "percentile",
    "OPTIONS": "percentiles=25,50",
    "BANDS": ["B04", "B03"],
    "LAYERS": ["none"],
    "INDICES": ["NDVI"],
    "RESOLUTION": 20.0,
    "CRS": "EPSG:3035",
    "CLOUD_MASK": "esa",
    "MAX_CLOUD": 62.5,
    "RELATIVE_ORBITS": "22, 122",
    "PLATFORMS": "S2A",
    "NBAR": "on",
    "NAME": "hills",
}
PLAIN = {"SOURCE": "earth-search", "GEOMETRY": GEOMETRY, "START": "2023-07-01"}


@pytest.fixture
def algorithm(qgis_app: Any) -> Any:
    from s2gm.s2gm_plugin.algorithms import algorithm_of

    return algorithm_of("s2gm:temporalmosaic")


def record(parameters: dict[str, Any]) -> Any:
    from s2gm.s2gm_plugin.hub.records import new_record

    return new_record("s2gm:temporalmosaic", "hills", parameters)


@pytest.mark.parametrize("parameters", [FULL, PLAIN, {**PLAIN, "METHOD": "medoid", "REGULARISE": True}])
def test_the_line_for_s2gm_makes_the_same_order(algorithm: Any, parameters: dict[str, Any]) -> None:
    from s2gm.s2gm_core.cli.entry import _parser, _with_joined_area
    from s2gm.s2gm_core.cli.options import order_from_options
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.commands import as_s2gm

    words = shlex.split(as_s2gm(record(parameters), algorithm, windows=False))
    assert words[:2] == ["s2gm", "mosaic"]
    made = order_from_options(_parser().parse_args(_with_joined_area(words[1:])))
    assert made.to_json() == core_order(algorithm, parameters).to_json()


@pytest.mark.parametrize("parameters", [FULL, PLAIN])
def test_json_goes_out_and_comes_back_as_the_same_order(algorithm: Any, parameters: dict[str, Any]) -> None:
    from s2gm.s2gm_core import Order
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.commands import as_json, from_json

    text = as_json(record(parameters), algorithm)
    assert Order.from_json(json.loads(text)).to_json() == core_order(algorithm, parameters).to_json()
    back = from_json(text, {algorithm.id(): algorithm})
    assert core_order(algorithm, back.parameters).to_json() == core_order(algorithm, parameters).to_json()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "s2gm-order", "version": 9}', '{"type": "other"}'])
def test_what_is_no_order_is_refused_with_a_sentence(algorithm: Any, text: str) -> None:
    from s2gm.s2gm_core.errors import S2GMError
    from s2gm.s2gm_plugin.hub.commands import from_json

    with pytest.raises(S2GMError):
        from_json(text, {algorithm.id(): algorithm})


def test_python_and_qgis_process_run_the_order(
    qgis_app: Any, archive: Any, area: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import processing

    from s2gm.s2gm_plugin.area.chosen import area_value
    from s2gm.s2gm_plugin.hub.commands import as_python, as_qgis_process

    given = {"SOURCE": archive.catalogue, "GEOMETRY": area_value(area), "START": "2025-07-01", "BANDS": ["B02", "B04"]}
    asked: list[Any] = []
    monkeypatch.setattr(processing, "run", lambda *call: asked.append(call))
    exec(as_python(record(given)))
    assert asked == [("s2gm:temporalmosaic", {**given, "OUTPUT": "TEMPORARY_OUTPUT"})]
    words = shlex.split(as_qgis_process(record(given), windows=False))
    assert words[:4] == ["qgis_process", "run", "s2gm:temporalmosaic", "--"]
    pairs = dict(word.split("=", 1) for word in words[4:])
    assert pairs == {**given, "BANDS": "B02,B04", "OUTPUT": "temporalmosaic.tif"}


def test_an_order_without_layers_comes_back_without_layers(algorithm: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.commands import as_json, from_json

    document = {**json.loads(as_json(record(PLAIN), algorithm)), "layers": []}
    back = from_json(json.dumps(document), {algorithm.id(): algorithm})
    assert back.parameters["LAYERS"] == ["none"]
    assert core_order(algorithm, back.parameters).layers == ()


@pytest.mark.parametrize(("field", "value"), [("tiling", "mgrs"), ("tone", "linear"), ("tiles", "mbtiles")])
def test_what_the_page_cannot_show_is_refused_by_its_name(algorithm: Any, field: str, value: str) -> None:
    from s2gm.s2gm_core.errors import S2GMError
    from s2gm.s2gm_plugin.hub.commands import as_json, from_json

    document = {**json.loads(as_json(record(PLAIN), algorithm)), field: value}
    with pytest.raises(S2GMError, match=field):
        from_json(json.dumps(document), {algorithm.id(): algorithm})


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_deeply_nested_json_is_refused_with_a_sentence(algorithm: Any, text: str) -> None:
    from s2gm.s2gm_core.errors import S2GMError
    from s2gm.s2gm_plugin.hub.commands import from_json

    with pytest.raises(S2GMError, match="nested"):
        from_json(text, {algorithm.id(): algorithm})


def test_a_file_larger_than_any_order_is_not_read(qgis_app: Any, tmp_path: Path) -> None:
    from s2gm.s2gm_plugin.hub.orders_desk import LARGEST_IMPORT, OrdersDesk

    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_IMPORT + 1)
    order, problem = OrdersDesk(None, None).import_from(path)
    assert order is None
    assert "larger" in problem


def test_no_layers_on_the_page_are_no_layers_in_the_order_and_its_files(algorithm: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.outputs import destinations
    from s2gm.s2gm_plugin.hub.values import plain_values

    for chosen, made in (([], False), (["none"], False), (["valid_obs"], True)):
        given = {**PLAIN, **plain_values(algorithm, {"LAYERS": chosen})}
        assert bool(core_order(algorithm, given).layers) is made
        assert ("QUALITY" in destinations(algorithm, record(given))) is made


def words_on_windows(line: str) -> list[str]:
    """The words that a program on Windows is given, by Microsoft's rules for C programs."""
    words, word, is_quoted, at = [], "", False, 0
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        mark = line[at + slashes : at + slashes + 1]
        if mark == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
        elif mark == " " and not is_quoted:
            words.append(word + "\\" * slashes)
            word = ""
        else:
            word += "\\" * slashes + mark
        at += slashes + 1
    return [*words, word]


TRICKY = {
    **FULL,
    "SOURCE": "C:\\data\\some archive\\",
    "NAME": "a&b",
    "PLATFORMS": "S2A;S2B",
    "OPTIONS": 'said="x"',
    "INDICES": [],
}


def test_lines_for_windows_are_the_same_words_there(qgis_app: Any) -> None:
    from s2gm.s2gm_plugin.hub.commands import as_qgis_process

    line = as_qgis_process(record(TRICKY), windows=True)
    assert words_on_windows(line) == shlex.split(as_qgis_process(record(TRICKY), windows=False))
    assert "'" not in line
    assert line.startswith("qgis_process run s2gm:temporalmosaic -- ")
    without_quoted = re.sub(r'"(?:[^"\\]|\\.)*"', "", line.replace("\\\\", ""))
    assert not set("&|<>^;,()") & set(without_quoted), without_quoted


def test_the_line_for_s2gm_on_windows_has_the_same_words(algorithm: Any) -> None:
    from s2gm.s2gm_plugin.hub.commands import as_s2gm

    line = as_s2gm(record(FULL), algorithm, windows=True)
    assert words_on_windows(line) == shlex.split(as_s2gm(record(FULL), algorithm, windows=False))
    assert '"POLYGON' in line
