"""The items of a static catalogue with hrefs below a web address, as a STAC API serves them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

COLLECTION = "sentinel-2-l2a"
"""Collection of items that name none."""


def items_of(catalogue: Path, base_url: str) -> list[dict[str, Any]]:
    """All items below a catalog.json; its folder is served under ``base_url``. Ordered by id."""
    root = catalogue.resolve().parent
    items = [_for_the_web(path, root, base_url.rstrip("/")) for path in _item_paths(catalogue.resolve())]
    return sorted(items, key=lambda item: str(item["id"]))


def _item_paths(path: Path) -> Iterator[Path]:
    for link in _read(path).get("links", []):
        if link["rel"] == "item":
            yield (path.parent / link["href"]).resolve()
        elif link["rel"] == "child":
            yield from _item_paths((path.parent / link["href"]).resolve())


def _for_the_web(path: Path, root: Path, base_url: str) -> dict[str, Any]:
    item: dict[str, Any] = copy.deepcopy(_read(path))
    item.setdefault("collection", COLLECTION)
    item["links"] = []
    for asset in item["assets"].values():
        if not urlsplit(asset["href"]).scheme:
            below = (path.parent / asset["href"]).resolve().relative_to(root).as_posix()
            asset["href"] = f"{base_url}/{quote(below)}"
    return item


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
