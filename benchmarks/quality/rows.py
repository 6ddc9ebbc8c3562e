"""The rows of the quality tables: every method with its defaults, and some with another option or order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from s2gm_core.composite.options import Pairs, pairs_of
from s2gm_core.composite.registry import METHODS


@dataclass(frozen=True)
class Row:
    """A method, its options, and what else the order says."""

    name: str
    method: str
    options: Pairs = ()
    changes: tuple[tuple[str, Any], ...] = ()  # of the order

    @property
    def normalised(self) -> bool:
        """Whether the product's angles are normalised (NBAR)."""
        nbar = dict(self.changes).get("nbar", "auto")
        return nbar == "on" or (nbar == "auto" and METHODS[self.method].normalises)

    @property
    def selects(self) -> bool:
        """Whether pixels are genuine observations."""
        return METHODS[self.method].selects


def _with(name: str, what: str, options: str = "", **changes: Any) -> Row:
    return Row(f"{name}, {what}", name, pairs_of(options), tuple(changes.items()))


_PLAIN = tuple(Row(name, name) for name in METHODS)
_VARIANTS = (
    _with("s2gm", "regularised", regularise=True),
    _with("medoid", "regularised", regularise=True),
    _with("medoid", "NBAR", nbar="on"),
    _with("median", "NBAR", nbar="on"),
    _with("mean", "NBAR", nbar="on"),
    _with("weighted_average", "no NBAR", nbar="off"),
    _with("weighted_average", "not filled", "fill_clouded=false"),
    _with("weighted_average_trimmed", "not filled", "fill_clouded=false"),
    _with("weighted_average_trimmed", "mean of water", "fill_clouded=false;water=mean"),
    _with("percentile", "50", "percentiles=50"),
)

PLAIN: Mapping[str, Row] = MappingProxyType({row.name: row for row in _PLAIN})
"""Every method with its defaults, by its name."""

ROWS: Mapping[str, Row] = MappingProxyType({row.name: row for row in (*_PLAIN, *_VARIANTS)})
"""All rows by name."""
