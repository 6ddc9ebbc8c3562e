"""What a product is made from, as one fingerprint: a run goes on from an earlier one only if nothing has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

from ..catalog.records import Scene
from ..network.urls import is_remote, without_query
from ..order import Order
from ..version import __version__
from .journal import JournalHeader
from .planning import MosaicPlan


def journal_header(order: Order, plan: MosaicPlan, block_size: int) -> JournalHeader:
    """The first line of a journal."""
    return JournalHeader(order.to_json(), __version__, block_size, fingerprint(plan))


def fingerprint(plan: MosaicPlan) -> str:
    """SHA-256 over all scenes with the places, scales and offsets of their rasters, and the versions of local files."""
    digest = hashlib.sha256(_version(plan.block.user_mask).encode())
    for granule in plan.granules:
        for line in _lines(granule.scene):
            digest.update(line.encode("utf-8", errors="surrogateescape") + b"\n")
    return digest.hexdigest()


def _lines(scene: Scene) -> Iterator[str]:
    yield f"{scene.id} {scene.acquired.isoformat()} {scene.baseline} {scene.generated} {scene.class_rule}"
    for name, asset in sorted(scene.assets.items()):
        yield f"{name} {without_query(asset.href)} {asset.scale!r} {asset.offset!r} {asset.nodata} {asset.band}"
        yield _version(asset.href)
    if scene.granule_metadata is not None:
        yield without_query(scene.granule_metadata)


def _version(href: str) -> str:
    """Size and time of a local file; nothing of remote ones, which are not asked before they are read."""
    if is_remote(href):
        return ""
    try:
        status = os.stat(href)
    except OSError:  # not there, or inside a zip
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"
