"""What a location is, and how it may be shown."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_URL = re.compile(r"\s*(?:[\w+.-]+:)?//")
_COLLECTIONS = re.compile(r"#[A-Za-z0-9_.-]{1,64}(?:,[A-Za-z0-9_.-]{1,64})*$")
_ACCOUNT = re.compile(rf"({_URL.pattern}).*@", re.DOTALL)
_PORTS = {"http": 80, "https": 443}


def is_url(location: str) -> bool:
    """Whether a location is an http(s) URL."""
    return _scheme(location) in ("http", "https")


def is_s3(location: str) -> bool:
    """Whether a location is an object in an S3 bucket (s3://bucket/key)."""
    return _scheme(location) == "s3"


def is_remote(location: str) -> bool:
    """Whether a location is read over the network."""
    return _scheme(location) in ("http", "https", "s3")


def without_query(location: str) -> str:
    """A location fit for logs and screens: user names, passwords, queries and signatures are left out."""
    try:
        parts = urlsplit(location)
    except ValueError:  # no URL, but perhaps with a password: rather too much is cut than too little
        return _printable(_ACCOUNT.sub(r"\1", re.split(r"[?#]", location)[0]) if _URL.match(location) else location)
    if not is_remote(location):
        return location
    host = parts.netloc.rpartition("@")[2]
    return _printable(urlunsplit((parts.scheme, host, parts.path, "", "")))


def _printable(text: str) -> str:
    """A server's text without what a terminal would obey."""
    return "".join(character if character.isprintable() else quote(character, errors="replace") for character in text)


def split_sources(source: str) -> tuple[str, ...]:
    """The sources that one text names, joined by " + "."""
    return tuple(part.strip() for part in source.split(" + ") if part.strip())


def source_without_queries(source: str) -> str:
    """One or several sources, fit for logs and products; the collections of an API (``#name,name``) are kept."""
    return " + ".join(without_query(part) + _collections(part) for part in split_sources(source))


def _collections(source: str) -> str:
    """What stands behind a URL to name collections, with its sign; nothing of a URL that carries secrets."""
    is_open = is_remote(source) and not set("?@") & set(source)
    named = _COLLECTIONS.search(source) if is_open else None
    return named.group() if named else ""


def host_of(url: str) -> str:
    """Host of a URL in lower case, without port and user."""
    return (urlsplit(url).hostname or "").lower()


def is_well_formed(location: str) -> bool:
    """Whether a location can be taken apart: brackets closed, the port a number that there is."""
    try:
        port = urlsplit(location).port
    except ValueError:
        return False
    return port is None or port > 0


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: credentials for one origin are for no other."""
    scheme = _scheme(url)
    return scheme, host_of(url), urlsplit(url).port or _PORTS.get(scheme)


def _scheme(location: str) -> str:
    try:
        return urlsplit(location).scheme.lower()
    except ValueError:  # such as an unclosed bracket in the host
        return ""
