"""The algorithm s2gm:searchscenes: which scenes are there, what a mosaic would do with them, what it would read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fixtures import ServedArchive

Search = Callable[..., Any]


@pytest.fixture
def search(qgis_app: Any) -> Search:
    """``search(parameters, feedback=None)``: the results, with the layer's features as dictionaries in ``rows``."""
    import processing

    def run_search(parameters: dict[str, Any], feedback: Any = None) -> dict[str, Any]:
        results = processing.run("s2gm:searchscenes", parameters, feedback=feedback)
        layer = results.get("OUTPUT")
        if hasattr(layer, "getFeatures"):
            names = [field.name() for field in layer.fields()]
            results["rows"] = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
        return results

    return run_search


@pytest.fixture
def asked(archive: Any) -> dict[str, Any]:
    """All of the simulated July."""
    dates = {"START": "2025-07-01", "END": "2025-07-31"}
    return {"SOURCE": archive.catalogue, "EXTENT": archive.extent, **dates, "OUTPUT": "TEMPORARY_OUTPUT"}


def test_every_scene_is_a_polygon_with_its_facts(search: Search, asked: dict[str, Any]) -> None:
    results = search(asked)
    layer, rows = results["OUTPUT"], results["rows"]
    assert results["SCENES"] == results["USED"] == len(rows) == 8
    assert layer.crs().authid() == "EPSG:4326"
    assert all(feature.geometry().isGeosValid() for feature in layer.getFeatures())
    first = rows[0]
    assert first["id"].startswith("S2")
    assert first["platform"] in ("S2A", "S2B", "S2C")
    assert first["tile"] == "33TWL"
    assert first["sensor"] == "Sentinel-2"
    assert 0 <= first["cloud_cover"] <= 100
    assert isinstance(first["orbit"], int)
    assert first["used"] is True
    assert not first["reason"]
    assert [row["date"].toMSecsSinceEpoch() for row in rows] == sorted(row["date"].toMSecsSinceEpoch() for row in rows)


def test_dates_are_utc_wherever_the_user_is(search: Search, asked: dict[str, Any]) -> None:
    for row in search(asked)["rows"]:
        assert row["date"].toUTC().toString("yyyyMMdd") in row["id"]
        assert 8 <= row["date"].toUTC().time().hour() <= 12  # morning overpasses of central Europe


def test_a_file_holds_the_dates_of_utc_and_all_fields(search: Search, asked: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer

    rows = search(asked)["rows"]
    path = str(tmp_path / "scenes.gpkg")
    search({**asked, "OUTPUT": path})
    layer = QgsVectorLayer(path, "scenes", "ogr")
    stored = [[feature[name] for name in rows[0] if name != "date"] for feature in layer.getFeatures()]
    assert stored == [[row[name] for name in rows[0] if name != "date"] for row in rows]
    for feature in layer.getFeatures():  # QGIS reads and compares the time of day as it is written
        assert feature["date"].toString("yyyyMMdd") in feature["id"]
        assert 8 <= feature["date"].time().hour() <= 12


def test_what_a_mosaic_reads_grows_with_bands_and_shrinks_with_pixels(search: Search, asked: dict[str, Any]) -> None:
    all_bands = search(asked)["READ_MIB"]
    assert all_bands > search({**asked, "BANDS": ["B02"]})["READ_MIB"] > 0
    assert all_bands > search({**asked, "RESOLUTION": 160})["READ_MIB"] > 0


def test_left_out_scenes_stay_listed_with_the_reason(search: Search, asked: dict[str, Any]) -> None:
    every = search(asked)["rows"]
    clouds = sorted(row["cloud_cover"] for row in every)
    limit = (clouds[3] + clouds[4]) / 2
    results = search({**asked, "MAX_CLOUD": limit, "EXCLUDE_SCENES": every[0]["id"]})
    assert results["SCENES"] == 8
    for row in results["rows"]:
        expected = "clouds" if row["cloud_cover"] > limit else ""
        expected = "excluded" if row["id"] == every[0]["id"] else expected
        assert (row["reason"] or "", row["used"]) == (expected, not expected)
        assert (row["read_mib"] > 0) == row["used"]
    assert results["USED"] == sum(row["used"] for row in results["rows"]) < 5


def test_satellites_and_orbits_can_be_chosen_and_single_scenes_forced(search: Search, asked: dict[str, Any]) -> None:
    every = search(asked)["rows"]
    first = every[0]
    chosen = {**asked, "PLATFORMS": first["platform"], "RELATIVE_ORBITS": str(first["orbit"])}
    used = [row["id"] for row in search(chosen)["rows"] if row["used"]]
    assert used == [r["id"] for r in every if (r["platform"], r["orbit"]) == (first["platform"], first["orbit"])]
    forced = {**asked, "PLATFORMS": "S2X", "INCLUDE_SCENES": first["id"]}
    assert [row["id"] for row in search(forced)["rows"] if row["used"]] == [first["id"]]


def test_the_same_scenes_come_from_files_the_web_and_an_api(
    search: Search, asked: dict[str, Any], served_archive: ServedArchive
) -> None:
    west, south, east, north = served_archive.bbox
    everywhere = {**asked, "EXTENT": f"{west},{east},{south},{north} [EPSG:4326]"}
    sources = (str(served_archive.catalogue), served_archive.catalogue_url, served_archive.api_url)
    files, web, api = (search({**everywhere, "SOURCE": source})["rows"] for source in sources)
    assert len(files) == 4
    facts = ("id", "platform", "orbit", "cloud_cover", "used")
    assert [[row[name] for name in facts] for row in files] == [[row[name] for name in facts] for row in web]
    assert [[row[name] for name in facts] for row in files] == [[row[name] for name in facts] for row in api]


def test_one_day_is_searched_without_an_end(search: Search, asked: dict[str, Any]) -> None:
    day = search(asked)["rows"][2]["date"].toUTC().toString("yyyy-MM-dd")
    one_day = {**asked, "START": day, "END": None}
    assert {row["date"].toUTC().toString("yyyy-MM-dd") for row in search(one_day)["rows"]} == {day}


def test_nothing_found_is_an_empty_layer_and_a_reason(search: Search, asked: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    results = search({**asked, "START": "2019-01-01", "END": "2019-01-31"}, feedback)
    assert (results["SCENES"], results["READ_MIB"], results["rows"]) == (0, 0, [])
    assert "No scene over the area from 2019-01-01" in feedback.textLog()


def test_the_log_has_a_line_that_sums_up(search: Search, asked: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    search(asked, feedback)
    assert "8 scenes on 8 days, 2025-07-" in feedback.textLog()
    assert "a mosaic would use 8 and read at most" in feedback.textLog()


def test_a_cancelled_search_leaves_no_file(search: Search, asked: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    assert search({**asked, "OUTPUT": str(tmp_path / "scenes.gpkg")}, feedback) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"SOURCE": "/nowhere/catalog.json"}, "/nowhere/catalog.json"),
        ({"EXTENT": None}, "No area is given"),
        ({"START": "yesterday"}, "START is 'yesterday'"),
        ({"RELATIVE_ORBITS": "abc"}, "'abc' is no relative orbit"),
        ({"AUTH": "missing"}, "QGIS has no authentication with the id 'missing'"),
        ({"OUTPUT": "/nowhere/scenes.gpkg"}, "/nowhere/scenes.gpkg"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(
    search: Search, asked: dict[str, Any], changes: dict[str, Any], text: str
) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=text):
        search({**asked, **changes})


def test_a_loaded_layer_is_named_coloured_by_clouds_and_plays_in_time(qgis_app: Any, asked: dict[str, Any]) -> None:
    import processing
    from qgis.core import QgsProject

    processing.runAndLoadResults("s2gm:searchscenes", asked)
    layer = QgsProject.instance().mapLayersByName("Scenes 2025-07-01 to 2025-07-31")[0]
    renderer = layer.renderer()
    assert renderer.type() == "graduatedSymbol"
    clouds = [feature["cloud_cover"] for feature in layer.getFeatures()]
    assert all(any(part.lowerValue() <= cloud <= part.upperValue() for part in renderer.ranges()) for cloud in clouds)
    time = layer.temporalProperties()
    assert time.isActive()
    assert _shown(layer) == [1] * 8
    QgsProject.instance().removeMapLayer(layer.id())


def _shown(layer: Any) -> list[int]:
    """For each scene, how many scenes the temporal controller shows on its day."""
    from qgis.core import QgsDateTimeRange, QgsFeatureRequest, QgsVectorLayerTemporalContext
    from qgis.PyQt.QtCore import QDateTime, Qt, QTime

    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    counts = []
    for feature in layer.getFeatures():
        day = feature["date"].toUTC().date()
        start = QDateTime(day, QTime(0, 0), Qt.TimeSpec.UTC)
        span = QgsDateTimeRange(start, start.addDays(1), True, False)
        text = layer.temporalProperties().createFilterString(context, span)
        counts.append(len(list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(text)))))
    return counts
