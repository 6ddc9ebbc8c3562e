"""Everything that a product needs once its pixels are written: its format, its documents, its checksums."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..progress import PartOfProgress, Progress
from .checksums import CHECKSUMS, checksums_text, sha256_of, summed_files
from .conversion import convert_layers
from .facts import ProductFacts
from .folder import ProductFolder
from .inspire import INSPIRE, inspire_document
from .metadata import product_metadata
from .stac import FileSum, other_files, stac_item
from .vrt import vrt_document

CONVERSION_SHARE = 0.8
"""Part of this step's progress that belongs to the conversion; the rest is reading the files for their checksums."""


def finish_product(
    folder: ProductFolder, raws: Mapping[str, Path], facts: ProductFacts, workers: int, progress: Progress
) -> None:
    """Convert the layers and write every document of a product, the checksums last.

    ``raws`` are the finished GeoTIFFs by layer; the quicklook is written already. Raises `OutputError` and `Cancelled`.
    """
    metadata, inside = product_metadata(facts), Path(folder.sub_folder)
    convert_layers(raws, facts, metadata, folder.inside, workers, PartOfProgress(progress, 0.0, CONVERSION_SHARE))
    folder.write_document(inside / facts.documents.vrt, vrt_document(facts))
    folder.write_json(inside / facts.documents.metadata, metadata)
    folder.write_document(Path(INSPIRE), inspire_document(facts, metadata))
    summing = PartOfProgress(progress, CONVERSION_SHARE, 1.0)
    sums = _sums(folder.partial, summing)
    named = {planned.path for planned in facts.layers.values()} | {other.path for other in other_files(facts)}
    sizes = {path: (folder.inside / path).stat().st_size for path in named}
    files = {path: FileSum(sizes[path], sums[inside / path]) for path in named}
    item = inside / facts.documents.stac_item
    folder.write_json(item, stac_item(facts, metadata, files))
    sums[item] = sha256_of(folder.partial / item, progress)
    folder.write_document(Path(CHECKSUMS), checksums_text(sums))
    progress.info(f"{len(facts.layers)} layers finished as {facts.format.label}.")


def _sums(folder: Path, progress: Progress) -> dict[Path, str]:
    """The SHA-256 of every file so far, by its path below the product folder."""
    sums: dict[Path, str] = {}
    paths = summed_files(folder)
    for path in paths:
        sums[path] = sha256_of(folder / path, progress)
        progress.step(len(sums), len(paths), f"Checksum of {path.name}")
    return sums
