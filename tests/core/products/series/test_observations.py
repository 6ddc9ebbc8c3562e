"""Records of observations are what the granules hold, pixel by pixel, with the mosaic's rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Polygon

from s2gm_core.errors import OrderError
from s2gm_core.products.series.order import CONFIDENCE_LAYERS
from s2gm_core.products.series.records import SeriesRecord
from s2gm_core.products.series.sites import Site
from tests.core.archive import NORTH, WEST, TinyScene, angle_document, write_archive
from tests.core.products.series.places import _TO_DEGREES, random_places, read, series_order, site_of
from tests.core.products.varied_archive import BANDS, SNOW_BANDS, VALID_CLASSES, Seen, Varied


def _expected(varied: Varied, row: int, col: int) -> list[Seen]:
    """One observation per overpass, oldest first; Sen2Cor's classes 0 and 1 are none."""
    return [seen for seen in reversed(varied.seen(row, col)) if seen.scene_class != 1]


def _why(seen: Seen) -> str:
    if seen.scene_class not in VALID_CLASSES:
        return "scene class"
    if any(seen.values[band] == 0 for band in BANDS):
        return "band gap"
    return "" if seen.is_valid(BANDS) else "not snow"


def _is_clear(seen: Seen, ordered: tuple[str, ...]) -> bool:
    """Without a method: by the ordered bands, and where the class is snow by those that tell snow."""
    return seen.is_valid((*ordered, *SNOW_BANDS) if seen.scene_class == 11 else ordered)


def _as_seen(record: SeriesRecord) -> tuple[object, ...]:
    values = tuple(round(record.values[band] * 10000) if band in record.values else 0 for band in BANDS)
    return record.scene, record.scene_class, record.valid, record.why, values


def test_every_record_is_the_observation_that_the_granules_hold(varied: Varied):
    places = random_places(150, 1)
    series = read(series_order(varied.catalogue), [site_of(*place) for place in places])
    reasons = set()
    for (row, col), one in zip(places, series):
        expected = [
            (seen.granule.name, seen.scene_class, seen.is_valid(BANDS), _why(seen), tuple(seen.values.values()))
            for seen in _expected(varied, row, col)
        ]
        assert [_as_seen(record) for record in one.records] == expected, (row, col)
        reasons |= {record.why for record in one.records}
    assert reasons == {"", "scene class", "band gap", "not snow"}


def test_quality_is_that_of_the_same_granule(varied: Varied):
    places = random_places(40, 2)
    for (row, col), one in zip(places, read(series_order(varied.catalogue), [site_of(*p) for p in places])):
        for seen, record in zip(_expected(varied, row, col), one.records):
            cloud = seen.granule.cloud[row - seen.granule.row, col]
            assert record.quality["quality_cloud_confidence"] == cloud
            assert record.quality["quality_snow_confidence"] == 3
            assert record.quality["quality_aot"] == pytest.approx(seen.aot / 1000)
            assert record.satellite in {"S2A", "S2B"}
            assert record.absolute_orbit == seen.granule.orbit
            assert record.acquired is not None and record.acquired.date().isoformat() == seen.granule.day


def test_a_point_alone_has_the_records_that_it_has_among_others(varied: Varied):
    places = random_places(25, 3)
    order = series_order(varied.catalogue)
    together = read(order, [site_of(*place) for place in places])
    for place, one in zip(places, together):
        assert read(order, [site_of(*place)])[0].records == one.records


def test_a_window_holds_the_pixels_around_the_point(varied: Varied):
    order = series_order(varied.catalogue, window=3, bands=("B04",))
    series = read(order, [site_of(30, 20)])
    assert [(one.row, one.col) for one in series] == [(r, c) for r in range(3) for c in range(3)]
    for one in series:
        alone = read(series_order(varied.catalogue, bands=("B04",)), [site_of(29 + one.row, 19 + one.col)])[0]
        assert one.records == alone.records
        assert (one.longitude, one.latitude) == pytest.approx((alone.longitude, alone.latitude), abs=1e-9)


@pytest.mark.parametrize("width", [3, 5])
def test_an_aggregated_window_is_mean_count_and_spread_of_its_valid_pixels(varied: Varied, width: int):
    order = series_order(varied.catalogue, window=width, bands=("B04",), indices=("NDVI",))
    for place in random_places(12, 4, 90, 50):
        site = site_of(place[0] + 3, place[1] + 3)
        (whole,) = read(order.__class__(**{**_fields(order), "aggregate": True}), [site])
        pixels = [record for one in read(order, [site]) for record in one.records]
        for record in whole.records:
            same = [one for one in pixels if one.absolute_orbit == record.absolute_orbit]
            used = [one for one in same if one.valid] or same
            assert (record.count, record.pixels) == (sum(one.valid for one in same), width**2)
            assert record.valid == any(one.valid for one in same)
            for name in ("B04", "NDVI"):
                values = [one.values[name] for one in used if name in one.values]
                if values:
                    assert record.values[name] == pytest.approx(np.mean(values), abs=2e-6)
                    assert record.spread[name] == pytest.approx(np.std(values), abs=2e-6)


def _fields(order: object) -> dict[str, object]:
    return dict(vars(order))


def test_a_polygon_is_the_mean_of_the_pixels_whose_centre_lies_inside(varied: Varied):
    corners = [(3.2, 4.1), (3.4, 29.7), (27.8, 22.3), (20.1, 3.3)]  # row, column at 20 m
    outline = Polygon([_TO_DEGREES.transform(WEST + 20 * col, NORTH - 20 * row) for row, col in corners])
    ring = Polygon([(col, row) for row, col in corners])
    from shapely.geometry import Point

    inside = [(r, c) for r in range(40) for c in range(40) if ring.contains(Point(c + 0.5, r + 0.5))]
    (series,) = read(series_order(varied.catalogue, bands=("B08",)), [Site("field", outline)])
    assert series.is_aggregated
    for record in series.records:
        there = [(place, seen) for place in inside for seen in _expected(varied, *place)]
        same = [seen for _, seen in there if seen.granule.orbit == record.absolute_orbit]
        valid = [seen.values["B08"] / 10000 for seen in same if _is_clear(seen, ("B08",))]
        assert (record.count, record.pixels) == (len(valid), len(inside))
        assert record.values["B08"] == pytest.approx(np.mean(valid), abs=2e-6)


def test_a_polygon_of_many_pieces_is_the_same(varied: Varied, monkeypatch: pytest.MonkeyPatch):
    outline = Site("field", site_of(30, 30).geometry.buffer(0.004))
    order = series_order(varied.catalogue, bands=("B08",))
    whole = read(order, [outline])[0]
    monkeypatch.setattr("s2gm_core.products.series.groups.BLOCK_PIXELS", 7)
    assert read(order, [outline])[0] == whole


def test_a_polygon_smaller_than_a_pixel_takes_the_pixel_in_which_it_lies(varied: Varied):
    site = site_of(40, 25)
    (tiny,) = read(series_order(varied.catalogue, bands=("B04",)), [Site("tiny", site.geometry.buffer(1e-6))])
    (point,) = read(series_order(varied.catalogue, bands=("B04",)), [site])
    assert [record.values for record in tiny.records] == [record.values for record in point.records]


def test_bands_of_refused_observations_can_be_left_out(varied: Varied):
    place = random_places(1, 5)[0]
    (every,) = read(series_order(varied.catalogue), [site_of(*place)])
    (valid,) = read(series_order(varied.catalogue, refused_values=False), [site_of(*place)])
    assert [record.why for record in valid.records] == [record.why for record in every.records]
    for one, other in zip(valid.records, every.records):
        assert dict(one.values) == (dict(other.values) if other.why != "scene class" else {})


def test_only_the_bands_of_the_method_decide(varied: Varied):
    """The method 'max_ndvi' decides by two bands: other gaps and false snow are not refused, as in its mosaic."""
    places = random_places(60, 6)
    series = read(series_order(varied.catalogue, method="max_ndvi"), [site_of(*place) for place in places])
    for place, one in zip(places, series):
        expected = [seen.is_valid(("B04", "B08")) for seen in _expected(varied, *place)]
        assert [record.valid for record in one.records] == expected
        assert not any(record.why == "not snow" for record in one.records)


def test_without_a_method_the_ordered_bands_decide_and_snow_is_tested_all_the_same(varied: Varied):
    places = random_places(150, 6)
    series = read(series_order(varied.catalogue, bands=("B08",)), [site_of(*place) for place in places])
    reasons = set()
    for place, one in zip(places, series):
        expected = _expected(varied, *place)
        assert [record.valid for record in one.records] == [_is_clear(seen, ("B08",)) for seen in expected]
        assert all(set(record.values) <= {"B08"} for record in one.records)
        reasons |= {record.why for record in one.records}
    assert reasons == {"", "scene class", "band gap", "not snow"}


def test_confidences_and_aerosol_can_be_left_unread(varied: Varied):
    places = [site_of(*place) for place in random_places(20, 7)]
    order = {"bands": ("B08",), "resolution": 20}
    whole, without = (read(series_order(varied.catalogue, **order, confidences=flag), places) for flag in (True, False))
    for one, other in zip(whole, without):
        assert [record.values for record in one.records] == [record.values for record in other.records]
        for full, short in zip(one.records, other.records):
            assert set(full.quality) - set(short.quality) == set(CONFIDENCE_LAYERS)
    (month,) = read(series_order(varied.catalogue, **order, confidences=False, period="month"), places[:1])
    assert not set(month.records[0].quality) & set(CONFIDENCE_LAYERS)


def test_options_without_a_method_are_refused():
    with pytest.raises(OrderError, match="none is named"):
        series_order("somewhere", options="percentiles=25")


def test_what_is_seen_too_steeply_is_not_valid(tmp_path: Path):
    steep = angle_document(WEST, NORTH, np.full((1, 2, 2), 11.5), np.full((1, 2, 2), 100.0))
    flat = angle_document(WEST, NORTH, np.full((1, 2, 2), 5.0), np.full((1, 2, 2), 100.0))
    scenes = [
        TinyScene("steep", "2023-08-05T10:00:00Z", 1, angles=steep),
        TinyScene("flat", "2023-08-10T10:00:00Z", 2, angles=flat),
    ]
    (series,) = read(series_order(write_archive(tmp_path, scenes)), [site_of(5, 5)])
    assert [(record.valid, record.why) for record in series.records] == [(False, "view zenith"), (True, "")]
    assert series.records[1].quality["view_zenith_mean"] == pytest.approx(5.0, abs=0.01)
    assert series.records[1].quality["view_azimuth_mean"] == pytest.approx(100.0, abs=0.01)
    assert series.records[1].quality["sun_zenith"] == pytest.approx(40.0, abs=0.01)


def test_an_unreadable_band_makes_its_observation_invalid_and_is_told(tmp_path: Path):
    scenes = [TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", day) for day in (1, 6, 11)]
    catalogue = write_archive(tmp_path, scenes)
    scenes[1].asset(tmp_path, "B08").write_bytes(b"II*\0no raster")
    from s2gm_core.products.point_time_series import SeriesArchive

    with SeriesArchive(str(catalogue)) as archive:
        (series,) = archive.series(series_order(catalogue), [site_of(5, 5)])
        assert [(failure.scene, failure.asset) for failure in archive.failures] == [("s6", "B08")]
    assert [record.why for record in series.records] == ["", "unreadable", ""]
    before = list(series.bands)[: series.bands.index("B08")]
    assert list(series.records[1].values) == before  # what comes after the band that decides is not read
    assert list(series.records[0].values) == list(series.bands)
