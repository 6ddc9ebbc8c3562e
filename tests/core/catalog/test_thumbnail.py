"""Which picture of a scene is shown, and that its URL holds no credentials."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from s2gm_core.catalog.thumbnail import thumbnail_url
from s2gm_core.errors import CatalogueError

BASE = "https://host/items/item.json"


def _resolve(href: str) -> str:
    if href.startswith("/vsi"):
        raise CatalogueError("not there")
    return href if href.startswith("s3:") else urljoin(BASE, href)


@pytest.mark.parametrize(
    ("assets", "url"),
    [
        ({"thumbnail": {"href": "small.jpg"}}, "https://host/items/small.jpg"),
        ({"thumbnail": {"href": "https://user:secret@host/a.jpg?sig=secret&se=2030"}}, "https://host/a.jpg"),
        (
            {"preview": {"href": "https://host/a.jp2"}, "thumbnail": {"href": "https://host/b.jpg"}},
            "https://host/b.jpg",
        ),
        (
            {"rendered_preview": {"href": "https://host/preview.png?collection=c&item=i&token=secret&assets=visual"}},
            "https://host/preview.png?collection=c&item=i&assets=visual",
        ),
        ({"thumbnail": {"href": "s3://bucket/a.jpg"}, "preview": {"href": "/p.jpg"}}, "https://host/p.jpg"),
        ({"thumbnail": {"href": "/vsicurl/https://host/a.jpg"}}, None),
        ({"thumbnail": {"href": 7}, "preview": "text"}, None),
        ({"thumbnail": {"href": "https://host/" + "a" * 5000}}, None),
        ({}, None),
    ],
)
def test_the_handiest_picture_is_named_without_secrets(assets: dict, url: str | None) -> None:
    assert thumbnail_url(assets, _resolve) == url


def test_a_broken_address_is_no_picture() -> None:
    assert thumbnail_url({"thumbnail": {"href": "https://[broken"}}, lambda href: href) is None
