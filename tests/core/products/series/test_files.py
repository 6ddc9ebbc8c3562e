"""Files of series: columns, formats, what other programs read in them, and that a stopped run leaves none."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.errors import Cancelled, NoScenesError, OrderError, OutputError
from s2gm_core.products.point_time_series import SeriesArchive, SeriesResult, run_point_series
from s2gm_core.products.run_settings import RunSettings
from s2gm_core.products.series.records import PixelSeries
from s2gm_core.products.series.sites import Site, site_at
from s2gm_core.products.series.writers import SeriesOutput
from s2gm_core.progress import SilentProgress
from tests.core.archive import TinyScene, write_archive
from tests.core.products.series.places import random_places, read, series_order, site_of
from tests.core.products.varied_archive import Varied

PLACES = random_places(6, 21)
SPECIFIED = [
    "period_start",
    "period_end",
    "longitude",
    "latitude",
    "row",
    "col",
    "source_product",
    "B01",
    "B02",
    "B03",
    "B04",
    "B05",
    "B06",
    "B07",
    "B08",
    "B11",
    "B12",
    "B8A",
    "medoid_mos",
    "quality_aot",
    "quality_cloud_confidence",
    "quality_scene_classification",
    "quality_snow_confidence",
    "sun_azimuth",
    "sun_zenith",
    "valid_obs",
    "view_azimuth_mean",
    "view_zenith_mean",
]


def _run(varied: Varied, *outputs: SeriesOutput, **changes: Any) -> SeriesResult:
    return run_point_series(series_order(varied.catalogue, **changes), [site_of(*place) for place in PLACES], outputs)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _series(varied: Varied, **changes: Any) -> tuple[PixelSeries, ...]:
    return read(series_order(varied.catalogue, **changes), [site_of(*place) for place in PLACES])


def test_a_tidy_table_has_the_columns_of_the_specification_in_their_order(varied: Varied, tmp_path: Path):
    result = _run(varied, SeriesOutput(tmp_path / "a.csv"), indices="NDVI")
    rows = _rows(tmp_path / "a.csv")
    assert [name for name in rows[0] if name in SPECIFIED] == SPECIFIED
    assert result.records == len(rows) and result.valid == sum(row["valid"] == "true" for row in rows)
    records = [(one, record) for one in _series(varied, indices="NDVI") for record in one.records]
    for row, (one, record) in zip(rows, records):
        assert (row["site"], row["source_product"], row["why_not"]) == (one.site.name, record.scene, record.why)
        assert (row["period_start"], row["period_end"]) == (str(record.period_start), str(record.period_end))
        assert row["acquired"] == record.acquired.strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in ("B04", "B12", "NDVI"):
            assert row[name] == ("" if name not in record.values else str(record.values[name]))
        assert "6.5535" not in row.values() and row["B01"] == ""


def test_a_wide_table_has_a_column_per_variable_and_date_with_valid_values(varied: Varied, tmp_path: Path):
    _run(varied, SeriesOutput(tmp_path / "a.csv", "wide"), bands="B04", indices="NDVI")
    rows = _rows(tmp_path / "a.csv")
    assert len(rows) == len(PLACES) and len(rows[0]) == 5 + 2 * 6
    for row, one in zip(rows, _series(varied, bands="B04", indices="NDVI")):
        valid = {f"NDVI_{r.period_start:%Y%m%d}": r.values["NDVI"] for r in one.records if r.valid}
        assert {name: float(value) for name, value in row.items() if name.startswith("NDVI") and value} == valid
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_geopackage_is_read_by_gdal_and_its_rows_are_those_of_the_table(varied: Varied, tmp_path: Path):
    ogr = pytest.importorskip("osgeo.ogr")
    ogr.UseExceptions()
    _run(varied, SeriesOutput(tmp_path / "a.gpkg"), SeriesOutput(tmp_path / "a.csv"))
    rows = _rows(tmp_path / "a.csv")
    layer = (file := ogr.Open(str(tmp_path / "a.gpkg"))).GetLayerByName("series")
    assert file is not None and layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
    assert layer.GetFeatureCount() == len(rows)
    for feature, row in zip(layer, rows):
        point = feature.GetGeometryRef()
        assert (point.GetX(), point.GetY()) == pytest.approx(
            (float(row["longitude"]), float(row["latitude"])), abs=1e-8
        )
        assert feature["valid"] == (row["valid"] == "true")
        assert (feature["B04"] is None) == (row["B04"] == "")
        assert feature["acquired"].replace("/", "-").replace(" ", "T")[:19] == row["acquired"][:19]
    types = {field.name: field.GetTypeName() for field in layer.schema}
    assert (types["acquired"], types["period_start"], types["B04"]) == ("DateTime", "Date", "Real")


@pytest.mark.parametrize(("period", "field"), [("observation", "acquired"), ("month", "period_start")])
def test_qgis_plays_the_layer_through_time(varied: Varied, tmp_path: Path, qgis_app: Any, period: str, field: str):
    from qgis.core import QgsVectorLayer

    _run(varied, SeriesOutput(tmp_path / "a.gpkg"), period=period)
    layer = QgsVectorLayer(f"{tmp_path / 'a.gpkg'}|layername=series", "series", "ogr")
    layer.loadDefaultStyle()
    temporal = layer.temporalProperties()
    assert layer.isValid() and temporal.isActive() and temporal.startField() == field


def test_a_parquet_file_has_types(varied: Varied, tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    _run(varied, SeriesOutput(tmp_path / "a.parquet"), SeriesOutput(tmp_path / "a.csv"))
    table, rows = parquet.read_table(str(tmp_path / "a.parquet")), _rows(tmp_path / "a.csv")
    assert table.column("source_product").to_pylist() == [row["source_product"] for row in rows]
    assert table.column("acquired").to_pylist()[0].date().isoformat() == rows[0]["period_start"]
    assert str(table.schema.field("B04").type) == "double"


def test_a_chart_is_drawn(varied: Varied, tmp_path: Path):
    pytest.importorskip("matplotlib")
    _run(varied, SeriesOutput(tmp_path / "a.png", smooth="harmonic"), indices="NDVI")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("package", "name"), [("pyarrow", "a.parquet"), ("matplotlib", "a.png")])
def test_a_missing_package_is_told_before_anything_is_read(
    varied: Varied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(OutputError, match=f"needs the package {package}"):
        _run(varied, SeriesOutput(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_smooth_values_stand_beside_the_raw_ones(varied: Varied, tmp_path: Path):
    _run(varied, SeriesOutput(tmp_path / "a.csv", smooth="whittaker"), indices="NDVI", method="newest")
    rows = _rows(tmp_path / "a.csv")
    assert list(rows[0])[-1] == "NDVI_smooth"
    assert any(row["NDVI_smooth"] for row in rows)


class _Stops(SilentProgress):
    """Cancels at the first step."""

    def __init__(self) -> None:
        self.stopped = False

    def step(self, done: int, total: int, message: str) -> None:
        assert 0 <= done <= total
        self.stopped = True

    def is_cancelled(self) -> bool:
        return self.stopped


@pytest.mark.parametrize("name", ["a.csv", "a.gpkg", "a.png"])
def test_a_stopped_run_leaves_no_file_and_keeps_the_old_one(varied: Varied, tmp_path: Path, name: str):
    (tmp_path / name).write_text("old")
    with pytest.raises(Cancelled):
        run_point_series(
            series_order(varied.catalogue),
            [site_of(*p) for p in PLACES],
            [SeriesOutput(tmp_path / name)],
            None,
            _Stops(),
        )
    assert [path.name for path in tmp_path.iterdir()] == [name] and (tmp_path / name).read_text() == "old"


def test_every_run_writes_the_same_bytes(varied: Varied, tmp_path: Path):
    many = [site_of(*place) for place in random_places(120, 22)]
    order = series_order(varied.catalogue, window=3)
    small = RunSettings(workers=2, memory_bytes=2**20)  # the least, so that there are many groups
    run_point_series(order, many, [SeriesOutput(tmp_path / "a.csv")], small)
    run_point_series(order, many, [SeriesOutput(tmp_path / "b.csv")], RunSettings(workers=1))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_point_outside_is_named_and_the_others_are_read(varied: Varied, tmp_path: Path):
    sites = [site_of(*PLACES[0]), site_at(15.2, 45.3, "far away")]
    result = run_point_series(series_order(varied.catalogue), sites, [SeriesOutput(tmp_path / "a.csv")])
    assert result.empty_sites == ("far away",)
    assert {row["site"] for row in _rows(tmp_path / "a.csv")} == {sites[0].name}


def test_no_scene_over_any_point_is_an_error(varied: Varied, tmp_path: Path):
    with pytest.raises(NoScenesError, match="None of the 16 scenes of the source covers the area"):
        run_point_series(series_order(varied.catalogue), [site_at(3, 45)], [SeriesOutput(tmp_path / "a.csv")])
    with pytest.raises(NoScenesError, match="Change the dates"):
        order = series_order(varied.catalogue, start="2021-01-01", end="2021-12-31")
        run_point_series(order, [site_of(*PLACES[0])], [SeriesOutput(tmp_path / "a.csv")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: SeriesOutput(path / "a.xlsx"), "Choose among .csv"),
        (lambda path: SeriesOutput(path / "a.gpkg", "wide"), "cannot be written"),
        (lambda path: SeriesOutput(path / "a.csv", smooth="spline"), "Unknown smoother"),
        (lambda path: series_order("x", window=2), "no odd number"),
        (lambda path: series_order("x", window=True), "no odd number"),
        (lambda path: series_order("x", period="week"), "Unknown period"),
        (lambda path: series_order("x", end=""), "needs an end"),
        (lambda path: series_order("x", end="2023-07-01"), "lies before the start"),
        (lambda path: series_order("x", bands="B09"), "Unknown band"),
        (lambda path: series_order("x", min_obs=2), "are of composites"),
    ],
)
def test_wrong_orders_are_refused(tmp_path: Path, make: Callable[[Path], object], message: str):
    with pytest.raises(OrderError, match=message):
        make(tmp_path)


def test_two_outputs_of_one_name_are_refused(varied: Varied, tmp_path: Path):
    with pytest.raises(OrderError, match="same path"):
        _run(varied, SeriesOutput(tmp_path / "a.csv"), SeriesOutput(tmp_path / "a.csv", "wide"))


def test_the_records_know_their_day(varied: Varied):
    one = _series(varied)[0]
    assert one.records[0].acquired.tzinfo is timezone.utc
    expected = (one.records[0].acquired - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() / 86400
    assert one.days[0] == pytest.approx(expected, abs=1e-3)
    assert np.isnan(one.clear_values("B04"))[~one.valid].all()


def test_an_archive_serves_several_series(varied: Varied):
    order = series_order(varied.catalogue)
    with SeriesArchive(order.source) as archive:
        first, second = (archive.series(order, [site_of(*place)])[0] for place in PLACES[:2])
        assert (first.site.name, second.site.name) == tuple(f"{row},{col}" for row, col in PLACES[:2])
        assert archive.series(order, [site_of(*PLACES[0])])[0].records == first.records


def test_a_geopackage_says_what_it_is(varied: Varied, tmp_path: Path):
    _run(varied, SeriesOutput(tmp_path / "a.gpkg"))
    with sqlite3.connect(tmp_path / "a.gpkg") as file:
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        west, south, east, north = file.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name='series'"
        ).fetchone()
        assert west < east and south < north


def test_no_spreadsheet_takes_a_name_for_a_formula(varied: Varied, tmp_path: Path):
    names = ("=cmd|calc!A1", "@SUM(1+1)", "-12", "+x", "plain")
    sites = [Site(name, site_of(*place).geometry) for name, place in zip(names, PLACES)]
    outputs = [SeriesOutput(tmp_path / "a.csv"), SeriesOutput(tmp_path / "b.csv", "wide")]
    run_point_series(series_order(varied.catalogue), sites, outputs)
    for path in ("a.csv", "b.csv"):
        found = {row["site"] for row in _rows(tmp_path / path)}
        assert found == {"'=cmd|calc!A1", "'@SUM(1+1)", "-12", "'+x", "plain"}


def test_a_geopackage_with_other_layers_is_not_replaced(varied: Varied, tmp_path: Path):
    path = tmp_path / "mine.gpkg"
    _run(varied, SeriesOutput(path))
    _run(varied, SeriesOutput(path))  # its own layer may be made anew
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('plots', 'attributes')")
    kept = path.read_bytes()
    with pytest.raises(OrderError, match=r"mine.gpkg holds other layers \(plots\)"):
        _run(varied, SeriesOutput(path))
    assert path.read_bytes() == kept and [one.name for one in tmp_path.iterdir()] == ["mine.gpkg"]


def test_a_site_is_empty_where_none_of_its_pixels_has_an_observation(varied: Varied, tmp_path: Path):
    """A window at the archive's corner reaches beyond it."""
    outside = site_at(-60.0, 10.0, "far")
    result = run_point_series(
        series_order(varied.catalogue, window=3), [site_of(0, 0), outside], [SeriesOutput(tmp_path / "a.csv")]
    )
    assert result.empty_sites == ("far",)


def test_a_column_of_a_wide_table_is_one_overpass_at_all_sites(tmp_path: Path):
    """Two overpasses of one day, of which one sees both sites and the other one only."""
    classes = np.full((60, 60), 4, np.uint8)
    classes[0, 0] = 0
    scenes = [
        TinyScene("early", "2023-08-10T08:20:00Z", 1, reflectance={"B04": 100}, scl=classes),
        TinyScene("late", "2023-08-10T10:00:00Z", 2, reflectance={"B04": 200}),
    ]
    catalogue = write_archive(tmp_path / "archive", scenes)
    order = series_order(catalogue, bands="B04")
    run_point_series(order, [site_of(0, 0), site_of(20, 20)], [SeriesOutput(tmp_path / "a.csv", "wide")])
    first, second = _rows(tmp_path / "a.csv")
    assert list(first)[5:] == ["B04_20230810", "B04_20230810_2"]
    assert [first[name] for name in list(first)[5:]] == ["", "0.02"]
    assert [second[name] for name in list(second)[5:]] == ["0.01", "0.02"]


def test_a_window_that_memory_cannot_hold_is_refused_before_anything_is_read(varied: Varied, tmp_path: Path):
    order = series_order(varied.catalogue, window=101)
    settings = RunSettings(memory_bytes=64 * 2**20)
    with pytest.raises(OrderError, match="window of 101 x 101 pixels for 2023-08-01 to 2023-08-31 takes about"):
        run_point_series(order, [site_of(9, 9)], [SeriesOutput(tmp_path / "a.csv")], settings)
    assert list(tmp_path.iterdir()) == []
    one_record = series_order(varied.catalogue, window=101, aggregate=True)
    assert run_point_series(one_record, [site_of(9, 9)], [], settings).series == 1
