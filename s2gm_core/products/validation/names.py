"""Checks of names: what the folder, its parts and files are called, and that none is missing or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ...order import order_number
from ...order_products import BRIGHTEARTH
from ...period import PERIOD_KINDS, period_series
from ...progress import Progress
from ...raster.write_jp2 import SIDE_FILE_SUFFIX
from ..checksums import CHECKSUMS, RUN_RECORD
from ..inspire import INSPIRE
from .product import Part, ProductOnDisk
from .report import Problem, difference, shown

_NAME = re.compile(
    rf"S2GM_(?P<letter>[{''.join(sorted({row.letter for row in PERIOD_KINDS.values()}))}])"
    r"(?P<resolution>\d{1,5})_(?P<start>\d{8})_(?P<end>\d{8})_"
    r"(?P<order>[A-Za-z0-9](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?)_(?P<configuration>[A-Z]{3})_"
    r"v(?P<version>\d+\.\d+\.\d+[a-z0-9.+]{0,20})_(?P<number>[0-9a-f]{8})"
)
_TILE = re.compile(r"\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V]")
_LEFT_OVER = (".partial", ".raw", ".unfinished", ".replaced", ".tmp")


def check_folder_name(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """S2GM_{type}{resolution}_{start}_{end}_{order}_{configuration}_v{version}_{number}, as the metadata have it."""
    name = _NAME.fullmatch(product.folder.name)
    if name is None:
        yield Problem("folder", shown(product.folder.name), "S2GM_M10_20230801_20230831_name_STD_v0.1.0_1a2b3c4d")
        return
    for part in product.parts:
        metadata = part.metadata
        first, last = part.days
        yield from difference("Processing_name", metadata["Processing_name"], product.folder.name)
        yield from difference("start in the folder's name", name["start"], f"{first:%Y%m%d}")
        yield from difference("end in the folder's name", name["end"], f"{last:%Y%m%d}")
        yield from difference("resolution in the folder's name", int(name["resolution"]), _resolution(part))
        yield from difference("configuration", name["configuration"], metadata["Processing_configuration"])
        yield from difference("version", name["version"], metadata["Processing_baseline"])
        yield from difference("order's name", name["order"], part.order["name"])
        yield from difference("order's number", name["number"], _number_of(part))
        yield from _period_problems(name["letter"], first, last)


def check_parts(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """One sub-folder called like the order, or one for each MGRS tile; each with one metadata document."""
    if not product.parts:
        yield Problem("sub-folders", shown(list(product.folders)), "one with a metadata_*.json at least")
    for name in product.folders:
        inside = [part for part in product.parts if part.name == name]
        if len(inside) != 1:
            yield Problem(name, f"{len(inside)} files metadata_*.json", "one")
    for part in product.parts:
        wanted = part.order["name"]
        if part.name != wanted and not _TILE.fullmatch(part.name):
            yield Problem(part.name, "this name of a sub-folder", f"{shown(wanted)} or an MGRS tile such as '31UFT'")
        if len(product.parts) > 1 and not _TILE.fullmatch(part.name):
            yield Problem(part.name, "several sub-folders", "MGRS tiles such as '31UFT'")
        stem = f"{_kind(part)}_{part.days[0]:%Y%m%d}_{part.name}"
        yield from difference(f"{part.name}/{part.documents.metadata}", part.documents.stem, stem)


def check_completeness(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Every file that the metadata name and every document is there, and nothing else."""
    yield from _compare("", product.files, {INSPIRE, CHECKSUMS}, {RUN_RECORD})
    for part in product.parts:
        layers = {entry.file_name for entry in part.entries}
        side_files = {name + SIDE_FILE_SUFFIX for name in layers} if part.format.name == "jp2" else set()
        documents = part.documents
        beside = {documents.metadata, documents.quicklook, documents.vrt, documents.stac_item}
        if part.order.get("product") == BRIGHTEARTH:
            kind = str(part.order.get("tiles", "none"))
            beside |= {documents.picture, *((documents.tiles(kind),) if kind != "none" else ())}
        yield from _compare(f"{part.name}/", part.files, layers | side_files | beside, set())


def check_layer_names(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Every layer once, in the file that its name and the format ask for."""
    for part in product.parts:
        seen: set[str] = set()
        for entry in part.entries:
            own = f"{entry.name}_{part.documents.stem}{part.format.extension}"
            wanted = f"{part.documents.stem}{part.format.extension}" if part.format.one_file else own
            yield from difference(f"{part.name} {entry.name} File_path", entry.file_name, wanted)
            variable = entry.name if part.format.one_file else None
            yield from difference(f"{part.name} {entry.name} Variable", entry.variable, variable)
            if entry.name in seen:
                yield Problem(f"{part.name} {entry.name}", "a second entry", "one")
            seen.add(entry.name)


def check_leftovers(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """No file of an unfinished run, and no link."""
    for path in (product.folder, *sorted(product.folder.rglob("*"))):
        if path.name.endswith(_LEFT_OVER):
            yield Problem(_below(path, product), "a file or folder of an unfinished run", "none")
        if path.is_symlink():
            yield Problem(_below(path, product), "a link", "a file of the product")


def _compare(where: str, there: tuple[str, ...], wanted: set[str], allowed: set[str]) -> Iterator[Problem]:
    for name in sorted(wanted - set(there)):
        yield Problem(f"{where}{name}", "no such file", "the file")
    for name in sorted(set(there) - wanted - allowed):
        if not name.endswith((SIDE_FILE_SUFFIX, *_LEFT_OVER)):  # QGIS writes side files; the others are told elsewhere
            yield Problem(f"{where}{name}", "a file that belongs to no product", "none")


def _period_problems(letter: str, first: date, last: date) -> list[Problem]:
    """Whether the first and last day are those of a period of this kind."""
    kind = next(row.name for row in PERIOD_KINDS.values() if row.letter == letter)
    if first > last:
        return [Problem("period", f"{first} to {last}", "an end that is not before its start")]
    if PERIOD_KINDS[kind].first_day is None:
        return []
    period = period_series(kind, first)[0]
    return difference("period", f"{first} to {last}", str(period))


def _number_of(part: Part) -> str:
    return order_number(part.order)


def _resolution(part: Part) -> int:
    return round(float(part.metadata["Resolution_distance"]))


def _kind(part: Part) -> str:
    adjective = part.metadata["Compositing_period"]
    letter = next((row.letter for row in PERIOD_KINDS.values() if row.adjective == adjective), "?")
    return f"{letter}{_resolution(part)}"


def _below(path: Path, product: ProductOnDisk) -> str:
    return path.relative_to(product.folder.parent).as_posix()
