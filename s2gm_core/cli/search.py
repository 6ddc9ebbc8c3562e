"""``s2gm search``: what a mosaic would be made of, before it is made."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from shapely.geometry import mapping

from ..catalog.sources import open_source
from ..network.client import HttpClient
from ..products.listing import ListedScene, listed_scenes
from ..products.scenes import found_scenes, unknown_scenes, why_no_scene
from .options import EXIT_DONE, add_content_options, add_scene_options, add_source_and_dates, order_of_days
from .terminal import TerminalProgress, print_result

_COLUMNS = ("id", "date", "platform", "tile", "orbit", "cloud %", "baseline", "MiB", "used")
_NUMBERS = frozenset({"orbit", "cloud %", "MiB"})


def add_search(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm search``."""
    add_source_and_dates(parser)
    add_scene_options(parser)
    add_content_options(parser)
    parser.set_defaults(command=_search)


def _search(options: argparse.Namespace) -> int:
    order = order_of_days(options)
    progress = TerminalProgress()
    catalogue = open_source(order.source, HttpClient(is_cancelled=progress.is_cancelled))
    found = found_scenes(order, catalogue, progress)
    for problem in (*catalogue.problems, *unknown_scenes(order, found)):
        progress.warning(problem)
    rows = listed_scenes(order, found)
    if not any(row.is_used for row in rows):
        print(why_no_scene(order, found, catalogue), file=sys.stderr)
    print_result(options, [_document(row) for row in rows], _table(rows))
    return EXIT_DONE


def _table(rows: Sequence[ListedScene]) -> str:
    """Columns of equal width with a line of totals; empty where there is no scene."""
    if not rows:
        return ""
    texts = [_COLUMNS, *(_texts(row) for row in rows)]
    widths = [max(len(line[column]) for line in texts) for column in range(len(_COLUMNS))]
    lines = []
    for line in texts:
        cells = (
            text.rjust(width) if name in _NUMBERS else text.ljust(width)
            for name, text, width in zip(_COLUMNS, line, widths)
        )
        lines.append("  ".join(cells).rstrip())
    used = [row for row in rows if row.is_used]
    days = len({row.scene.acquired.date() for row in used})
    mebibytes = sum(row.read_bytes for row in used) / 2**20
    lines.append(f"{len(used)} of {len(rows)} scenes used, of {days} days, at most {mebibytes:.0f} MiB to read")
    return "\n".join(lines)


def _texts(row: ListedScene) -> tuple[str, ...]:
    scene = row.scene
    return (
        scene.id,
        scene.acquired.date().isoformat(),
        scene.platform or "-",
        scene.tile or "-",
        "-" if scene.relative_orbit is None else str(scene.relative_orbit),
        "-" if scene.cloud_cover is None else f"{scene.cloud_cover:.1f}",
        scene.baseline or "-",
        f"{row.read_bytes / 2**20:.1f}" if row.is_used else "-",
        "yes" if row.is_used else f"no: {row.left_out_because}",
    )


def _document(row: ListedScene) -> dict[str, Any]:
    scene = row.scene
    return {
        "id": scene.id,
        "granule_id": scene.granule_id,
        "acquired": scene.acquired.isoformat(),
        "platform": scene.platform,
        "tile": scene.tile,
        "relative_orbit": scene.relative_orbit,
        "absolute_orbit": scene.absolute_orbit,
        "baseline": scene.baseline,
        "generated": scene.generated,
        "cloud_cover": scene.cloud_cover,
        "crs": scene.crs,
        "assets": list(scene.assets),
        "read_bytes": row.read_bytes,
        "used": row.is_used,
        "left_out_because": row.left_out_because,
        "thumbnail": scene.thumbnail,
        "footprint": mapping(scene.footprint),
    }
