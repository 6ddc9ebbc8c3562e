"""The figures of the quality tables in a file: one line of JSON per row, so that a run can be continued."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.archive import FOLDER

FIGURES = FOLDER / "quality.jsonl"


@dataclass(frozen=True)
class Key:
    """Which row of which table."""

    period: str
    mask: str
    row: str


def keep(file: Path, key: Key, figures: Mapping[str, float]) -> None:
    """Add the figures of a row."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as text:
        text.write(json.dumps({**asdict(key), "figures": dict(figures)}) + "\n")


def read(file: Path) -> dict[Key, dict[str, float]]:
    """All rows; of several with one key the last."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    return {Key(line["period"], line["mask"], line["row"]): line["figures"] for line in lines}
