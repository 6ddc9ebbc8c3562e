"""Everything that a product needs once its pixels are written: its format, its documents, its checksums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..progress import Progress
from .checksums import CHECKSUMS, checksums_text, sha256_of, summed_files
from .conversion import convert_layers
from .facts import ProductFacts
from .folder import ProductFolder
from .inspire import INSPIRE, inspire_document
from .metadata import product_metadata
from .part_folder import PartFolder
from .stac import FileSum, other_files, stac_item
from .vrt import vrt_document


@dataclass(frozen=True)
class FinishedPart:
    """A sub-folder whose layers and own documents are complete."""

    facts: ProductFacts
    metadata: Mapping[str, Any]


def finish_part(
    folder: ProductFolder,
    part: PartFolder,
    raws: Mapping[str, Path],
    facts: ProductFacts,
    workers: int,
    progress: Progress,
) -> FinishedPart:
    """Convert the layers of a part and write its virtual raster and metadata; the quicklook is written already.

    ``raws`` are the finished GeoTIFFs by layer. Raises `OutputError` and `Cancelled`.
    """
    metadata = product_metadata(facts)
    convert_layers(raws, facts, metadata, part.inside, workers, progress)
    folder.write_document(Path(part.name) / facts.documents.vrt, vrt_document(facts))
    folder.write_json(Path(part.name) / facts.documents.metadata, metadata)
    progress.info(f"{len(facts.layers)} layers finished as {facts.format.label}.")
    return FinishedPart(facts, metadata)


def finish_product(folder: ProductFolder, parts: Sequence[FinishedPart], workers: int, progress: Progress) -> None:
    """Write what belongs to the whole product, the checksums last. Raises `OutputError` and `Cancelled`."""
    first = parts[0]
    document = inspire_document(first.facts, first.metadata, [part.facts.grid for part in parts])
    folder.write_document(Path(INSPIRE), document)
    sums = _sums(folder.partial, workers, progress)
    for part in parts:
        facts, files = part.facts, _named_files(folder.partial, part.facts, sums)
        name = facts.name if len(parts) == 1 else f"{facts.name}_{facts.part}"
        item = Path(facts.part) / facts.documents.stac_item
        folder.write_json(item, stac_item(name, facts, part.metadata, files))
        sums[item] = sha256_of(folder.partial / item, progress)
    folder.write_document(Path(CHECKSUMS), checksums_text(sums))


def _named_files(product: Path, facts: ProductFacts, sums: Mapping[Path, str]) -> dict[Path, FileSum]:
    """The files that the STAC item of a part names, by their path beside it."""
    named = {planned.path for planned in facts.layers.values()} | {other.path for other in other_files(facts)}
    inside = Path(facts.part)
    return {path: FileSum((product / inside / path).stat().st_size, sums[inside / path]) for path in named}


def _sums(folder: Path, workers: int, progress: Progress) -> dict[Path, str]:
    """The SHA-256 of every file so far, by its path below the product folder."""
    sums: dict[Path, str] = {}
    paths = summed_files(folder)
    with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-sums") as pool:
        found = pool.map(lambda path: sha256_of(folder / path, progress), paths)
        for path, digest in zip(paths, found):
            sums[path] = digest
            progress.step(len(sums), len(paths), f"Checksum of {path.name}")
    return sums
