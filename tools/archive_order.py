"""Print what `make demo` orders from a simulated archive: ``extent`` (for QGIS) or ``start`` (of its month)."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def extent(archive: Path) -> str:
    """The archive's extent as QGIS Processing takes it: xmin,xmax,ymin,ymax and the CRS."""
    west, south, east, north = json.loads((archive / "archive.json").read_text(encoding="utf-8"))["bbox"]
    return f"{west},{east},{south},{north} [EPSG:4326]"


def start(archive: Path) -> str:
    """The first day of the month that has the most scenes, as YYYY-MM-DD."""
    months = [month for month in map(_month_of, archive.rglob("*.json")) if month]
    if not months:
        raise SystemExit(f"{archive} holds no STAC item with a date.")
    return max(sorted(set(months)), key=months.count) + "-01"


def _month_of(path: Path) -> str:
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or document.get("type") != "Feature":
        return ""
    return str(document["properties"]["datetime"])[:7]


if __name__ == "__main__":
    print({"extent": extent, "start": start}[sys.argv[2]](Path(sys.argv[1])))
