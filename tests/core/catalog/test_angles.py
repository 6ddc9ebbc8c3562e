"""Sun and view angles of granules: from the document to pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from s2gm_core.catalog.granule_metadata import AngleGrids, parse_angles
from s2gm_core.errors import CatalogueError
from tests.core.archive import angle_document

GAP = np.nan


def _views(zenith: list, azimuth: list) -> AngleGrids:
    return parse_angles(angle_document(500000, 5000000, np.array(zenith, float), np.array(azimuth, float)))


def _real(shared_data: Path) -> bytes:
    return (shared_data / "croatia_33T_2023/metadata/S2A_33TWL_20230815_0_L2A.granule_metadata.xml").read_bytes()


def test_a_published_document_gives_the_scenes_own_mean_angles(shared_data: Path):
    grids = parse_angles(_real(shared_data))
    assert (grids.west, grids.north, grids.step) == (499980.0, 5100000.0, 5000.0)
    assert grids.sun_zenith.shape == grids.view_azimuth.shape == (23, 23)
    # The item of this scene states sun elevation 55.76 and azimuth 151.83.
    assert 90 - grids.sun_zenith.mean() == pytest.approx(55.76, abs=0.1)
    assert grids.sun_azimuth.mean() == pytest.approx(151.83, abs=0.2)
    assert 1 < grids.view_zenith.min() < grids.view_zenith.max() < 13


def test_a_published_documents_view_zenith_is_the_mean_over_bands_and_detectors(shared_data: Path):
    text = _real(shared_data).decode()
    seen = []
    for part in text.split("<Viewing_Incidence_Angles_Grids")[1:]:
        rows = part.split("<Zenith>")[1].split("</Zenith>")[0].split("<VALUES>")[1:]
        seen.append(float(rows[10].split("</VALUES>")[0].split()[12]))
    expected = np.mean([value for value in seen if value == value])
    assert parse_angles(text.encode()).view_zenith[10, 12] == pytest.approx(expected)


def test_gaps_take_the_nearest_value():
    grids = _views([[[GAP, GAP, 5, GAP], [GAP, GAP, 6, 7]]], [[[GAP, GAP, 90, GAP], [GAP, GAP, 90, 90]]])
    assert grids.view_zenith[0, :3].tolist() == [5, 5, 5]
    assert grids.view_zenith[1].tolist() == [6, 6, 6, 7]


def test_azimuths_are_averaged_across_north():
    grids = _views([[[5, 5]], [[5, 5]]], [[[350, 2]], [[20, 354]]])
    assert grids.view_azimuth.tolist() == [[pytest.approx(5), pytest.approx(358)]]


def test_detectors_that_look_opposite_ways_do_not_average_to_the_side_of_a_third():
    """Two detectors see the node from 100, one from 280 degrees: the majority's side, not the number's mean of 160."""
    grids = _views([[[5]]] * 3, [[[100]], [[100]], [[280]]])
    assert grids.view_azimuth[0, 0] == pytest.approx(100)


BROKEN = {
    "no XML": b"angles",
    "empty": b"",
    "other XML": b"<a/>",
    "nothing but gaps": angle_document(0, 0, np.full((1, 2, 2), GAP), np.full((1, 2, 2), GAP)),
    "no corner": angle_document(0, 0, np.ones((1, 2, 2)), np.ones((1, 2, 2))).replace(b"<ULX>0</ULX>", b""),
    "ragged": angle_document(0, 0, np.ones((1, 2, 2)), np.ones((1, 2, 2))).replace(b"1 1</VALUES>", b"1</VALUES>", 1),
    "words": angle_document(0, 0, np.ones((1, 2, 2)), np.ones((1, 2, 2))).replace(b"1 1", b"a b"),
    "no step": angle_document(0, 0, np.ones((1, 2, 2)), np.ones((1, 2, 2))).replace(b">5000<", b">0<"),
    "unknown encoding": b'<?xml version="1.0" encoding="foo"?><a/>',
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN)
def test_a_document_without_usable_angles_is_refused(document: bytes):
    with pytest.raises(CatalogueError):
        parse_angles(document)


def _bomb() -> str:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi")
    )
    return f'<?xml version="1.0" encoding="%s"?><!DOCTYPE x [{entities}]><x>&i;</x>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_entities_are_never_expanded_whatever_the_encoding(encoding: str):
    with pytest.raises(CatalogueError):
        parse_angles((_bomb() % encoding.replace("-sig", "")).encode(encoding))


def test_a_doctype_is_refused_by_name():
    with pytest.raises(CatalogueError, match="DOCTYPE"):
        parse_angles(b"<!doctype x><x/>")
