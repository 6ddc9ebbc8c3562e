"""The table of what an order form shows: parameters by subject, and which of them make no sense with which others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ...processing_provider.translation import translate
from ..dates import day_text
from .periods import FIRST_YEAR, periods_of, today

Values = Mapping[str, Any]

FIRST_YEAR_OF_LANDSAT = 2013
"""Of the Landsat 8 that is merged with Sentinel-2."""


@dataclass(frozen=True)
class Section:
    """A group of parameters under one title."""

    title: str
    parameters: tuple[str, ...]
    is_open: bool = False  # from the beginning


@dataclass(frozen=True)
class Rule:
    """When a parameter cannot be used, and why; it is greyed out then and not part of the order."""

    parameter: str
    is_off: Callable[[Values], bool]
    reason: str


def sections() -> tuple[Section, ...]:
    """The sections in their order; parameters that none of them names come last, under *More*."""
    return (
        Section(translate("S2GM", "Time"), ("PERIOD", "START", "END"), True),
        Section(translate("S2GM", "Bands and layers"), ("BANDS", "LAYERS", "INDICES"), True),
        Section(translate("S2GM", "Pixels"), ("RESOLUTION", "CRS", "LIKE", "CLIP", "BUFFER"), True),
        Section(
            translate("S2GM", "Method"),
            ("PRESET", "METHOD", "OPTIONS", "TONE", "TONE_LIMITS")
            + ("CLOUD_MASK", "CLOUD_PROBABILITY", "MASK_GROWTH", "USER_MASK", "MIN_OBS", "FILL_DAYS", "REGULARISE")
            + ("NBAR", "NBAR_SUN_ZENITH", "HARMONISE"),
            True,
        ),
        Section(translate("S2GM", "Source and account"), ("SOURCE", "AUTH", "CACHE", "CACHE_SIZE"), True),
        Section(
            translate("S2GM", "Choice of scenes"),
            ("MAX_CLOUD", "LANDSAT_WEIGHT", "PLATFORMS", "RELATIVE_ORBITS", "BASELINES")
            + ("EXCLUDE_SCENES", "INCLUDE_SCENES"),
        ),
        Section(translate("S2GM", "Product"), ("NAME", "FORMAT", "BIT_DEPTH", "TILES")),
        Section(translate("S2GM", "Computer"), ("WORKERS", "MEMORY", "MAX_LOST")),
    )


def rules() -> tuple[Rule, ...]:
    """What cannot be combined."""
    grid = translate("S2GM", "The grid is that of the other raster. Clear it to choose here.")
    return (
        Rule("RESOLUTION", lambda v: bool(v.get("LIKE")), grid),
        Rule("CRS", lambda v: bool(v.get("LIKE")), grid),
        Rule(
            "OPTIONS",
            lambda v: not _has_options(v),
            translate("S2GM", "The chosen method has no options."),
        ),
        Rule(
            "CLOUD_PROBABILITY",
            lambda v: not _is_by_probability(v),
            translate("S2GM", "Only with the cloud mask probability."),
        ),
        Rule(
            "REGULARISE",
            lambda v: not _selects(v),
            translate("S2GM", "Only for methods that choose one observation per pixel; this one averages."),
        ),
        Rule(
            "NBAR_SUN_ZENITH",
            lambda v: v.get("NBAR") == "off",
            translate("S2GM", "Only with nadir reflectance (NBAR)."),
        ),
        Rule(
            "TONE_LIMITS",
            lambda v: v.get("TONE") != "limits",
            translate("S2GM", "Only with the tone between two limits."),
        ),
        Rule(
            "TONE",
            lambda v: "TONE" in v and v.get("BIT_DEPTH") == "16",
            translate("S2GM", "With 16 bits reflectance is stored, which no tone changes."),
        ),
        Rule(
            "CACHE_SIZE",
            lambda v: not v.get("CACHE"),
            translate("S2GM", "Only with a folder for what is read over the network."),
        ),
        Rule(
            "AUTH",
            _is_open_archive,
            translate("S2GM", "This source is open to everybody and needs no account."),
        ),
        Rule(
            "CACHE",
            _is_local,
            translate("S2GM", "This source is on your computer; nothing is read over the network."),
        ),
        Rule(
            "LANDSAT_WEIGHT",
            _is_sentinel_only,
            translate("S2GM", "This source has no Landsat scenes."),
        ),
    )


def why_not_then(parameters: Values) -> str:
    """Why an order's time makes no mosaic: before the satellites of its source, or not begun yet. Empty where it does.

    Dates that make no period at all are the algorithm's to refuse.
    """
    periods = periods_of(parameters)
    if not periods:
        return ""
    first = FIRST_YEAR_OF_LANDSAT if _has_landsat(parameters) else FIRST_YEAR
    if periods[0].start.year < first:
        text = translate("S2GM", "The archive begins in {year}; the order begins on {day}. Choose a later start.")
        return text.format(year=first, day=day_text(periods[0].start))
    if periods[-1].start > today():
        text = translate("S2GM", "The period from {day} on has not begun. Choose an earlier one.")
        return text.format(day=day_text(periods[-1].start))
    return ""


def _method(values: Values) -> Any:
    from ...s2gm_core.composite.registry import METHODS

    return METHODS.get(values.get("METHOD") or "s2gm", METHODS["s2gm"])


def _has_options(values: Values) -> bool:
    return bool(fields(_method(values).options))


def _selects(values: Values) -> bool:
    return bool(_method(values).selects)


def _is_by_probability(values: Values) -> bool:
    from ...s2gm_core.masks.scene_classification import MASK_PRESETS

    mask = MASK_PRESETS.get(str(values.get("CLOUD_MASK")))
    return mask is not None and mask.by_probability


def _provider(values: Values) -> Any:
    from ...s2gm_core.catalog.providers import PROVIDERS

    return PROVIDERS.get(str(values.get("SOURCE", "")).strip())


def _is_open_archive(values: Values) -> bool:
    provider = _provider(values)
    return _is_local(values) or (provider is not None and provider.account.startswith("none"))


def _is_local(values: Values) -> bool:
    source = str(values.get("SOURCE", "")).strip()
    return bool(source) and _provider(values) is None and "://" not in source and " + " not in source


def _has_landsat(values: Values) -> bool:
    """Whether a source may have scenes of Landsat; of a path or an address nothing is known."""
    source = str(values.get("SOURCE", "")).strip()
    return "landsat" in source or bool(source and _provider(values) is None)


def _is_sentinel_only(values: Values) -> bool:
    provider = _provider(values)
    return provider is not None and "landsat" not in provider.name
