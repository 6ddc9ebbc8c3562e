"""Bad input gets a clear error through processing.run and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]
FAR_AWAY = "100,100.1,10,10.1 [EPSG:4326]"
NOT_OVERLAPPING = "CRS=EPSG:4326;Polygon((0 0, 1 0, 1 1, 0 0))"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"EXTENT": FAR_AWAY}, "scene", id="area outside every scene"),
        pytest.param({"START": "2019-01-01"}, "scene", id="period without scenes"),
        pytest.param({"PERIOD": "custom", "END": "2025-06-01"}, "lies before the start", id="end before start"),
        pytest.param({"PERIOD": "custom"}, "needs an end date", id="custom period without end"),
        pytest.param({"START": "2025-13-01"}, "no date", id="month thirteen"),
        pytest.param({"PERIOD": "fortnight"}, "unknown fortnight. Choose among day", id="unknown period"),
        pytest.param({"BANDS": ["B99"]}, "unknown B99. Choose among B01", id="unknown band"),
        pytest.param({"METHOD": "magic"}, "unknown magic. Choose among s2gm", id="unknown method"),
        pytest.param({"LAYERS": "valid_obs,bogus"}, "unknown bogus", id="unknown layer"),
        pytest.param({"CRS": "EPSG:32718"}, "not made for the area", id="CRS without the area"),
        pytest.param({"CRS": "EPSG:999999"}, "EPSG:999999", id="unknown CRS"),
        pytest.param({"EXTENT": None}, "No area is given", id="no area"),
        pytest.param({"EXTENT": "16,16,48,48.1 [EPSG:4326]"}, "extent", id="extent without width"),
        pytest.param({"EXTENT": "16,16.1,48,48.1"}, "EXTENT states no CRS", id="extent without CRS"),
        pytest.param({"EXTENT": "1e30,2e30,1e30,2e30 [EPSG:32633]"}, "EPSG:32633", id="extent outside its CRS"),
        pytest.param({"GEOMETRY": NOT_OVERLAPPING}, "no surface in common", id="areas that do not overlap"),
        pytest.param({"GEOMETRY": "CRS=EPSG:4326;Point(1 1)"}, "GEOMETRY", id="a point for an area"),
        pytest.param({"AREA": "/nowhere/fields.gpkg"}, "AREA", id="layer that is not there"),
        pytest.param({"NAME": "a/b"}, "file name", id="name with a slash"),
        pytest.param({"SOURCE": "/nowhere/catalog.json"}, "/nowhere/catalog.json", id="catalogue that is not there"),
        pytest.param({"OUTPUT": "/nowhere/mosaic.tif"}, "does not exist", id="output folder that is not there"),
        pytest.param({"SOURCE": ""}, "SOURCE is empty", id="no source"),
        pytest.param({"SOURCE": " "}, "SOURCE is empty", id="blank source"),
        pytest.param({"RESOLUTION": 0.01}, "RESOLUTION", id="resolution of a centimetre"),
    ],
)
def test_bad_input_is_refused_with_its_reason(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list], changes: dict[str, Any], message: str
) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=message):
        run({**order, **changes})
    assert leftovers() == []


def test_a_catalogue_that_is_not_stac_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    source = tmp_path / "catalog.json"
    source.write_text(json.dumps({"name": "not STAC"}), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="STAC"):
        run({**order, "SOURCE": str(source)})
    assert not Path(order["OUTPUT"]).exists()


def test_an_output_that_is_no_geotiff_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"ends in \.tif"):
        run({**order, "OUTPUT": str(tmp_path / "mosaic.jp2")})


def test_a_product_folder_that_is_a_file_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    (tmp_path / "products").write_text("a file", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="products"):
        run({**order, "FOLDER": str(tmp_path / "products")})
    assert not Path(order["OUTPUT"]).exists()


def test_a_result_that_is_a_folder_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    (tmp_path / "quality.tif").mkdir()
    with pytest.raises(QgsProcessingException, match=r"QUALITY: .*quality\.tif is a folder"):
        run({**order, "QUALITY": str(tmp_path / "quality.tif")})
    assert not Path(order["OUTPUT"]).exists()


@pytest.mark.parametrize("name", ["QUALITY", "FOLDER"])
def test_a_destination_that_cannot_be_written_is_refused_before_the_run(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list], name: str
) -> None:
    """/sys refuses new files to everyone, the administrator too."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException, match=r"cannot be written"):
        run({**order, name: "/sys/quality.tif"}, feedback)
    assert "Scenes: " not in feedback.textLog()
    assert leftovers() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"QUALITY": "mosaic.tif"}, "OUTPUT and QUALITY", id="the same name"),
        pytest.param({"QUALITY": "link/mosaic.tif"}, "OUTPUT and QUALITY", id="the same file by another path"),
        pytest.param({"QUALITY": "mosaic_2025-07-11.tif"}, "OUTPUT and QUALITY", id="the mosaic of a later period"),
        pytest.param({"FOLDER": "mosaic.tif"}, "OUTPUT and FOLDER", id="a product folder of that name"),
    ],
)
def test_two_results_of_one_name_are_refused_before_the_run(
    run: Run, order: dict[str, Any], tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    from qgis.core import QgsProcessingException

    (tmp_path / "link").symlink_to(tmp_path)
    paths = {name: str(tmp_path / path) for name, path in changes.items()}
    with pytest.raises(QgsProcessingException, match=f"{message} would both be written to"):
        run({**order, **paths, "PERIOD": "ten_days", "END": "2025-07-20"})
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


@pytest.fixture
def leave_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """``leave_room(bytes)``: all disks have only so much room left."""
    import shutil

    usage = shutil.disk_usage(tmp_path)
    return lambda free: monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=round(free)))


def test_room_is_needed_for_all_results_and_periods_together(
    run: Run, order: dict[str, Any], tmp_path: Path, leave_room: Callable[[float], None]
) -> None:
    """Product: 4 bands of 2 bytes and valid_obs of 1; OUTPUT: 8 bytes; QUALITY: 4; a third more for overviews.

    Blocks lie in scratch files meanwhile: the 9 bytes of one product, without overviews; and the overviews of a layer
    of 2 bytes until they are in its file.
    """
    import rasterio
    from qgis.core import QgsProcessingException

    wanted = {**order, "LAYERS": ["valid_obs"], "QUALITY": str(tmp_path / "quality.tif")}
    with rasterio.open(run(wanted)["OUTPUT"]) as mosaic:
        with_overviews = 4 / 3 * mosaic.width * mosaic.height
    series = {**wanted, "PERIOD": "ten_days", "END": "2025-07-20"}
    jpeg = {**wanted, "FORMAT": "jp2", "WORKERS": 1}  # one layer at a time in two forms
    scratch, overviews, raw = 9 * 3 / 4, 2 / 3 * 3 / 4, 2 * 3 / 4
    for changed, written, beside in (
        (wanted, 9 + 8 + 4, overviews),
        (series, 2 * (9 + 8 + 4), overviews),
        (jpeg, 9 + 8 + 4, raw),
    ):
        bytes_per_pixel = written + scratch + beside
        leave_room(with_overviews * bytes_per_pixel + 10)
        run(changed)
        leave_room(with_overviews * bytes_per_pixel - 10)
        with pytest.raises(
            QgsProcessingException, match=rf"may write [\d.]+ KiB and the disk of {tmp_path} has [\d.]+ KiB"
        ):
            run(changed)


def test_an_unforeseen_error_is_one_sentence_and_its_traceback_is_in_the_log(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    from s2gm.s2gm_core.products import painting

    def fail(*_: Any) -> None:
        raise KeyError("B02")

    monkeypatch.setattr(painting, "write_quicklook", fail)
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as raised:
        run(order, feedback)
    assert str(raised.value) == "An unforeseen problem stopped the run (KeyError: 'B02'); the log has the details."
    assert "Traceback (most recent call last)" in feedback.textLog()
    assert "in fail" in feedback.textLog()
    assert leftovers() == []


def test_an_area_too_large_for_the_disk_is_refused_before_the_run(run: Run, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"disk|space|GiB|TiB"):
        run({**order, "EXTENT": "14,16,45,47 [EPSG:4326]", "RESOLUTION": 1, "BANDS": None})


def test_an_unreadable_scene_is_reported_and_the_rest_goes_on(
    run: Run, order: dict[str, Any], broken_archive: str
) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    results = run({**order, "SOURCE": broken_archive}, feedback)
    assert results["VALID_FRACTION"] > 0.5
    assert "Could not be read, left out: S2A_33TWL_20250701_0_L2A SCL" in feedback.textLog()


@pytest.fixture
def broken_archive(archive: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive with one truncated SCL file."""
    import shutil

    copy = tmp_path_factory.mktemp("broken") / "archive"
    shutil.copytree(Path(archive.catalogue).parent, copy)
    victim = sorted(copy.rglob("*SCL*.tif*"))[0]
    victim.write_bytes(victim.read_bytes()[:200])
    return str(copy / "catalog.json")


@pytest.mark.parametrize("changes", [{"MAX_LOST": float("nan")}, {"MAX_LOST": -1.0}, {"WORKERS": 0}], ids=str)
def test_the_core_s_refusal_of_run_settings_is_an_error_of_processing(
    order: dict[str, Any], changes: dict[str, Any]
) -> None:
    """QGIS's own limits do not hold NaN back, nor what an expression gives."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException

    from s2gm.processing_provider.ordering import settings_of

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    with pytest.raises(QgsProcessingException, match="Give"):
        settings_of(algorithm, {**order, **changes}, QgsProcessingContext())
