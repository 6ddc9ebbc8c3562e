"""What earlier runs on this machine cost, kept in QGIS's profile, so that the next order can be told its time."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from .staging import HIDDEN_PREFIX

if TYPE_CHECKING:
    from ..s2gm_core import Product

MOST_RECORDS = 40
"""Newer ones push older ones out: connections and machines change."""

KEPT = ("expected", "seconds", "seconds_of_blocks", "seconds_of_writing", "started")


def records_file() -> Path:
    """Where the records are kept."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "s2gm" / "runs.json"


def run_records() -> list[dict[str, Any]]:
    """The records of earlier runs, oldest first; empty where there are none, or where they cannot be read."""
    try:
        records = json.loads(records_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []  # a forecast without them says that its rates are assumed
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def keep_records(products: Sequence[Product]) -> None:
    """Add the records of finished products. Raises `OSError`."""
    from ..s2gm_core.products.checksums import RUN_RECORD

    new = [json.loads((product.path / RUN_RECORD).read_text(encoding="utf-8")) for product in products]
    kept = [*run_records(), *({name: record[name] for name in KEPT if name in record} for record in new)]
    path = records_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{HIDDEN_PREFIX}{os.getpid()}-{path.name}")
    partial.write_text(json.dumps(kept[-MOST_RECORDS:]), encoding="utf-8")
    partial.replace(path)
