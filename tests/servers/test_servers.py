"""The servers of the tests do what they promise: asked with plain requests, nothing of the package."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.servers import nginx, process, stac_api
from tests.servers.faulty_proxy import KINDS, Faults, FaultyProxy
from tests.servers.fixtures import Served, ServedArchive, StartNginx
from tests.servers.process import ServerError, running
from tests.servers.small_stac_api import MISCHIEF, Manners, SmallStacApi

CONTENT = bytes(range(256)) * 40
Start = Callable[..., Any]


@pytest.fixture(scope="module")
def site(start_nginx: StartNginx, tmp_path_factory: pytest.TempPathFactory) -> nginx.Nginx:
    """nginx with two folders; the second has a name and a file that need quoting."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("of two words")
    for number in range(200):
        (first / f"{number}.tif").write_bytes(CONTENT)
    (first / "note.json").write_text("{}", encoding="utf-8")
    (second / "a b.xml").write_text("<a/>", encoding="utf-8")
    return start_nginx({"data": first, "two words": second})


@pytest.fixture
def get() -> Iterator[Start]:
    """requests.request over one session without proxies of the environment."""
    with requests.Session() as session:
        session.trust_env = False
        yield lambda url, method="GET", **more: session.request(method, url, timeout=5, **more)


def pages(get: Start, url: str, search: dict[str, Any], limit: int = 50) -> list[list[str]]:
    """Ids of each page of a POST search, following next links as the specification says."""
    method, body, found = "POST", search, []
    for _ in range(limit):
        answer = get(url, method, json=body if method == "POST" else None)
        answer.raise_for_status()
        found.append([item["id"] for item in answer.json()["features"]])
        following = next((link for link in answer.json()["links"] if link["rel"] == "next"), None)
        if following is None:
            return found
        url, method = following["href"], following.get("method", "GET")
        body = {**(body if following.get("merge") else {}), **following.get("body", {})}
    raise AssertionError(f"more than {limit} pages")


def flat(lists: list[list[str]]) -> list[str]:
    return [name for names in lists for name in names]


def ids(items: Any) -> list[str]:
    return [item["id"] for item in items]


# nginx


def test_nginx_answers_ranges_heads_and_missing_files(site: nginx.Nginx, get: Start) -> None:
    url = f"{site.folder_url('data')}/0.tif"
    part = get(url, headers={"Range": "bytes=300-309"})
    assert (part.status_code, part.content) == (206, CONTENT[300:310])
    assert part.headers["Content-Range"] == f"bytes 300-309/{len(CONTENT)}"
    assert get(url, headers={"Range": "bytes=-5"}).content == CONTENT[-5:]
    assert get(url, headers={"Range": "bytes=99999-"}).status_code == 416
    assert get(url, "HEAD").headers["Content-Length"] == str(len(CONTENT))
    assert get(url).content == CONTENT
    assert get(f"{site.folder_url('data')}/none.tif").status_code == 404
    assert get(f"{site.url}/").status_code == 404


def test_nginx_serves_names_with_blanks_and_types(site: nginx.Nginx, get: Start) -> None:
    assert get(f"{site.folder_url('two words')}/a%20b.xml").text == "<a/>"
    assert get(f"{site.folder_url('data')}/note.json").headers["Content-Type"] == "application/json"


def test_nginx_logs_every_request_with_range_bytes_and_connection(site: nginx.Nginx, get: Start) -> None:
    site.forget()
    assert site.requests() == []
    for _ in range(2):
        get(f"{site.folder_url('data')}/1.tif?a=%20", headers={"Range": "bytes=0-99", "User-Agent": 'a "quoted" one'})
    get(f"{site.folder_url('data')}/none.tif", "HEAD")
    first, second, missing = site.requests()
    assert first == second
    assert first == nginx.Request(
        "GET", "/data/1.tif?a=%20", 206, 100, "bytes=0-99", 'a "quoted" one', first.connection
    )
    assert (missing.method, missing.url, missing.status, missing.sent) == ("HEAD", "/data/none.tif", 404, 0)


# processes


def test_servers_are_stopped_although_the_test_fails(tmp_path: Path, get: Start) -> None:
    for serve in (nginx.serve({}, tmp_path / "nginx"), stac_api.serve([], tmp_path / "api")):
        with pytest.raises(ZeroDivisionError), serve as server:
            url = getattr(server, "url", server)
            assert get(url).status_code in (200, 404)
            raise ZeroDivisionError
        with pytest.raises(requests.ConnectionError):
            get(url)


def test_a_server_that_ends_or_is_missing_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="no such option"),
        running(lambda port: ["sh", "-c", "echo no such option; exit 1"], tmp_path / "output.log"),
    ):
        pass
    with pytest.raises(ServerError, match=r"tools/bootstrap\.sh"):
        stac_api.program(tmp_path / "rustac")


def test_a_port_that_another_program_took_is_not_used(
    tmp_path: Path, site: nginx.Nginx, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = urlsplit(site.url).port
    ports = iter([taken, process.free_port()])
    monkeypatch.setattr(process, "free_port", lambda: next(ports))
    with stac_api.serve([], tmp_path) as url:
        assert urlsplit(url).port != taken


# the STAC API that others wrote


@pytest.fixture(params=["catalogue of the simulator", "Croatia"])
def served(request: pytest.FixtureRequest) -> Served:
    return request.getfixturevalue("served_croatia" if request.param == "Croatia" else "served_archive")


def test_the_api_and_the_catalogue_lead_to_the_same_files(served: Served, get: Start) -> None:
    answer = get(f"{served.api_url}/search", "POST", json={"limit": 100}).json()
    assert sorted(ids(answer["features"])) == ids(served.items)
    for item in answer["features"]:
        local = next(known for known in served.items if known["id"] == item["id"])
        assert item["assets"] == local["assets"]
        assert item["properties"].keys() == local["properties"].keys()
        href = next(asset["href"] for asset in item["assets"].values() if asset["href"].endswith(".tif"))
        below = href[len(served.url) + 1 :]
        part = get(href, headers={"Range": "bytes=0-1023"}).content
        assert part == (served.catalogue.parent / below).read_bytes()[:1024]
    assert get(served.catalogue_url).content == served.catalogue.read_bytes()


def test_rustac_pages_and_finds_by_place_time_and_collection(served_croatia: Served, get: Start) -> None:
    url, every = f"{served_croatia.api_url}/search", ids(served_croatia.items)
    found = pages(get, url, {"limit": 3})
    assert [len(page) for page in found] == [3, 3, 3, 1]
    assert sorted(flat(found)) == every
    north = {"type": "Polygon", "coordinates": [[[15.2, 46.4], [15.3, 46.4], [15.3, 46.5], [15.2, 46.4]]]}
    of_the_north = [name for name in every if "33TWM" in name]
    assert sorted(flat(pages(get, url, {"limit": 3, "intersects": north}))) == of_the_north
    assert sorted(flat(pages(get, url, {"limit": 3, "bbox": [15.2, 46.4, 15.3, 46.5]}))) == of_the_north
    assert pages(get, url, {"bbox": [0, 0, 1, 1]}) == [[]]
    assert pages(get, url, {"collections": ["another"]}) == [[]]
    (one_day,) = pages(get, url, {"datetime": "2023-08-15T00:00:00Z/2023-08-15T23:59:59Z"})
    assert sorted(one_day) == [name for name in every if "20230815" in name]


# the small STAC API


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    """Seven items, a day and a degree apart."""
    return [
        {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": f"item{number}",
            "collection": "some" if number < 5 else "others",
            "geometry": {"type": "Point", "coordinates": [number + 0.5, 45.0]},
            "bbox": [number + 0.5, 45.0, number + 0.5, 45.0],
            "properties": {"datetime": f"2023-08-0{number + 1}T10:00:00.{number}Z", "eo:cloud_cover": 10.0 * number},
            "assets": {},
            "links": [],
        }
        for number in range(7)
    ]


@pytest.mark.parametrize("paging", ["get", "merge", "body"])
def test_small_api_pages_in_every_style(
    paging: str, items: list[dict[str, Any]], start_small_stac_api: Start, get: Start
) -> None:
    api: SmallStacApi = start_small_stac_api(items, Manners(paging=paging, largest_page=2))
    search = {"limit": 5, "bbox": [0, 40, 6, 50], "query": {"eo:cloud_cover": {"gte": 10}}, "collections": ["some"]}
    assert pages(get, f"{api.url}/search", search) == [["item1", "item2"], ["item3", "item4"]]
    methods = ["POST", "GET"] if paging == "get" else ["POST", "POST"]
    assert [asked.method for asked in api.asked] == methods
    assert api.asked[-1].body == {**search, "token": "2"}


@pytest.mark.parametrize(
    ("search", "wanted"),
    [
        ({"intersects": {"type": "Point", "coordinates": [2.5, 45]}}, "2"),
        ({"bbox": [5, 40, 2, 50]}, "0156"),  # over the antimeridian
        ({"bbox": [1, 40, 0, 3, 50, 9]}, "12"),
        ({"datetime": "2023-08-02T10:00:00.1Z"}, "1"),
        ({"datetime": "2023-08-02T12:00:00+02:00/.."}, "123456"),
        ({"datetime": "../2023-08-02T10:00:00Z"}, "0"),
        ({"ids": ["item3", "item9"]}, "3"),
        ({"collections": ["others"]}, "56"),
        ({"query": {"eo:cloud_cover": {"lt": 20, "neq": 0}}}, "1"),
        ({"query": {"eo:cloud_cover": {"in": [0, 30]}}}, "03"),
        ({"query": {"missing": {"eq": 1}}}, ""),
    ],
)
def test_small_api_finds_what_is_asked_for(
    search: dict[str, Any], wanted: str, items: list[dict[str, Any]], start_small_stac_api: Start, get: Start
) -> None:
    api = start_small_stac_api(items)
    assert pages(get, f"{api.url}/search", search) == [[f"item{number}" for number in wanted]]


def test_small_api_has_the_other_pages_of_a_stac_api(
    items: list[dict[str, Any]], start_small_stac_api: Start, get: Start
) -> None:
    url = start_small_stac_api(items).url
    assert any(name.endswith("item-search#query") for name in get(url).json()["conformsTo"])
    assert ids(get(f"{url}/collections").json()["collections"]) == ["others", "some"]
    assert get(f"{url}/collections/some").json()["id"] == "some"
    assert ids(get(f"{url}/collections/others/items").json()["features"]) == ["item5", "item6"]
    assert ids(get(f"{url}/search?ids=item1,item2&limit=1&bbox=0,0,9,90").json()["features"]) == ["item1"]
    assert get(f"{url}/nothing").status_code == 404
    for wrong in ({"limit": 0}, {"bbox": [0], "limit": 1}, {"spelled": "wrong"}, {"token": "../etc"}):
        assert get(f"{url}/search", "POST", json=wrong).status_code == 400
    assert get(f"{url}/search", "POST", data=b"{").status_code == 400


def test_small_api_limits_and_wants_a_token(
    items: list[dict[str, Any]], start_small_stac_api: Start, get: Start
) -> None:
    manners = Manners(too_many=2, retry_after="3", bearer="secret", next_headers={"X-Page": "2"}, largest_page=1)
    api = start_small_stac_api(items, manners)
    headers = {"Authorization": "Bearer secret"}
    answers = [get(f"{api.url}/search", headers=headers if number > 2 else {}) for number in range(4)]
    assert [answer.status_code for answer in answers] == [429, 429, 401, 200]
    assert answers[0].headers["Retry-After"] == "3"
    assert answers[-1].json()["links"][-1]["headers"] == {"X-Page": "2"}
    assert api.asked[-1].headers["Authorization"] == "Bearer secret"


def test_small_api_misbehaves_on_request(items: list[dict[str, Any]], start_small_stac_api: Start, get: Start) -> None:
    api = start_small_stac_api(items)
    seen = {}
    for mischief in MISCHIEF:
        api.manners = Manners(paging="body", largest_page=3, mischief=mischief)
        seen[mischief] = get(f"{api.url}/search", "POST", json={})
    following = {
        name: seen[name].json()["links"][-1] for name in ("endless", "foreign next", "file next", "no features")
    }
    assert following["endless"]["body"]["token"] == "0"
    assert urlsplit(following["foreign next"]["href"]).hostname == "127.0.0.2"
    assert following["file next"]["href"].startswith("file:")
    assert "features" not in seen["no features"].json()
    assert seen["not json"].headers["Content-Type"] == "text/html"
    assert len(seen["huge"].content) > 80_000_000
    api.manners = Manners(largest_page=3, mischief="overlap")
    assert [len(page) for page in pages(get, f"{api.url}/search", {})] == [3, 4, 2]
    api.manners = Manners(largest_page=3, mischief="empty page")
    assert [len(page) for page in pages(get, f"{api.url}/search", {})] == [3, 0, 3, 0, 1]


# the proxy


@pytest.fixture
def proxy(site: nginx.Nginx, start_faulty_proxy: Start) -> FaultyProxy:
    """A proxy before nginx, without faults yet."""
    return start_faulty_proxy(site.url)


def outcome(get: Start, url: str, **more: Any) -> str:
    """What a client sees of one request."""
    try:
        answer = get(url, **more)
    except requests.RequestException as error:
        return type(error).__name__
    whole = len(answer.content) == int(answer.headers["Content-Length"])
    return str(answer.status_code) if whole else "short"


def test_proxy_without_faults_changes_nothing(
    proxy: FaultyProxy, site: nginx.Nginx, get: Start, start_small_stac_api: Start, start_faulty_proxy: Start
) -> None:
    through, straight = (get(f"{url}/data/0.tif", headers={"Range": "bytes=5-9"}) for url in (proxy.url, site.url))
    assert (through.status_code, through.content) == (206, CONTENT[5:10])
    assert through.headers["Content-Range"] == straight.headers["Content-Range"]
    assert through.headers["ETag"] == straight.headers["ETag"]
    assert get(f"{proxy.url}/data/0.tif", "HEAD").headers["Content-Length"] == str(len(CONTENT))
    assert get(f"{proxy.url}/data/none.tif").status_code == 404
    site.forget()
    get(f"{proxy.url}/data/0.tif", headers={"Range": "bytes=5-9"})
    assert [(request.range, request.sent) for request in site.requests()] == [("bytes=5-9", 5)]
    assert [deed.fault for deed in proxy.deeds] == [None] * 4


@pytest.mark.parametrize("paging", ["get", "merge", "body"])
def test_next_links_come_back_to_the_proxy(
    paging: str, items: list[dict[str, Any]], start_small_stac_api: Start, start_faulty_proxy: Start, get: Start
) -> None:
    api = start_small_stac_api(items, Manners(paging=paging, largest_page=3))
    proxy = start_faulty_proxy(api.url)
    assert flat(pages(get, f"{proxy.url}/search", {"limit": 3})) == ids(items)
    assert len(proxy.deeds) == len(api.asked) == 3


def test_next_links_of_rustac_come_back_to_the_proxy(
    served_archive: ServedArchive, start_faulty_proxy: Start, get: Start
) -> None:
    proxy = start_faulty_proxy(served_archive.api_url)
    assert sorted(flat(pages(get, f"{proxy.url}/search", {"limit": 1}))) == ids(served_archive.items)
    assert len(proxy.deeds) == len(served_archive.items)


SEEN = {
    "drop": "ConnectionError",
    "stall": "ReadTimeout",
    "stall body": "ConnectionError",  # requests' word for a time-out while it reads the body
    "truncate": "short",
    "reset": "ChunkedEncodingError",
    "trickle": "206",
    "429": "429",
    "429 seconds": "429",
    "429 date": "429",
    "500": "500",
    "503": "503",
    "404": "404",
    "403": "403",
}


@pytest.mark.parametrize("kind", KINDS)
def test_proxy_makes_each_fault_and_lets_the_third_try_through(kind: str, proxy: FaultyProxy, get: Start) -> None:
    proxy.restart(Faults(share=1, kinds=(kind,), repeats=2, stall_seconds=1.0, trickle_seconds=0.4))
    more: dict[str, Any] = {"headers": {"Range": "bytes=0-999"}}
    if kind.startswith("stall"):
        get = _impatient
    seen = [outcome(get, f"{proxy.url}/data/7.tif", **more) for _ in range(3)]
    assert seen == [SEEN[kind], SEEN[kind], "206"]
    assert sorted((deed.attempt, deed.fault) for deed in proxy.deeds) == [(0, kind), (1, kind), (2, None)]


def _impatient(url: str, **more: Any) -> requests.Response:
    return requests.get(url, timeout=0.3, proxies={"http": ""}, **more)


def test_proxy_says_when_to_come_back(proxy: FaultyProxy, get: Start) -> None:
    told = {}
    for kind in ("429", "429 seconds", "429 date", "503"):
        proxy.restart(Faults(share=1, kinds=(kind,), retry_after=4))
        told[kind] = get(f"{proxy.url}/data/7.tif").headers.get("Retry-After")
    assert (told["429"], told["429 seconds"], told["503"]) == (None, "4", "4")
    assert 3 < parsedate_to_datetime(told["429 date"]).timestamp() - time.time() <= 5


def test_the_trickle_is_slow_and_whole(proxy: FaultyProxy, get: Start) -> None:
    proxy.restart(Faults(share=1, kinds=("trickle",), trickle_seconds=0.4))
    started = time.monotonic()
    assert get(f"{proxy.url}/data/7.tif").content == CONTENT
    assert time.monotonic() - started > 0.35


def test_faults_hit_the_stated_share_and_repeat_with_the_seed(proxy: FaultyProxy, get: Start) -> None:
    urls = [f"{proxy.url}/data/{number}.tif" for number in range(200)]
    hit = {}
    for run, order, seed in (("first", urls, 5), ("again", urls[::-1], 5), ("other", urls, 6)):
        proxy.restart(Faults(seed=seed, share=0.3, kinds=("500", "404")))
        assert {outcome(get, url) for url in order} == {"200", "404", "500"}
        assert {outcome(get, url) for url in order} == {"200"}
        hit[run] = {deed.path: deed.fault for deed in proxy.deeds if deed.fault}
    assert 40 <= len(hit["first"]) <= 80
    assert hit["first"] == hit["again"] != hit["other"]


def test_each_range_and_each_body_is_a_request_of_its_own(
    proxy: FaultyProxy, items: list[dict[str, Any]], start_small_stac_api: Start, start_faulty_proxy: Start, get: Start
) -> None:
    proxy.restart(Faults(share=1, kinds=("500",)))
    for span in ("bytes=0-9", "bytes=10-19"):
        seen = [outcome(get, f"{proxy.url}/data/7.tif", headers={"Range": span}) for _ in range(2)]
        assert seen == ["500", "206"]
    search = start_faulty_proxy(start_small_stac_api(items).url, Faults(share=1, kinds=("500",)))
    for body in ({"limit": 1}, {"limit": 2}):
        seen = [outcome(get, f"{search.url}/search", method="POST", json=body) for _ in range(2)]
        assert seen == ["500", "200"]


def test_permanent_faults_stay(proxy: FaultyProxy, get: Start) -> None:
    proxy.restart(Faults(permanent=((r"/8\.tif", "404"), (r"/9\.tif", "drop"))))
    assert [outcome(get, f"{proxy.url}/data/8.tif") for _ in range(3)] == ["404"] * 3
    assert [outcome(get, f"{proxy.url}/data/9.tif") for _ in range(3)] == ["ConnectionError"] * 3
    assert outcome(get, f"{proxy.url}/data/10.tif") == "200"


def test_faults_of_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="flood"):
        Faults(kinds=("flood",))
    with pytest.raises(ValueError, match="upside down"):
        Manners(paging="upside down")


def test_gdal_reads_through_nginx(served_archive: ServedArchive) -> None:
    """As a process of its own: GDAL keeps what it read of a URL."""
    href = next(asset["href"] for asset in served_archive.items[0]["assets"].values() if "B02" in asset["href"])
    served_archive.nginx.forget()
    command = ["gdalinfo", "-checksum", f"/vsicurl/{href}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=20)
    assert "Checksum=" in done.stdout
    assert 206 in {request.status for request in served_archive.nginx.requests()}
