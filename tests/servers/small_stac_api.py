"""A small STAC API that pages in every style that servers have, and misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from .loopback import Handler, Server, serving
from .search import BadSearchError, check, found

PAGING = ("get", "merge", "body")
"""The next link of a POST: GET of an address; POST of a part that is merged into the body; POST of a whole body.
The next link of a GET is always a GET."""

MISCHIEF = {
    "endless": "the next link leads to the same page for ever",
    "overlap": "every page starts with the last item of the page before",
    "empty page": "every second page has no items but a next link",
    "foreign next": "the next link leads to another host",
    "file next": "the next link leads to a local file",
    "no features": "the answer is JSON without features",
    "not json": "the answer is a web page with status 200",
    "huge": "the answer has 80 MB of blanks behind the JSON",
}

CONFORMANCE = [
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/item-search",
    "https://api.stacspec.org/v1.0.0/item-search#query",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
]
HUGE_BYTES = 80_000_000
EMPTY = "empty-"
"""Start of the token of a page without items; behind it stands the token of the next page."""
ELSEWHERE = {"foreign next": "http://127.0.0.2:9/search", "file next": "file:///etc/hostname"}


@dataclass(frozen=True)
class Manners:
    """How the server behaves."""

    paging: str = "get"
    largest_page: int = 100  # limit asked for beyond it is cut, as servers do
    too_many: int = 0  # that many requests are answered with 429 first
    retry_after: str | None = "0"  # header of a 429
    mischief: str | None = None  # one of MISCHIEF
    bearer: str | None = None  # token without which all answers are 401
    next_headers: Mapping[str, str] = field(default_factory=dict)  # the next link asks to send them

    def __post_init__(self) -> None:
        if self.paging not in PAGING or self.mischief not in (None, *MISCHIEF):
            raise ValueError(f"not known: {self.paging} or {self.mischief}")


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    status: int


class SmallStacApi(Server):
    """The server. ``manners`` may be changed between requests; ``asked`` holds all requests."""

    def __init__(self, items: Sequence[dict[str, Any]], manners: Manners) -> None:
        self.items = list(items)
        self.manners = manners
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        super().__init__(_Handler)

    def page(self, method: str, search: dict[str, Any]) -> dict[str, Any]:
        """The answer to a search: a FeatureCollection with its next link."""
        check(search)
        mischief = self.manners.mischief
        hits = [item for item in self.items if found(item, search)]
        empty, start = _read_token(str(search.get("token") or "0"))
        end = start if empty else start + min(search.get("limit", 10), self.manners.largest_page)
        first = max(0, start - 1) if mischief == "overlap" else start
        features = [] if empty else hits[first:end]
        links = [{"rel": "root", "href": self.url, "type": "application/json"}]
        if mischief == "endless":
            links.append(self._next(method, search, "0"))
        elif end < len(hits):
            skip_one = mischief == "empty page" and not empty
            links.append(self._next(method, search, f"{EMPTY}{end}" if skip_one else str(end)))
        answer = {"type": "FeatureCollection", "features": features, "links": links, "numberMatched": len(hits)}
        if mischief == "no features":
            del answer["features"]
        return answer

    def _next(self, method: str, search: Mapping[str, Any], token: str) -> dict[str, Any]:
        search = {**search, "token": token}
        link: dict[str, Any] = {"rel": "next", "type": "application/geo+json", "href": f"{self.url}/search"}
        if self.manners.next_headers:
            link["headers"] = dict(self.manners.next_headers)
        if self.manners.mischief in ELSEWHERE:
            link["href"] = ELSEWHERE[self.manners.mischief]
        if method == "GET" or self.manners.paging == "get":
            return {**link, "method": "GET", "href": f"{link['href']}?{_query_text(search)}"}
        if self.manners.paging == "merge":
            return {**link, "method": "POST", "body": {"token": token}, "merge": True}
        return {**link, "method": "POST", "body": search}

    def collections(self) -> list[dict[str, Any]]:
        """A collection for every name that items have."""
        return [
            {
                "type": "Collection",
                "stac_version": "1.0.0",
                "id": name,
                "description": name,
                "license": "other",
                "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}},
                "links": [{"rel": "items", "href": f"{self.url}/collections/{name}/items"}],
            }
            for name in sorted({item["collection"] for item in self.items})
        ]

    def landing_page(self) -> dict[str, Any]:
        """The root of the API."""
        links = [
            {"rel": "root", "href": self.url},
            {"rel": "data", "href": f"{self.url}/collections"},
            {"rel": "conformance", "href": f"{self.url}/conformance"},
            *({"rel": "search", "href": f"{self.url}/search", "method": method} for method in ("GET", "POST")),
        ]
        return {
            "type": "Catalog",
            "stac_version": "1.0.0",
            "id": "small",
            "description": "A small STAC API",
            "conformsTo": CONFORMANCE,
            "links": links,
        }

    def refusal(self, headers: Mapping[str, str]) -> tuple[int, dict[str, str]] | None:
        """Status and headers of an answer that the manners demand instead of the real one."""
        with self.lock:
            refused = sum(asked.status == 429 for asked in self.asked)
        if refused < self.manners.too_many:
            return 429, {} if self.manners.retry_after is None else {"Retry-After": self.manners.retry_after}
        if self.manners.bearer is not None and headers.get("Authorization") != f"Bearer {self.manners.bearer}":
            return 401, {"WWW-Authenticate": "Bearer"}
        return None

    def document(self, method: str, path: str, search: dict[str, Any]) -> dict[str, Any] | None:
        """What lies at a path; None for nothing."""
        parts = [part for part in path.split("/") if part]
        if parts == ["search"]:
            return self.page(method, search)
        plain: dict[str, dict[str, Any]] = {
            "": self.landing_page(),
            "conformance": {"conformsTo": CONFORMANCE},
            "collections": {"collections": self.collections(), "links": []},
        }
        plain.update({f"collections/{collection['id']}": collection for collection in self.collections()})
        if len(parts) == 3 and parts[2] == "items" and "/".join(parts[:2]) in plain:
            return self.page("GET", {**search, "collections": [parts[1]]})
        return plain.get("/".join(parts)) if method == "GET" else None


class _Handler(Handler):
    server: SmallStacApi

    def do_GET(self) -> None:
        self._answer({}, _read_query)

    def do_POST(self) -> None:
        self._answer(self.body(), json.loads)

    def _answer(self, sent: Any, read: Callable[[Any], dict[str, Any]]) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        status, headers, body, search = 400, {}, b"", {}
        try:
            search = read(query if self.command == "GET" else sent)
            status, headers, body = self._outcome(address.path, search)
        except (BadSearchError, ValueError, KeyError, TypeError) as error:
            body = json.dumps({"code": "BadRequest", "description": f"{type(error).__name__}: {error}"}).encode()
        with self.server.lock:
            asked = Asked(self.command, address.path, query, search, dict(self.headers), status)
            self.server.asked.append(asked)
        headers.setdefault("Content-Type", "application/geo+json")
        self.answer(status, body, **headers)

    def _outcome(self, path: str, search: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        refusal = self.server.refusal(self.headers)
        if refusal is not None:
            return (*refusal, b'{"code": "Refused", "description": "refused on request"}')
        if self.server.manners.mischief == "not json":
            return 200, {"Content-Type": "text/html"}, b"<html><body>Please sign in.</body></html>"
        document = self.server.document(self.command, path, search)
        if document is None:
            return 404, {}, b'{"code": "NotFound", "description": "nothing here"}'
        blanks = HUGE_BYTES if self.server.manners.mischief == "huge" else 0
        return 200, {}, json.dumps(document).encode() + b" " * blanks


def serve(items: Sequence[dict[str, Any]], manners: Manners | None = None) -> AbstractContextManager[SmallStacApi]:
    """The API with the items, until the context ends."""
    return serving(SmallStacApi(items, manners or Manners()))


def _read_token(token: str) -> tuple[bool, int]:
    """Whether the page has no items, and where it or the next one starts."""
    empty, number = token.startswith(EMPTY), token[len(EMPTY) :] if token.startswith(EMPTY) else token
    if not number.isdigit():
        raise BadSearchError(f"no token of this server: {token}")
    return empty, int(number)


def _query_text(search: Mapping[str, Any]) -> str:
    """A search as GET writes it: lists with commas, geometries and queries as JSON."""
    return urlencode(
        {
            name: ",".join(map(str, value)) if isinstance(value, list) else value
            for name, value in ((name, json.dumps(v) if isinstance(v, dict) else v) for name, v in search.items())
        }
    )


def _read_query(query: Mapping[str, str]) -> dict[str, Any]:
    return {name: READERS.get(name, str)(value) for name, value in query.items()}


READERS: dict[str, Callable[[str], Any]] = {
    "ids": lambda text: text.split(","),
    "collections": lambda text: text.split(","),
    "bbox": lambda text: [float(number) for number in text.split(",")],
    "intersects": json.loads,
    "query": json.loads,
    "limit": int,
}
