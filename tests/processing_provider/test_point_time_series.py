"""The algorithm s2gm:pointtimeseries: points and polygons of layers, records in a layer and a table."""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processing_provider.cancelling import SOON
from tests.shapes import square

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def centre(archive: Any) -> tuple[float, float]:
    """Longitude and latitude of the archive's middle."""
    west, south, east, north = archive.bbox
    return (west + east) / 2, (south + north) / 2


@pytest.fixture
def asked(archive: Any, layer_of: Callable[..., Any], centre: tuple[float, float]) -> dict[str, Any]:
    """Two indices and bands of one point over all of the simulated July."""
    return {
        "SOURCE": archive.catalogue,
        "POINTS": layer_of({"A": f"POINT({centre[0]} {centre[1]})"}),
        "START": "2025-07-01",
        "END": "2025-07-31",
        "BANDS": ["B04", "B08"],
        "INDICES": ["NDVI"],
        "OUTPUT": "TEMPORARY_OUTPUT",
    }


@pytest.fixture
def run_series(qgis_app: Any) -> Run:
    """``run_series(parameters, feedback=None)``: the results, with the layer's records as dictionaries in ``rows``."""
    import processing

    def run(parameters: dict[str, Any], feedback: Any = None) -> dict[str, Any]:
        results = processing.run("s2gm:pointtimeseries", parameters, feedback=feedback)
        layer = results.get("OUTPUT")
        if hasattr(layer, "getFeatures"):
            names = [field.name() for field in layer.fields()]
            results["rows"] = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
        return results

    return run


def _expected(asked: dict[str, Any], place: tuple[float, float], **more: Any) -> Any:
    """The same series by the core alone."""
    from s2gm_core.products.point_time_series import SeriesArchive
    from s2gm_core.products.series.order import SeriesOrder
    from s2gm_core.products.series.sites import site_at

    order = SeriesOrder(asked["SOURCE"], asked["START"], asked["END"], bands=("B04", "B08"), indices=("NDVI",), **more)
    with SeriesArchive(order.source) as archive:
        return archive.series(order, [site_at(*place)])[0]


def test_records_are_those_of_the_core(run_series: Run, asked: dict[str, Any], centre: tuple[float, float]) -> None:
    results = run_series(asked)
    series = _expected(asked, centre)
    rows = results["rows"]
    assert results["SERIES"] == 1
    assert results["RECORDS"] == len(rows) == len(series.records) > 4
    assert results["VALID"] == sum(series.valid) < len(rows)
    assert [row["valid"] for row in rows] == [record.valid for record in series.records]
    assert [row["NDVI"] for row in rows] == pytest.approx([record.values["NDVI"] for record in series.records])
    assert [row["source_product"] for row in rows] == [record.scene for record in series.records]
    assert {row["site"] for row in rows} == {"A"}


def test_the_layer_lies_at_the_points_in_longitude_and_latitude(
    run_series: Run, asked: dict[str, Any], centre: tuple[float, float]
) -> None:
    layer = run_series(asked)["OUTPUT"]
    assert layer.crs().authid() == "EPSG:4326"
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        assert (point.x(), point.y()) == pytest.approx(centre, abs=1e-4)  # centre of the pixel


def test_times_are_utc_wherever_the_user_is(run_series: Run, asked: dict[str, Any]) -> None:
    for row in run_series(asked)["rows"]:
        assert row["acquired"].toUTC().toString("yyyyMMdd") in row["source_product"]
        assert row["period_start"].toString("yyyyMMdd") in row["source_product"]
        assert 8 <= row["acquired"].toUTC().time().hour() <= 12


@pytest.mark.parametrize("crs", ["EPSG:3035", "EPSG:32633", "EPSG:3857"])
def test_the_crs_of_the_layer_does_not_matter(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], centre: tuple[float, float], crs: str
) -> None:
    places = layer_of({"A": f"POINT({centre[0]} {centre[1]})"}, crs)
    keys = ("NDVI", "B04", "valid", "source_product")
    here, there = (run_series(given)["rows"] for given in (asked, {**asked, "POINTS": places}))
    assert [[row[key] for key in keys] for row in here] == [[row[key] for key in keys] for row in there]


def test_pixels_in_another_crs_can_be_asked_for(run_series: Run, asked: dict[str, Any]) -> None:
    results = run_series({**asked, "CRS": "EPSG:3035", "RESOLUTION": 20})
    assert results["VALID"] > 0


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32633"])
def test_polygons_are_summed_up(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], centre: tuple[float, float], crs: str
) -> None:
    fields = layer_of({"F": square(centre, 5e-4)}, crs, "Polygon")
    results = run_series({**asked, "POINTS": fields})
    assert results["SERIES"] == 1
    row = next(row for row in results["rows"] if row["valid"])
    assert row["pixels"] > 30
    assert 0 < row["count"] <= row["pixels"]
    assert row["NDVI_sd"] > 0


def test_a_window_is_a_series_per_pixel_or_one_of_all(run_series: Run, asked: dict[str, Any]) -> None:
    every, one = (run_series({**asked, "WINDOW": 3, "AGGREGATE": flag}) for flag in (False, True))
    assert (every["SERIES"], one["SERIES"]) == (9, 1)
    assert {(row["row"], row["col"]) for row in every["rows"]} == {(row, col) for row in range(3) for col in range(3)}
    assert {row["pixels"] for row in one["rows"]} == {9}


def test_composites_have_one_record_per_period(run_series: Run, asked: dict[str, Any]) -> None:
    rows = run_series({**asked, "PERIOD": "ten_days"})["rows"]
    assert [row["period_start"].toString("MM-dd") for row in rows] == ["07-01", "07-11", "07-21"]


def test_names_come_from_the_field_that_is_chosen(run_series: Run, asked: dict[str, Any]) -> None:
    assert {row["site"] for row in run_series({**asked, "NAME_FIELD": "plot"})["rows"]} == {"plot A"}


def test_selected_features_only(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], centre: tuple[float, float]
) -> None:
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    x, y = centre
    layer = layer_of({"A": f"POINT({x} {y})", "B": f"POINT({x + 2e-3} {y})"})
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("\"name\" = 'B'")
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert {row["site"] for row in run_series({**asked, "POINTS": selected})["rows"]} == {"B"}
    QgsProject.instance().removeMapLayer(layer)


def _lattice(archive: Any, side: int) -> dict[str, str]:
    """So many points squared, evenly over the archive, as WKT by name."""
    west, south, east, north = archive.bbox
    steps = [(number + 1) / (side + 1) for number in range(side)]
    return {
        f"{i}-{j}": f"POINT({west + (east - west) * across} {south + (north - south) * up})"
        for i, across in enumerate(steps)
        for j, up in enumerate(steps)
    }


def test_many_points_are_one_run(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], archive: Any
) -> None:
    points = _lattice(archive, 25)
    results = run_series({**asked, "POINTS": layer_of(points, "EPSG:3035"), "INDICES": None})
    assert results["SERIES"] == 625
    assert len({row["site"] for row in results["rows"]}) > 600


def test_a_table_comes_beside_the_layer(run_series: Run, asked: dict[str, Any], tmp_path: Path) -> None:
    results = run_series({**asked, "CSV": str(tmp_path / "series.csv"), "OUTPUT": str(tmp_path / "series.gpkg")})
    with open(results["CSV"], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == results["RECORDS"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["series.csv", "series.gpkg"]


def test_the_table_can_hold_seasons_and_the_layer_smooth_curves(
    run_series: Run, asked: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "seasons.csv"
    results = run_series({**asked, "CSV": str(path), "LAYOUT": "seasons", "SMOOTH": "whittaker"})
    assert path.read_text(encoding="utf-8").startswith("site,longitude,latitude,row,col,variable,season")
    assert "NDVI_smooth" in results["rows"][0]


@pytest.mark.parametrize(("period", "field"), [("observation", "acquired"), ("month", "period_start")])
def test_a_loaded_layer_is_named_coloured_and_plays_in_time(
    qgis_app: Any, asked: dict[str, Any], period: str, field: str
) -> None:
    import processing
    from qgis.core import QgsProject

    processing.runAndLoadResults("s2gm:pointtimeseries", {**asked, "PERIOD": period})
    layer = QgsProject.instance().mapLayersByName("Time series 2025-07-01 to 2025-07-31")[0]
    time = layer.temporalProperties()
    assert (time.isActive(), time.startField()) == (True, field)
    renderer = layer.renderer()
    labels = [row.label() for row in renderer.ranges()]
    assert labels[0] == "not valid" and len(labels) == 9
    shown = {_label_of(layer, renderer, feature) for feature in layer.getFeatures()}
    assert all(label for label in shown)
    QgsProject.instance().removeMapLayer(layer)


@pytest.mark.parametrize(("period", "field"), [("observation", "acquired"), ("month", "period_start")])
def test_a_geopackage_keeps_its_look_and_time(
    run_series: Run, asked: dict[str, Any], tmp_path: Path, period: str, field: str
) -> None:
    """Also in a file with other layers, and where the layer is made anew with another period."""
    from qgis.core import QgsVectorLayer

    path = tmp_path / "series.gpkg"
    for destination, source in (
        (str(path), str(path)),
        (f"ogr:dbname='{path}' table=\"again\" (geom)", f"{path}|layername=again"),
        (f"ogr:dbname='{path}' table=\"again\" (geom)", f"{path}|layername=again"),
    ):
        run_series({**asked, "PERIOD": period, "OUTPUT": destination})
        layer = QgsVectorLayer(source, "later", "ogr")
        layer.loadDefaultStyle()
        time = layer.temporalProperties()
        assert (time.isActive(), time.startField()) == (True, field)
        assert layer.renderer().type() == "graduatedSymbol"
        assert layer.listStylesInDatabase()[0] == 1


def test_other_formats_are_written_without_a_style(run_series: Run, asked: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer

    results = run_series({**asked, "OUTPUT": str(tmp_path / "series.geojson")})
    assert QgsVectorLayer(str(tmp_path / "series.geojson"), "series", "ogr").featureCount() == results["RECORDS"]


def test_a_table_over_the_points_is_refused(
    run_series: Run, asked: dict[str, Any], centre: tuple[float, float], tmp_path: Path
) -> None:
    from qgis.core import QgsProcessingException, QgsVectorLayer

    path = tmp_path / "points.csv"
    text = f"name,x,y\nA,{centre[0]},{centre[1]}\n"
    path.write_text(text, encoding="utf-8")
    address = f"file://{path}?delimiter=,&xField=x&yField=y&crs=EPSG:4326"
    points = QgsVectorLayer(address, "points", "delimitedtext")
    assert points.isValid()
    (tmp_path / "link.csv").symlink_to(path)
    for name in ("points.csv", "link.csv"):
        with pytest.raises(QgsProcessingException, match="the file of the points"):
            run_series({**asked, "POINTS": points, "CSV": str(tmp_path / name)})
    assert path.read_text(encoding="utf-8") == text
    assert run_series({**asked, "POINTS": points, "CSV": str(tmp_path / "other.csv")})["SERIES"] == 1


def test_a_layer_over_the_points_is_refused(
    run_series: Run, asked: dict[str, Any], centre: tuple[float, float], tmp_path: Path
) -> None:
    from qgis.core import QgsProcessingException, QgsProcessingOutputLayerDefinition, QgsVectorLayer

    path = tmp_path / "points.geojson"
    point = {"type": "Point", "coordinates": list(centre)}
    feature = {"type": "Feature", "properties": {}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    kept = path.read_bytes()
    points = QgsVectorLayer(str(path), "points", "ogr")
    for output in (str(path), QgsProcessingOutputLayerDefinition(str(path))):
        with pytest.raises(QgsProcessingException, match=r"OUTPUT is .* the file of the points"):
            run_series({**asked, "POINTS": points, "OUTPUT": output})
    assert path.read_bytes() == kept


def _label_of(layer: Any, renderer: Any, feature: Any) -> str:
    """The legend's text for a record, by the renderer's own expression."""
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    value = QgsExpression(renderer.classAttribute()).evaluate(context)
    row = next((row for row in renderer.ranges() if row.lowerValue() <= value <= row.upperValue()), None)
    assert (row is not None and row.label() == "not valid") == (not feature["valid"])
    return row.label() if row else ""


def test_the_defaults_of_the_parameters_are_those_of_the_order(qgis_app: Any, asked: dict[str, Any]) -> None:
    from dataclasses import fields

    from qgis.core import QgsProcessingContext

    from s2gm_core.products.series.order import SeriesOrder

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:pointtimeseries")
    given = {name: asked[name] for name in ("SOURCE", "POINTS", "START", "END")}
    order = algorithm.read_order(given, QgsProcessingContext())
    defaults = {row.name: row.default for row in fields(SeriesOrder) if row.name not in ("source", "start", "end")}
    assert {name: getattr(order, name) for name in defaults} == defaults


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"SOURCE": "/nowhere/catalog.json"}, "/nowhere/catalog.json"),
        ({"POINTS": None}, "POINTS|Points"),
        ({"START": "yesterday"}, "START is 'yesterday'"),
        ({"END": "2025-06-01"}, "2025-06-01"),
        ({"WINDOW": 4}, "4 is no odd number"),
        ({"INDICES": ["GREEN"]}, "INDICES: unknown GREEN"),
        ({"MIN_OBS": 2}, "Choose a period"),
        ({"START": "2019-01-01", "END": "2019-01-31"}, "No scene over the area from 2019-01-01"),
        ({"AUTH": "missing"}, "QGIS has no authentication with the id 'missing'"),
        ({"CSV": "/nowhere/series.csv"}, "/nowhere does not exist"),
        ({"CSV": "series.xlsx"}, "ends in .csv"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(
    run_series: Run, asked: dict[str, Any], changes: dict[str, Any], text: str
) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=text):
        run_series({**asked, **changes})


@pytest.mark.parametrize(
    ("crs", "wkt", "text"),
    [
        ("EPSG:4326", {}, "holds no point or polygon"),
        ("", {"A": "POINT(15 46)"}, "has no CRS"),
        ("EPSG:4326", {"far": "POINT(-120 10)"}, "scene"),
    ],
)
def test_layers_that_give_nothing_are_told(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], crs: str, wkt: dict[str, str], text: str
) -> None:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException

    layer = layer_of(wkt)
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match=text):
        run_series({**asked, "POINTS": layer})


def test_a_site_outside_is_named_and_the_others_are_read(
    run_series: Run, asked: dict[str, Any], layer_of: Callable[..., Any], centre: tuple[float, float]
) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    points = layer_of({"in": f"POINT({centre[0]} {centre[1]})", "out": "POINT(-120 10)"})
    results = run_series({**asked, "POINTS": points}, feedback)
    assert {row["site"] for row in results["rows"]} == {"in"}
    assert "such as 'out'" in feedback.textLog()


def test_a_cancelled_run_leaves_no_file(run_series: Run, asked: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    files = {"OUTPUT": str(tmp_path / "series.gpkg"), "CSV": str(tmp_path / "series.csv")}
    assert run_series({**asked, **files}, feedback) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("windows", [1, 25])
def test_a_run_cancelled_in_the_middle_leaves_no_file(
    run_series: Run,
    asked: dict[str, Any],
    layer_of: Callable[..., Any],
    archive: Any,
    tmp_path: Path,
    cancel_at: Callable[[str], Any],
    windows: int,
) -> None:
    points = _lattice(archive, 20)
    files = {"OUTPUT": str(tmp_path / "series.gpkg"), "CSV": str(tmp_path / "series.csv")}
    user = cancel_at(f": {windows} windows of rasters")
    assert run_series({**asked, **files, "POINTS": layer_of(points)}, user.feedback) == {}
    assert user.cancelled_at is not None
    assert time.monotonic() - user.cancelled_at < SOON
    assert list(tmp_path.iterdir()) == []


def test_a_model_uses_the_series_in_its_next_step(qgis_app: Any, asked: dict[str, Any]) -> None:
    """The layer of points is the model's input; the next step keeps the valid records."""
    import processing
    from qgis.core import (
        QgsProcessing,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterFeatureSource,
    )

    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("clear days", "tests")
    kinds = [QgsProcessing.SourceType.TypeVectorPoint]
    model.addModelParameter(
        QgsProcessingParameterFeatureSource("WHERE", "Where", kinds), QgsProcessingModelParameter("WHERE")
    )
    series = QgsProcessingModelChildAlgorithm("s2gm:pointtimeseries")
    series.setChildId("series")
    values = {key: value for key, value in asked.items() if key not in ("POINTS", "OUTPUT")}
    values = {**values, "PERIOD": "observation", "WINDOW": 1, "RESOLUTION": 10}
    for definition in qgis_app.processingRegistry().algorithmById("s2gm:pointtimeseries").parameterDefinitions():
        if not definition.isDestination() and definition.defaultValue() is not None:
            values.setdefault(definition.name(), definition.defaultValue())
    for name, value in values.items():
        series.addParameterSources(name, [source.fromStaticValue(value)])
    series.addParameterSources("POINTS", [source.fromModelParameter("WHERE")])
    model.addChildAlgorithm(series)
    clear = QgsProcessingModelChildAlgorithm("native:extractbyexpression")
    clear.setChildId("clear")
    clear.addParameterSources("INPUT", [source.fromChildOutput("series", "OUTPUT")])
    clear.addParameterSources("EXPRESSION", [source.fromStaticValue('"valid"')])
    result = QgsProcessingModelOutput("CLEAR", "CLEAR")
    result.setChildId("clear")
    result.setChildOutputName("OUTPUT")
    clear.setModelOutputs({"CLEAR": result})
    model.addChildAlgorithm(clear)
    results = processing.run(model, {"WHERE": asked["POINTS"], "clear:CLEAR": "TEMPORARY_OUTPUT"})
    children = results["CHILD_RESULTS"]
    assert children["series"]["VALID"] == results["clear:CLEAR"].featureCount() > 0


def test_qgis_process_makes_a_layer_and_a_table(
    qgis_environment: dict[str, str], archive: Any, centre: tuple[float, float], tmp_path: Path
) -> None:
    points = tmp_path / "points.geojson"
    point = {"type": "Point", "coordinates": centre}
    features = [{"type": "Feature", "properties": {"name": "field"}, "geometry": point}]
    points.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    program = qgis_environment["QGIS_PROCESS"]
    subprocess.run([program, "plugins", "enable", "s2gm"], env=qgis_environment, check=True, capture_output=True)
    given = {
        "SOURCE": archive.catalogue,
        "POINTS": points,
        "START": "2025-07-01",
        "END": "2025-07-31",
        "INDICES": "NDVI,NDMI",
        "OUTPUT": tmp_path / "series.gpkg",
        "CSV": tmp_path / "series.csv",
    }
    command = [
        program,
        "--json",
        "run",
        "s2gm:pointtimeseries",
        "--",
        *(f"{key}={value}" for key, value in given.items()),
    ]
    done = subprocess.run(command, env=qgis_environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads(done.stdout)["results"]
    with open(results["CSV"], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["site"] for row in rows} == {"field"}
    assert len(rows) == results["RECORDS"]
    assert Path(results["OUTPUT"]).is_file()
