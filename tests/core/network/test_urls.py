"""What of a location may be shown, and which origin it belongs to."""

from __future__ import annotations

import pytest

from s2gm_core.network.urls import is_well_formed, origin_of, source_without_queries, without_query


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://bob:s3cret@host:8443/a/b.tif?sig=s3cret#s3cret", "https://host:8443/a/b.tif"),
        ("http://bob:s3cret@[127/a?sig=s3cret", "http://[127/a"),
        ("HTTP://bob:s3cr@et@[127/a#s3cret", "HTTP://[127/a"),
        ("s3://key:s3cret@]bucket/key", "s3://]bucket/key"),
        ("http://host\u2100/a?sig=s3cret", "http://host\u2100/a"),  # a host that cannot be one
        ("https://host/\x1b[2J\x9b1m", "https://host/%1B[2J%C2%9B1m"),
        ("/data/a?b#c@d", "/data/a?b#c@d"),
        ("//bob:s3cret@[127/a?s3cret", "//[127/a"),
        ("C:\\data\\[a", "C:\\data\\[a"),
    ],
)
def test_accounts_queries_and_control_characters_are_not_shown(location: str, shown: str) -> None:
    assert without_query(location) == shown
    assert source_without_queries(f"/a + {location}") == f"/a + {shown}"


def test_the_collections_of_an_api_belong_to_a_source() -> None:
    """A saved order and the journal of a stopped run would else mean another source."""
    for source in ("https://host/stac#sentinel-2-l2a", "https://host/stac#a,b_1 + /data"):
        assert source_without_queries(source) == source
    assert source_without_queries("https://host/stac#access_token=s3cret") == "https://host/stac"
    assert source_without_queries("https://host/stac?key=s3cret#a") == "https://host/stac"


def test_origins_are_scheme_host_and_port() -> None:
    assert origin_of("https://u:p@Host/a?b") == origin_of("HTTPS://host:443") == ("https", "host", 443)
    assert len({origin_of(url) for url in ("http://h", "https://h", "https://h:80", "https://h.org")}) == 4


def test_broken_brackets_and_ports_are_no_urls() -> None:
    assert is_well_formed("https://[::1]:8080/a")
    assert is_well_formed("s3://bucket/key")
    for location in ("http://[bad/", "http://h:99999/", "http://h:x/", "http://h:0/"):
        assert not is_well_formed(location)
