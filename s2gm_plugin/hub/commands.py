"""An order for other places: as a line for a terminal, as Python, as JSON."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pprint import pformat
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException

from ...processing_provider.translation import translate
from ..algorithms import core_order
from .records import OrderRecord, new_record
from .values import lost_fields, parameters_of_order

COMMANDS = {"brightearth": "brightearth"}
"""Commands of ``s2gm`` by the product of an order; others are mosaics."""

FLAGS = {"options": "option", "relative_orbits": "relative-orbit", "platforms": "platform", "baselines": "baseline"}
"""Where the command line names a field of an order otherwise."""

IS_WINDOWS = os.name == "nt"
_PLAIN_ON_WINDOWS = re.compile(r"[A-Za-z0-9_.:/\\=-]+")

OUTPUT_FOLDER = "mosaics"
PRODUCTS = {"temporal_mosaic": "s2gm:temporalmosaic", "brightearth": "s2gm:brightearth"}
"""Algorithms by the product of an order."""


def as_qgis_process(record: OrderRecord, windows: bool = IS_WINDOWS) -> str:
    """A line for a terminal that runs the order with ``qgis_process``."""
    given = {**record.parameters, "OUTPUT": f"{record.algorithm.split(':')[-1]}.tif"}
    pairs = (f"{name}={_text(value)}" for name, value in given.items())
    return _line(["qgis_process", "run", record.algorithm, "--", *pairs], windows)


def as_python(record: OrderRecord) -> str:
    """Python that runs the order in QGIS's console."""
    given = {**record.parameters, "OUTPUT": "TEMPORARY_OUTPUT"}
    call = f'processing.run(\n"{record.algorithm}",\n{pformat(given, sort_dicts=False)},\n)'
    return f"import processing\n\nresult = {call}\n"


def as_s2gm(record: OrderRecord, algorithm: QgsProcessingAlgorithm, windows: bool = IS_WINDOWS) -> str:
    """A line for a terminal that runs the order with ``s2gm``; `QgsProcessingException` where the order is wrong."""
    order = core_order(algorithm, record.parameters)
    command = COMMANDS.get(order.product, "mosaic")
    return _line(["s2gm", command, *_flags(order), "--out", OUTPUT_FOLDER], windows)


def _line(words: list[str], windows: bool) -> str:
    """Words as one line of a terminal: of a POSIX shell, or of Windows' command prompt and PowerShell."""
    return " ".join(map(_windows_word, words)) if windows else shlex.join(words)


def _windows_word(word: str) -> str:
    """A word in double quotes unless it is plain: both terminals read marks such as & and ; by themselves."""
    if _PLAIN_ON_WINDOWS.fullmatch(word):
        return word
    quoted = subprocess.list2cmdline([f" {word}"])  # which quotes for blanks only: so for the one in front
    return quoted[0] + quoted[2:]


def _flags(order: Any) -> Iterator[str]:
    """Flags for what differs from an order's defaults."""
    yield from ("--source", order.source, "--area", order.area.wkt)
    for field in fields(order):
        value = getattr(order, field.name)
        if field.name in ("source", "area", "product") or value == field.default:
            continue
        flag = "--" + FLAGS.get(field.name, field.name.replace("_", "-"))
        if value is True:
            yield flag
        elif field.name == "options":
            for name, text in value:
                yield from (flag, f"{name}={text}")
        elif value is not None:
            yield from (flag, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_json(record: OrderRecord, algorithm: QgsProcessingAlgorithm) -> str:
    """The core's order, as ``s2gm run`` takes it; `QgsProcessingException` where the order is wrong."""
    return json.dumps(core_order(algorithm, record.parameters).to_json(), indent=2) + "\n"


def from_json(text: str, algorithms: Mapping[str, QgsProcessingAlgorithm]) -> OrderRecord:
    """An order from the core's JSON, or from that of the historical service. Raises `S2GMError` with a sentence."""
    from ...s2gm_core.errors import OrderError

    try:
        order = _order_of(text)
    except RecursionError:
        raise OrderError(translate("S2GM", "This is no order: its JSON is nested too deeply.")) from None
    algorithm = algorithms.get(PRODUCTS.get(order.product, ""))
    if algorithm is None:
        raise OrderError(translate("S2GM", "No page of this window makes {product}.").format(product=order.product))
    document = order.to_json()
    parameters = parameters_of_order(algorithm, document)
    try:
        lost = lost_fields(algorithm, parameters, document)
    except QgsProcessingException as problem:
        raise OrderError(str(problem)) from None
    if lost:
        text = translate("S2GM", "The page cannot show: {fields}. Run the order with s2gm run, or take these out.")
        raise OrderError(text.format(fields=", ".join(f"{field} = {document[field]}" for field in lost)))
    return new_record(algorithm.id(), order.name, parameters)


def _order_of(text: str) -> Any:
    """The core's order. Raises `S2GMError`, and `RecursionError` for JSON that is nested too deeply."""
    from ...s2gm_core import Order
    from ...s2gm_core.catalog.providers import DEFAULT_PROVIDER
    from ...s2gm_core.errors import OrderError
    from ...s2gm_core.order_service import is_service_order, order_from_service

    try:
        document = json.loads(text)
    except ValueError as problem:
        raise OrderError(translate("S2GM", "This is no JSON ({reason}).").format(reason=problem)) from None
    old = is_service_order(document)
    return order_from_service(document, DEFAULT_PROVIDER) if old else Order.from_json(document)
