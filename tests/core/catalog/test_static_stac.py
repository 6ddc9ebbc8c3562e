"""Catalogues of plain files: every kind of root and href is followed, broken parts are noted and left out."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from s2gm_core.catalog import product_files, static_stac
from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.catalog.static_stac import StaticStac
from s2gm_core.errors import Cancelled, CatalogueError
from s2gm_core.network import client
from s2gm_core.network.client import CONNECTIONS, HttpClient, NetworkError
from s2gm_core.period import Period
from tests.core.archive import TinyScene, catalogue_of, item_of, write_json
from tests.core.web import serve


def _item(name: str, **changes: Any) -> dict[str, Any]:
    item = item_of(TinyScene(name))
    item.update(changes)
    return item


def _links(*hrefs: str, rel: str = "item") -> list[dict[str, str]]:
    return [{"rel": rel, "href": href} for href in hrefs]


def _ids(catalogue: StaticStac) -> list[str]:
    return [scene.id for scene in catalogue.scenes()]


def _tree(folder: Path) -> Path:
    """Root catalogue, a collection in a folder of its own, an item in each."""
    write_json(folder / "items" / "a.json", _item("a"))
    write_json(folder / "sub" / "items" / "b.json", _item("b"))
    collection = {**catalogue_of(_links("./items/b.json")), "type": "Collection"}
    write_json(folder / "sub" / "collection.json", collection)
    links = [*_links("./items/a.json"), *_links("sub/collection.json", rel="child"), *_links("x", rel="license")]
    return write_json(folder / "catalog.json", catalogue_of(links))


def test_items_of_a_catalogue_and_its_collections_are_found_in_link_order(tmp_path: Path):
    assert _ids(open_source(str(_tree(tmp_path)))) == ["a", "b"]


class _SlowPlace:
    """A server with a flat catalogue, which takes a while for each document; counts those that wait together."""

    def __init__(self, count: int) -> None:
        self.client, self.resolve = HttpClient(), lambda href, base: urljoin(base, href)
        self._names = [f"s{number:03}" for number in range(count)]
        self._lock = threading.Lock()
        self.now = self.most = 0
        self.read_names: list[str] = []

    def read(self, location: str) -> bytes:
        name = location.rpartition("/")[2]
        with self._lock:
            self.read_names.append(name)
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.01)
        with self._lock:
            self.now -= 1
        if name == "s003":
            raise NetworkError("s003 could not be fetched.")
        return json.dumps(catalogue_of(_links(*self._names)) if name == "catalog.json" else _item(name)).encode()


def test_documents_of_a_server_are_read_side_by_side_each_once_and_come_in_link_order():
    place = _SlowPlace(60)
    catalogue = StaticStac("http://server/catalog.json", place)
    assert _ids(catalogue) == [f"s{number:03}" for number in range(60) if number != 3]
    assert catalogue.problems == ["s003 could not be fetched."]
    assert sorted(place.read_names) == sorted(["catalog.json", *(f"s{number:03}" for number in range(60))])
    assert CONNECTIONS // 2 < place.most <= CONNECTIONS


def test_a_file_url_can_be_the_root(tmp_path: Path):
    folder = tmp_path / "with a space"
    assert _ids(open_source(_tree(folder).as_uri())) == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "message"), [("", "No source"), (" ", "No source"), ("file://nas/c.json", "another")]
)
def test_no_source_and_files_of_other_machines_are_refused(source: str, message: str):
    with pytest.raises(CatalogueError, match=message):
        open_source(source)


@pytest.mark.parametrize(("root", "ids"), [("sub/collection.json", ["b"]), ("items/a.json", ["a"]), ("sub", ["b"])])
def test_a_collection_an_item_and_a_folder_can_be_the_root(tmp_path: Path, root: str, ids: list[str]):
    (tmp_path / "cog").mkdir()
    _tree(tmp_path)
    # Their rasters lie beside the items' folder, inside the root's folder only for the catalogue above.
    catalogue = open_source(str(tmp_path / root))
    assert _ids(catalogue) == (ids if root != "items/a.json" else [])
    assert all("outside its folder" in problem for problem in catalogue.problems)


def test_an_item_collection_can_be_the_root(tmp_path: Path):
    features = [_item("a"), _item("b")]
    root = write_json(tmp_path / "x" / "search.json", {"type": "FeatureCollection", "features": features})
    catalogue = open_source(str(root.rename(tmp_path / "search.json")))
    assert _ids(catalogue) == []  # ../cog leads out of this root's folder
    assert len(catalogue.problems) == 2
    for feature in features:
        for asset in feature["assets"].values():
            asset["href"] = asset["href"].replace("../", "")
    write_json(tmp_path / "search.json", {"type": "FeatureCollection", "features": [*features, "no feature"]})
    assert _ids(open_source(str(tmp_path / "search.json"))) == ["a", "b"]


@pytest.mark.parametrize(
    "href_of",
    [
        lambda folder: "items/a.json",
        lambda folder: "./items/../items/a.json",
        lambda folder: str(folder / "items" / "a.json"),
        lambda folder: (folder / "items" / "a.json").as_uri(),
        lambda folder: f"file://localhost{folder}/items/a.json",
    ],
    ids=["relative", "dots", "absolute", "file URL", "file URL of this machine"],
)
def test_every_form_of_a_local_href_is_followed(tmp_path: Path, href_of: Callable[[Path], str]):
    folder = tmp_path / "with space"
    write_json(folder / "items" / "a.json", _item("a"))
    root = write_json(folder / "catalog.json", catalogue_of(_links(href_of(folder))))
    scenes = list(open_source(str(root)).scenes())
    assert [scene.assets["B02"].href for scene in scenes] == [str(folder / "cog" / "a_B02.tif")]


def test_a_catalogue_on_the_web_resolves_against_its_url(tmp_path: Path):
    _tree(tmp_path)
    with serve(tmp_path) as site:
        scenes = list(open_source(f"{site.url}/catalog.json?key=1").scenes())
        assert [scene.assets["B02"].href for scene in scenes] == [
            f"{site.url}/cog/a_B02.tif",
            f"{site.url}/sub/cog/b_B02.tif",
        ]


def test_a_local_catalogue_may_point_to_items_on_the_web(tmp_path: Path):
    _tree(tmp_path / "site")
    with serve(tmp_path / "site") as site:
        root = write_json(tmp_path / "catalog.json", catalogue_of(_links(f"{site.url}/items/a.json")))
        assert _ids(open_source(str(root))) == ["a"]


FOREIGN = {
    "up": "../outside.json",
    "absolute": "/etc/hostname",
    "file URL": "file:///etc/hostname",
    "file URL in capitals": "FILE:///etc/hostname",
    "encoded dots in a file URL": "file:///%2e%2e/etc/hostname",
    "another machine": "file://server/share/a.json",
    "virtual zip": "/vsizip/outside.zip/a.json",
    "virtual curl": "/vsicurl/http://127.0.0.1/a.json",
    "ftp": "ftp://host/a.json",
    "data": "data:application/json,{}",
    "host without scheme": "//host/a.json",
    "home": "~root/../../etc/hostname",
    "unclosed bracket": "http://[",
    "null character": "a\x00.json",
    "escape sequence": "a\x1b[2J.json",
    "surrogate": "a\ud800.json",
}


@pytest.mark.parametrize("href", FOREIGN.values(), ids=FOREIGN)
def test_links_and_assets_that_lead_elsewhere_are_noted_and_not_read(tmp_path: Path, href: str):
    write_json(tmp_path / "outside.json", _item("outside"))
    folder = tmp_path / "catalogue"
    write_json(folder / "items" / "a.json", _item("a"))
    stolen = _item("stolen")
    for asset in stolen["assets"].values():
        asset["href"] = asset["href"].replace("../", "")
    stolen["assets"]["blue"]["href"] = href
    write_json(folder / "stolen.json", stolen)
    links = _links(href, "items/a.json", "stolen.json")
    catalogue = open_source(str(write_json(folder / "catalog.json", catalogue_of(links))))
    assert _ids(catalogue) == ["a"]
    assert len(catalogue.problems) == 2
    assert all(problem.isprintable() for problem in catalogue.problems)


def test_a_symbolic_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    item = _item("secret")
    for asset in item["assets"].values():
        asset["href"] = asset["href"].replace("../", "")
    secret = write_json(tmp_path / "secret.json", item)
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "link.json").symlink_to(secret)
    catalogue = open_source(str(write_json(folder / "catalog.json", catalogue_of(_links("link.json")))))
    assert _ids(catalogue) == []
    assert "outside its folder" in catalogue.problems[0]


@pytest.mark.parametrize("href", ["file:///etc/hostname", "ftp://host/x.tif"])
def test_a_catalogue_on_the_web_cannot_point_to_local_files(tmp_path: Path, href: str):
    item = _item("a")
    item["assets"]["blue"]["href"] = href
    write_json(tmp_path / "a.json", item)
    write_json(tmp_path / "catalog.json", catalogue_of(_links("a.json", href)))
    with serve(tmp_path) as site:
        catalogue = open_source(f"{site.url}/catalog.json")
        assert _ids(catalogue) == []
        assert len(catalogue.problems) == 2


def test_an_absolute_path_in_a_web_catalogue_stays_on_its_host(tmp_path: Path):
    item = _item("a")
    item["assets"]["blue"]["href"] = "/etc/x.tif"
    write_json(tmp_path / "a.json", item)
    with serve(tmp_path) as site:
        (scene,) = open_source(f"{site.url}/a.json").scenes()
        assert scene.assets["B02"].href == f"{site.url}/etc/x.tif"


def test_metadata_at_a_place_that_is_not_read_only_cost_the_angles(tmp_path: Path):
    item = _item("a")
    item["assets"]["granule_metadata"] = {"href": "ftp://host/metadata.xml"}
    write_json(tmp_path / "items" / "a.json", item)
    root = write_json(tmp_path / "catalog.json", catalogue_of(_links("items/a.json")))
    (scene,) = open_source(str(root)).scenes()
    assert scene.granule_metadata is None


def test_links_in_a_circle_end(tmp_path: Path):
    write_json(tmp_path / "b.json", catalogue_of([*_links("catalog.json", "b.json", rel="child"), *_links("i/a.json")]))
    write_json(tmp_path / "i" / "a.json", {**_item("a"), "links": _links("../catalog.json", rel="child")})
    root = write_json(tmp_path / "catalog.json", catalogue_of(_links("b.json", "./b.json", rel="child")))
    assert _ids(open_source(str(root))) == ["a"]


def test_broken_children_are_noted_and_the_others_used(tmp_path: Path):
    (tmp_path / "nojson.json").write_text("{")
    (tmp_path / "deep.json").write_text("[" * 200_000)
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    write_json(tmp_path / "list.json", [1, 2])
    write_json(tmp_path / "plain.json", {"hello": "world"})
    write_json(tmp_path / "items" / "a.json", _item("a"))
    (tmp_path / "folder.json").mkdir()
    broken = ["nojson.json", "deep.json", "binary.json", "list.json", "plain.json", "missing.json", "folder.json"]
    links = [{"rel": "item"}, {"rel": "item", "href": 5}, "x", *_links(*broken, "items/a.json")]
    catalogue = open_source(str(write_json(tmp_path / "catalog.json", catalogue_of(links))))
    assert _ids(catalogue) == ["a"]
    assert len(catalogue.problems) == len(broken)


@pytest.mark.parametrize("links", [None, {}, "text", 5])
def test_links_of_another_type_are_no_links(tmp_path: Path, links: Any):
    assert _ids(open_source(str(write_json(tmp_path / "catalog.json", catalogue_of(links))))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "no JSON"), ("<html>", "no JSON"), ('{"a": 1}', "no STAC"), ("[]", "no STAC"), ("", "no JSON")],
)
def test_a_root_that_is_no_stac_is_refused(tmp_path: Path, text: str, said: str):
    (tmp_path / "catalog.json").write_text(text)
    with pytest.raises(CatalogueError, match=said):
        list(open_source(str(tmp_path / "catalog.json")).scenes())


@pytest.mark.parametrize("source", ["nowhere.json", "x" * 5000, "http://[", "~nobody-here/x", "s3://bucket/a.json"])
def test_a_source_that_cannot_be_opened_is_refused(source: str):
    with pytest.raises(CatalogueError):
        open_source(source)


def test_a_folder_without_catalogue_is_refused_with_what_was_looked_for(tmp_path: Path):
    with pytest.raises(CatalogueError, match=r"catalog\.json"):
        open_source(str(tmp_path))


def test_missing_documents_on_the_web_say_their_status_but_not_their_query(tmp_path: Path):
    with serve(tmp_path) as site, pytest.raises(CatalogueError, match="404") as caught:
        list(open_source(f"{site.url}/catalog.json?signature=secret").scenes())
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path):
    with serve(tmp_path) as site:
        url = f"{site.url}/catalog.json"
    with pytest.raises(CatalogueError, match="could not be fetched"):
        list(open_source(url).scenes())


def test_huge_documents_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for module in (product_files, client):
        monkeypatch.setattr(module, "MAX_DOCUMENT_BYTES", 1000)
    write_json(tmp_path / "big.json", _item("a", filler="x" * 1000))
    with serve(tmp_path) as site:
        root = write_json(tmp_path / "catalog.json", catalogue_of(_links("big.json", f"{site.url}/big.json")))
        catalogue = open_source(str(root))
        assert _ids(catalogue) == []
        assert ["larger than" in problem for problem in catalogue.problems] == [True, True]


def test_catalogues_of_too_many_documents_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(static_stac, "MAX_DOCUMENTS", 3)
    links = _links("a.json", "b.json", "c.json", "d.json")
    with pytest.raises(CatalogueError, match="more than 3 documents"):
        list(open_source(str(write_json(tmp_path / "catalog.json", catalogue_of(links)))).scenes())


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda item: item.pop(name)


def _property(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda item: item["properties"].update({name: value})


def _geometry(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda item: item["geometry"].update(changes)


UNUSABLE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no id": _without("id"),
    "no properties": _without("properties"),
    "no assets": _without("assets"),
    "no geometry": _without("geometry"),
    "no classes": lambda item: item["assets"].pop("scl"),
    "empty id": lambda item: item.update(id=""),
    "long id": lambda item: item.update(id="x" * 201),
    "id with a line break": lambda item: item.update(id="a\nb"),
    "id that clears the screen": lambda item: item.update(id="a\x1b[2J"),
    "id that is no text": lambda item: item.update(id="\ud800"),
    "long baseline": _property("s2:processing_baseline", "5" * 300),
    "no date": _property("datetime", None),
    "a word for a date": _property("datetime", "yesterday"),
    "endless orbit": _property("sat:absolute_orbit", float("inf")),
    "orbit that is no number": _property("sat:absolute_orbit", float("nan")),
    "endless EPSG code": _property("proj:epsg", float("inf")),
    "unknown geometry": _geometry(type="Blob"),
    "point": _geometry(type="Point", coordinates=[15, 45]),
    "geometry without numbers": _geometry(coordinates=[[[float("nan"), 1], [1, 1], [1, 2], [float("nan"), 1]]]),
    "geometry of one corner": _geometry(coordinates=[[[0, 0]]]),
    "geometry of text": _geometry(coordinates="abc"),
    "asset that is no object": lambda item: item["assets"].update(blue=5),
    "href that is no text": lambda item: item["assets"]["blue"].update(href=5),
    "bands that are no list": lambda item: item["assets"]["blue"].update({"raster:bands": 5}),
}


@pytest.mark.filterwarnings("ignore")  # shapely 1.8 announces what changed in 2.0
@pytest.mark.parametrize("spoil", UNUSABLE.values(), ids=UNUSABLE)
def test_an_item_that_cannot_be_used_is_noted_and_the_others_used(tmp_path: Path, spoil: Callable[[Any], Any]):
    spoilt = _item("spoilt")
    spoil(spoilt)
    write_json(tmp_path / "items" / "spoilt.json", spoilt)
    write_json(tmp_path / "items" / "good.json", _item("good"))
    links = _links("items/spoilt.json", "items/good.json")
    catalogue = open_source(str(write_json(tmp_path / "catalog.json", catalogue_of(links))))
    assert _ids(catalogue) == ["good"]
    assert len(catalogue.problems) == 1
    assert len(catalogue.problems[0]) < 500
    assert catalogue.problems[0].isprintable()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "many", None])
def test_a_cloud_cover_that_is_no_number_is_unknown(tmp_path: Path, value: Any):
    item = _item("a")
    item["properties"]["eo:cloud_cover"] = value
    write_json(tmp_path / "items" / "a.json", item)
    root = write_json(tmp_path / "catalog.json", catalogue_of(_links("items/a.json")))
    assert [scene.cloud_cover for scene in open_source(str(root)).scenes()] == [None]


def test_ids_with_path_characters_name_no_file(tmp_path: Path):
    write_json(tmp_path / "items" / "a.json", _item("a", id="../../../etc/passwd"))
    root = write_json(tmp_path / "catalog.json", catalogue_of(_links("items/a.json")))
    assert _ids(open_source(str(root))) == ["../../../etc/passwd"]


def test_a_footprint_across_the_antimeridian_does_not_span_the_world(shared_data: Path, tmp_path: Path):
    name = "S2A_OPER_MSI_L2A_TL_2APS_20230806T022123_A042412_T60VXH.json"
    item = json.loads((shared_data / "stac_json" / "antimeridian_mapchete" / name).read_text())
    (scene,) = _scenes_of(tmp_path, item)
    assert scene.footprint.area < 3
    assert {round(part.centroid.x / abs(part.centroid.x)) for part in scene.footprint.geoms} == {-1, 1}


def _scenes_of(folder: Path, item: dict[str, Any]) -> list[Any]:
    for asset in item["assets"].values():
        asset["href"] = "x.tif"
    return list(open_source(str(write_json(folder / "item.json", item))).scenes())


def test_what_nobody_expected_costs_one_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    read = static_stac.scene_from_item

    def fragile(item: dict[str, Any], resolve: Callable[[str], str]):
        return read(item, resolve) if item["id"] != "a" else {}["no such thing"]

    monkeypatch.setattr(static_stac, "scene_from_item", fragile)
    catalogue = open_source(str(_tree(tmp_path)))
    assert _ids(catalogue) == ["b"]
    assert catalogue.problems == ["'a': it cannot be used (KeyError)."]


def test_a_cancel_ends_a_long_walk(tmp_path: Path):
    features = [_item(str(number)) for number in range(50)]
    root = write_json(tmp_path / "search.json", {"type": "FeatureCollection", "features": features})
    asked: list[bool] = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    nothing = SceneQuery(period=Period("day", date(1999, 1, 1), date(1999, 1, 2)))
    with pytest.raises(Cancelled):
        list(open_source(str(root), HttpClient(is_cancelled=is_cancelled)).search(nothing))
    assert len(asked) < 10
