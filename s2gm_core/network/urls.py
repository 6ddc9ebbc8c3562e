"""What a location is, and how it may be shown."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


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
    """A location fit for logs: user names, passwords, queries and signatures are left out."""
    if not is_remote(location):
        return location
    parts = urlsplit(location)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def split_sources(source: str) -> tuple[str, ...]:
    """The sources that one text names, joined by " + "."""
    return tuple(part.strip() for part in source.split(" + ") if part.strip())


def source_without_queries(source: str) -> str:
    """One or several sources, fit for logs and products."""
    return " + ".join(without_query(part) for part in split_sources(source))


def host_of(url: str) -> str:
    """Host of a URL in lower case, without port and user."""
    return (urlsplit(url).hostname or "").lower()


def _scheme(location: str) -> str:
    try:
        return urlsplit(location).scheme.lower()
    except ValueError:  # such as an unclosed bracket in the host
        return ""
