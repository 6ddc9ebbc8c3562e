"""The table of checks, and running them all on a product folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import Cancelled, S2GMError
from ...progress import PartOfProgress, Progress, SilentProgress, stop_if_cancelled
from . import documents, metadata, names, rasters
from .product import ProductOnDisk, open_product
from .report import CheckResult, Problem, ProductReport, shown

MAX_PROBLEMS = 100
"""A check stops after so many problems."""


@dataclass(frozen=True)
class Check:
    """One row of the table. The check yields problems; that something cannot be read at all is one more."""

    name: str
    summary: str
    run: Callable[[ProductOnDisk, Progress], Iterator[Problem]]


CHECKS = (
    Check("parts", "sub-folders with one metadata document each", names.check_parts),
    Check("metadata", "keys of the metadata, in their order", metadata.check_metadata),
    Check("folder_name", "name of the folder, as metadata and order have it", names.check_folder_name),
    Check("completeness", "every file, and no other", names.check_completeness),
    Check("leftovers", "nothing of an unfinished run, no links", names.check_leftovers),
    Check("layer_names", "names of the layers' files", names.check_layer_names),
    Check("layer_table", "number types, nodata, scales and units of the format", metadata.check_layer_table),
    Check("geometry", "grid and boundary of the metadata", metadata.check_geometry),
    Check("sources", "the list of source granules", metadata.check_sources),
    Check("layer_files", "driver, number type, nodata, scale and place of every layer", rasters.check_layer_files),
    Check("values", "values of every layer, keys of source_index", rasters.check_values),
    Check("inspire", "elements and contents of inspire.xml", documents.check_inspire),
    Check("stac_item", "layers, order and sources of the STAC item", documents.check_stac_item),
    Check("vrt", "bands and sources of the virtual raster", documents.check_vrt),
    Check("quicklook", "kind and size of the picture", documents.check_quicklook),
    Check("checksums", "checksums of all files", documents.check_checksums),
)
"""Every check, in the order of the report."""


def validate_product(folder: Path | str, progress: Progress | None = None) -> ProductReport:
    """Run every check on a product folder. Raises `CatalogueError` where it is no folder, and `Cancelled`."""
    progress = progress or SilentProgress()
    product = open_product(Path(folder))
    results = []
    for number, check in enumerate(CHECKS):
        stop_if_cancelled(progress)
        part = PartOfProgress(progress, number / len(CHECKS), (number + 1) / len(CHECKS))
        results.append(CheckResult(check.name, check.summary, _problems(check, product, part)))
        part.step(1, 1, check.summary)
    return ProductReport(str(product.folder), tuple(results))


def _problems(check: Check, product: ProductOnDisk, progress: Progress) -> tuple[Problem, ...]:
    """What a check finds. A product is a foreign document: whatever it provokes is a problem of it, not an error."""
    found: list[Problem] = []
    try:
        for problem in check.run(product, progress):
            found.append(problem)
            if len(found) == MAX_PROBLEMS:
                found.append(Problem(check.name, f"{MAX_PROBLEMS} problems", "none; the rest was not looked at"))
                break
    except Cancelled:
        raise
    except S2GMError as problem:
        found.append(Problem(check.name, str(problem), check.summary))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError) as problem:
        found.append(Problem(check.name, f"{type(problem).__name__} {shown(str(problem))}", check.summary))
    return tuple(found)
