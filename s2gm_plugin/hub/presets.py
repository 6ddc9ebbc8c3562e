"""Settings of a known product as values of the form: written out, so that what is shown is what is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

Values = Mapping[str, Any]

PRESET, NO_PRESET = "PRESET", "none"
METHOD, OPTIONS = "METHOD", "OPTIONS"


def settings_of(name: str) -> dict[str, Any]:
    """The parameters that a preset sets, with their values; none for a name that is no preset."""
    from ...s2gm_core.presets import PRESETS

    settings = PRESETS[name].settings if name in PRESETS else {}
    return {field.upper(): _parameter_value(value) for field, value in settings.items()}


def without_preset(parameters: Values) -> dict[str, Any]:
    """The same order without PRESET: its settings stand in the parameters that were left at their defaults.

    The rule is that of `order_with_preset`: what differs from its default wins, options are joined, and those of the
    preset go with its method.
    """
    given = {name: value for name, value in parameters.items() if name != PRESET}
    settings = settings_of(str(parameters.get(PRESET, NO_PRESET)))
    changed = {name: given[name] for name in settings if name in given and not _is_usual(name, given[name])}
    options = str(given.get(OPTIONS) or "")
    if changed.get(METHOD, settings.get(METHOD)) != settings.get(METHOD):
        settings.pop(OPTIONS, None)
    elif OPTIONS in settings and options:
        changed[OPTIONS] = _joined(settings[OPTIONS], options)
    return {**given, **settings, **changed}


def written_by_preset(was: str, values: Values) -> dict[str, Any]:
    """What is to be written into a form whose preset ``was`` another, or of which something was changed.

    A preset that was just chosen is written out, and so is the end of one: None stands for a parameter's default.
    A preset of which a setting was changed afterwards is not chosen any more.
    """
    from ...s2gm_core.presets import PRESETS

    now = str(values.get(PRESET, NO_PRESET))
    own = settings_of(now)
    if now != was:
        every = {name for one in PRESETS for name in settings_of(one)} if own else settings_of(was)
        return {name: own.get(name) for name in every}
    if all(_same(values.get(name), value) for name, value in own.items()):
        return {}
    is_left = values.get(METHOD) != own[METHOD] and values.get(OPTIONS, "") == own.get(OPTIONS, "")
    return {PRESET: NO_PRESET, **({OPTIONS: None} if is_left else {})}


def _parameter_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ";".join(f"{key}={one}" for key, one in value.items())
    return list(value) if isinstance(value, tuple) else value


def _is_usual(name: str, value: Any) -> bool:
    """Whether a parameter is left at its default, which is that of the order's field."""
    from ...s2gm_core import Order

    default = next(field.default for field in fields(Order) if field.name.upper() == name)
    return value in (None, "", []) or (tuple(value) if isinstance(value, list) else value) == default


def _same(one: Any, other: Any) -> bool:
    return set(one or ()) == set(other) if isinstance(other, list) else one == other


def _joined(options: str, given: str) -> str:
    """Options with those that were given in the place of their own; what cannot be read is left to be refused."""
    from ...s2gm_core.composite.options import pairs_of
    from ...s2gm_core.errors import S2GMError

    try:
        return _parameter_value({**dict(pairs_of(options)), **dict(pairs_of(given))})
    except S2GMError:
        return given
