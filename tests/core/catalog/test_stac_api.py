"""Searches at STAC APIs of all manners find every scene once, come to an end, and stay at the service."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from s2gm_core.catalog import stac_api
from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.catalog.stac_api import StacApi
from s2gm_core.catalog.static_stac import StaticStac
from s2gm_core.errors import CatalogueError
from s2gm_core.network.client import HttpClient
from s2gm_core.network.retry import RetryPolicy
from s2gm_core.network.signing import signers_from_environment
from s2gm_core.period import Period
from tests.core.archive import TinyScene, item_of
from tests.servers.fixtures import Served
from tests.servers.small_stac_api import Manners, SmallStacApi

Start = Callable[..., SmallStacApi]
SHORT = RetryPolicy(tries=3, first_wait=0.01, longest_wait=0.05)


def made(name: str, lon: float = 15.0, day: int = 1, collection: str = "some") -> dict[str, Any]:
    item = item_of(TinyScene(name, acquired=f"2023-08-{day:02}T10:00:00Z", orbit=100 + day))
    for key, asset in item["assets"].items():
        asset["href"] = f"https://data.example.org/{name}/{key}.tif"
    ring = [[lon, 45.0], [lon + 0.5, 45.0], [lon + 0.5, 45.5], [lon, 45.5], [lon, 45.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {**item, "collection": collection, "geometry": geometry, "bbox": [lon, 45.0, lon + 0.5, 45.5]}


SEVEN = [made(f"S2A_{number}", day=number + 1, collection="some" if number < 5 else "others") for number in range(7)]
NAMES = [item["id"] for item in SEVEN]
AUGUST = Period("custom", date(2023, 8, 1), date(2023, 9, 1))
QUERY = SceneQuery(area=box(14, 44, 16, 46), period=AUGUST)


def client(**variables: str) -> HttpClient:
    return HttpClient(policy=SHORT, signers=signers_from_environment(variables))


def found(url: str, query: SceneQuery = QUERY) -> list[str]:
    return [scene.id for scene in open_source(url, client()).search(query)]


def searches(api: SmallStacApi) -> list[Any]:
    return [asked for asked in api.asked if asked.path == "/search"]


@pytest.mark.parametrize("paging", ["get", "merge", "body"])
@pytest.mark.parametrize("mischief", [None, "overlap", "empty page"])
def test_every_scene_comes_once_in_every_style(paging: str, mischief: str | None, start_small_stac_api: Start) -> None:
    api = start_small_stac_api(SEVEN, Manners(paging=paging, largest_page=2, mischief=mischief, too_many=2))
    assert found(api.url) == NAMES
    assert found(f"{api.url}/#some") == NAMES[:5]
    assert found(f"{api.url}#some,others") == NAMES
    assert {asked.status for asked in api.asked} == {200, 429}


@pytest.mark.parametrize(
    ("mischief", "says"),
    [
        ("endless", "does not come to an end"),
        ("foreign next", "127.0.0.2:9/search', another server"),
        ("file next", "another server"),
        ("no features", "no list of features"),
    ],
)
def test_misbehaving_services_are_left_with_a_reason(mischief: str, says: str, start_small_stac_api: Start) -> None:
    api = start_small_stac_api(SEVEN, Manners(paging="body", largest_page=2))
    catalogue = open_source(api.url, client())
    api.manners = Manners(paging="body", largest_page=2, mischief=mischief)
    with pytest.raises(CatalogueError, match=says):
        list(catalogue.search(QUERY))


def test_pages_that_are_no_json_or_huge_and_services_that_want_credentials(
    start_small_stac_api: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s2gm_core.network.client.MAX_DOCUMENT_BYTES", 1_000_000)
    api = start_small_stac_api(SEVEN)
    catalogue = open_source(api.url, client())
    manners = Manners(mischief="not json"), Manners(mischief="huge"), Manners(bearer="SECRET")
    for manner, says in zip(manners, ("something else than a JSON", "larger than 1000000", "asks for credentials")):
        api.manners = manner
        with pytest.raises(CatalogueError, match=says):
            list(catalogue.search(QUERY))


def test_headers_of_next_links_are_sent_without_those_that_are_ours(start_small_stac_api: Start) -> None:
    wished = {"X-Page": "7", "Authorization": "Bearer theirs", "Cookie": "a=b", "Host": "elsewhere", "X-Bad": "a\r\nb"}
    api = start_small_stac_api(SEVEN, Manners(paging="merge", largest_page=3, next_headers=wished))
    assert found(api.url) == NAMES
    first, *later = searches(api)
    assert "X-Page" not in first.headers
    for asked in later:
        assert asked.headers["X-Page"] == "7"
        assert not {"Authorization", "Cookie", "X-Bad"} & set(asked.headers)
        assert asked.headers["Host"] != "elsewhere"


def test_services_that_only_know_get_are_searched_by_box(
    start_small_stac_api: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = SmallStacApi.landing_page

    def only_get(self: SmallStacApi) -> dict[str, Any]:
        page = landing(self)
        return {**page, "links": [link for link in page["links"] if link.get("method") != "POST"]}

    monkeypatch.setattr(SmallStacApi, "landing_page", only_get)
    api = start_small_stac_api([*SEVEN, made("far", 40.0)], Manners(largest_page=3))
    assert found(f"{api.url}#some,others") == NAMES
    assert {asked.method for asked in api.asked} == {"GET"}
    assert searches(api)[0].query["bbox"] == "14.0000000,44.0000000,16.0000000,46.0000000"
    across = MultiPolygon([box(179, 40, 180.02, 50), box(-180.02, 40, -179, 50)])
    both = start_small_stac_api([made("east", 179.2), made("west", -179.9), made("far", 15.0)])
    assert sorted(found(both.url, SceneQuery(area=across))) == ["east", "west"]
    assert len(searches(both)) == 2


def test_areas_across_the_180th_meridian_find_both_sides_and_stay_in_the_world(start_small_stac_api: Start) -> None:
    api = start_small_stac_api([made("east", 179.2), made("west", -179.9), made("far", 15.0)])
    across = MultiPolygon([box(179, 40, 180.02, 50), box(-180.02, 40, -179, 50)])
    assert sorted(found(api.url, SceneQuery(area=across))) == ["east", "west"]
    longitudes = [lon for part in _coordinates(searches(api)[0].body["intersects"]) for lon, _ in part]
    assert -180 <= min(longitudes) < max(longitudes) <= 180


def _coordinates(geometry: dict[str, Any]) -> list[Any]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def test_huge_areas_are_asked_for_by_a_simpler_shape_around_them(start_small_stac_api: Start) -> None:
    api = start_small_stac_api(SEVEN)
    turns = [2 * math.pi * number / 10_000 for number in range(10_000)]
    circle = Polygon([(15.2 + math.cos(turn), 45.2 + math.sin(turn)) for turn in turns])
    holes = [[(14.6 + n / 1e4, 45), (14.6 + n / 1e4, 45.0001), (14.60005 + n / 1e4, 45)] for n in range(500)]
    for area in (circle, Polygon(box(14, 44, 16, 46).exterior, holes)):
        assert found(api.url, SceneQuery(area=area)) == NAMES
        assert len(json.dumps(searches(api)[-1].body)) < 20_000


def test_a_landing_page_without_search_is_a_static_catalogue(start_small_stac_api: Start) -> None:
    api = start_small_stac_api(SEVEN)
    assert isinstance(open_source(api.url, client()), StacApi)
    assert isinstance(open_source(f"{api.url}/collections/some", client()), StaticStac)


def test_the_api_that_others_wrote_gives_the_scenes_of_the_static_catalogue(served_croatia: Served) -> None:
    static = {scene.id: scene for scene in open_source(str(served_croatia.catalogue), client()).search(SceneQuery())}
    api = {scene.id: scene for scene in open_source(served_croatia.api_url, client()).search(SceneQuery())}
    assert api.keys() == static.keys()
    assert len(api) == 10
    for name, scene in api.items():
        assert {key: (asset.scale, asset.offset) for key, asset in scene.assets.items()} == {
            key: (asset.scale, asset.offset) for key, asset in static[name].assets.items()
        }


def test_links_of_the_service_keep_its_scheme_and_account() -> None:
    api = StacApi("https://user:word@stac.example.org/v1", (), client())
    there = "https://user:word@stac.example.org/v1/search?a=1"
    assert api._own("http://stac.example.org:80/v1/search?a=1", "https://elsewhere.org/") == there
    assert api._own("search?a=1", "https://stac.example.org/v1/") == there
    for url in ("https://stac.example.org:8443/v1", "https://stac.example.org.evil.org/v1", "https://h:bad/"):
        with pytest.raises(CatalogueError, match="another server"):
            api._own(url, api.root)


@pytest.mark.parametrize("href", ["http://[bad/", "a\x1b[2J", "a\x9b2J", "http://[\x1b[31m/?sig=SECRET"])
@pytest.mark.parametrize("relation", ["next", "search"])
def test_links_that_are_no_urls_end_a_search_with_a_printable_reason(
    relation: str, href: str, start_small_stac_api: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = start_small_stac_api(SEVEN, Manners(paging="get", largest_page=2))
    catalogue = open_source(api.url, client())
    fetch = StacApi._fetch

    def led_astray(self: StacApi, page: Any) -> dict[str, Any]:
        return {**fetch(self, page), "links": [{"rel": relation, "href": href}]}

    if relation == "next":
        pages = catalogue._first_pages(QUERY)  # type: ignore[attr-defined]
        monkeypatch.setattr(StacApi, "_first_pages", lambda self, query: pages)
    monkeypatch.setattr(StacApi, "_fetch", led_astray)
    with pytest.raises(CatalogueError, match="points to '") as refused:
        list(catalogue.search(QUERY))
    assert str(refused.value).isprintable()
    assert "SECRET" not in str(refused.value)


def test_a_self_link_for_terminals_is_no_base() -> None:
    api = StacApi("https://stac.example.org/v1", (), client())
    links = [{"rel": "self", "href": "https://stac.example.org/\x1b[2J"}]
    assert api._base_of({"links": links}) == "https://stac.example.org/v1/"


def test_what_nobody_expected_costs_one_item(start_small_stac_api: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    read = stac_api.scene_from_item

    def fragile(item: dict[str, Any], resolve: Any) -> Any:
        return read(item, resolve) if item["id"] != "S2A_3" else {}["no such thing"]

    monkeypatch.setattr(stac_api, "scene_from_item", fragile)
    catalogue = open_source(start_small_stac_api(SEVEN).url, client())
    assert [scene.id for scene in catalogue.search(QUERY)] == [name for name in NAMES if name != "S2A_3"]
    assert catalogue.problems == ["'S2A_3': it cannot be used (KeyError)."]


def test_cdse_files_come_from_where_there_are_credentials(start_small_stac_api: Start) -> None:
    item = made("S2A_MSIL2A_20230805T100559_N0509_R022_T33TWL_20230805T161459")
    assets = {}
    for key in ("B02_10m", "B02_20m", "B03_10m", "B8A_20m", "SCL_20m"):
        path = f"Sentinel-2/MSI/L2A/x.SAFE/{key}.jp2"
        other = f"https://download.dataspace.copernicus.eu/odata/v1/Products(1)/Nodes({key}.jp2)/$value"
        assets[key] = {"href": f"s3://eodata/{path}", "alternate": {"https": {"href": other, "title": "https"}}}
    api = start_small_stac_api([{**item, "assets": assets}])
    keys = {"CDSE_S3_ACCESS_KEY": "k", "CDSE_S3_SECRET_KEY": "s"}
    account = {"CDSE_USER": "u", "CDSE_PASSWORD": "p"}
    both = {**keys, **account}
    for variables, start in (({}, "s3://eodata/"), (keys, "s3://"), (account, "https://down"), (both, "s3://")):
        (scene,) = open_source(api.url, client(**variables)).search(QUERY)
        assert set(scene.assets) == {"B02", "B03", "B8A", "SCL"}
        every = [scene.assets["B02"].coarser[0], *scene.assets.values()]
        assert all(asset.href.startswith(start) for asset in every), variables
