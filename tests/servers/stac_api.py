"""A STAC API server that others wrote (rustac, from PyPI in .venv-servers), with its items in memory.

It is called in its own environment and needs no network. What it does: GET and POST /search with bbox, intersects,
datetime, collections, ids and limit; next links (GET with query, POST with a whole body), and the same of
/collections/{id}/items. What it does not (rustac 0.9.18):

- it has neither the query nor the filter extension and does not declare them; a POST that sends one finds nothing;
- GET /search answers 500 to bbox, ids and collections: it does not understand lists in a query string.

The small server of our own (small_stac_api) does these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .process import program, running

RUSTAC = Path(__file__).resolve().parents[2] / ".venv-servers" / "bin" / "rustac"


@contextmanager
def serve(items: Sequence[dict[str, Any]], own: Path) -> Iterator[str]:
    """The URL of an API with the items, with its files in the folder ``own``, until the context ends."""
    own.mkdir(parents=True, exist_ok=True)
    loaded = own / "items.json"
    loaded.write_text(json.dumps({"type": "FeatureCollection", "features": list(items)}), encoding="utf-8")

    def command(port: int) -> list[str]:
        return [program(RUSTAC), "serve", "--addr", f"127.0.0.1:{port}", "--create-collections", str(loaded)]

    with running(command, own / "output.log") as server:
        yield server.url
