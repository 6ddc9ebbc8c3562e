"""What every algorithm of the provider must offer; new algorithms are checked as soon as they are registered."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROMISED = {
    "s2gm:temporalmosaic": {
        "parameters": "SOURCE EXTENT AREA GEOMETRY PERIOD START END METHOD BANDS RESOLUTION CRS LAYERS CLOUD_MASK "
        "CLOUD_PROBABILITY MASK_GROWTH USER_MASK "
        "LANDSAT_WEIGHT FORMAT MAX_CLOUD EXCLUDE_SCENES INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES AUTH NAME "
        "WORKERS MEMORY MAX_LOST PRESET OPTIONS INDICES BIT_DEPTH LIKE CLIP BUFFER NBAR NBAR_SUN_ZENITH HARMONISE "
        "REGULARISE MIN_OBS FILL_DAYS CACHE CACHE_SIZE OUTPUT QUALITY FOLDER",
        "outputs": "OUTPUT QUALITY FOLDER SCENES VALID_FRACTION PRODUCT_NAME",
        "advanced": "GEOMETRY CRS LAYERS CLOUD_MASK CLOUD_PROBABILITY MASK_GROWTH "
        "USER_MASK LANDSAT_WEIGHT FORMAT MAX_CLOUD EXCLUDE_SCENES INCLUDE_SCENES "
        "PLATFORMS RELATIVE_ORBITS BASELINES AUTH NAME WORKERS MEMORY MAX_LOST PRESET OPTIONS INDICES BIT_DEPTH LIKE "
        "CLIP BUFFER NBAR NBAR_SUN_ZENITH HARMONISE REGULARISE MIN_OBS FILL_DAYS CACHE CACHE_SIZE",
    },
    "s2gm:searchscenes": {
        "parameters": "SOURCE EXTENT AREA GEOMETRY START END MAX_CLOUD EXCLUDE_SCENES INCLUDE_SCENES PLATFORMS "
        "RELATIVE_ORBITS BASELINES BANDS RESOLUTION AUTH OUTPUT",
        "outputs": "OUTPUT SCENES USED READ_MIB",
        "advanced": "GEOMETRY EXCLUDE_SCENES INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES BANDS RESOLUTION AUTH",
    },
    "s2gm:pointtimeseries": {
        "parameters": "SOURCE POINTS START END PERIOD BANDS INDICES WINDOW AGGREGATE RESOLUTION NAME_FIELD SMOOTH "
        "LAYOUT METHOD OPTIONS CLOUD_MASK CLOUD_PROBABILITY MASK_GROWTH "
        "USER_MASK LANDSAT_WEIGHT MAX_CLOUD VALID_VALUES_ONLY WITHOUT_CONFIDENCES MIN_OBS FILL_DAYS EXCLUDE_SCENES "
        "INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES NBAR NBAR_SUN_ZENITH HARMONISE CRS AUTH WORKERS MEMORY "
        "MAX_LOST CACHE CACHE_SIZE OUTPUT CSV",
        "outputs": "OUTPUT CSV SERIES RECORDS VALID",
        "advanced": "NAME_FIELD SMOOTH LAYOUT METHOD OPTIONS CLOUD_MASK CLOUD_PROBABILITY MASK_GROWTH "
        "USER_MASK LANDSAT_WEIGHT MAX_CLOUD VALID_VALUES_ONLY WITHOUT_CONFIDENCES "
        "MIN_OBS FILL_DAYS EXCLUDE_SCENES INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES NBAR NBAR_SUN_ZENITH "
        "HARMONISE CRS AUTH WORKERS MEMORY MAX_LOST CACHE CACHE_SIZE",
    },
    "s2gm:cloudmask": {
        "parameters": "SOURCE EXTENT AREA GEOMETRY START END CLOUD_MASK RESOLUTION LOAD MAX_CLOUD EXCLUDE_SCENES "
        "INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES AUTH NAME WORKERS MEMORY MAX_LOST CACHE CACHE_SIZE FOLDER",
        "outputs": "FOLDER MASKS",
        "advanced": "GEOMETRY MAX_CLOUD EXCLUDE_SCENES INCLUDE_SCENES PLATFORMS RELATIVE_ORBITS BASELINES AUTH NAME "
        "WORKERS MEMORY MAX_LOST CACHE CACHE_SIZE",
    },
}
"""Names that scripts and models of users hold. They may be added to, never taken away or renamed."""


@pytest.fixture
def algorithms(qgis_app: Any) -> list[Any]:
    return qgis_app.processingRegistry().providerById("s2gm").algorithms()


def _check(algorithms: list[Any], broken: Callable[[Any, Any], bool]) -> list[str]:
    """Names of the parameters for which ``broken`` holds."""
    return [
        f"{algorithm.id()} {definition.name()}"
        for algorithm in algorithms
        for definition in algorithm.parameterDefinitions()
        if broken(algorithm, definition)
    ]


def test_promised_names_are_there(algorithms: list[Any]) -> None:
    by_id = {algorithm.id(): algorithm for algorithm in algorithms}
    for name, promised in PROMISED.items():
        parameters = {definition.name() for definition in by_id[name].parameterDefinitions()}
        outputs = {definition.name() for definition in by_id[name].outputDefinitions()}
        assert set(promised["parameters"].split()) <= parameters
        assert set(promised["outputs"].split()) <= outputs


def test_the_dialog_shows_the_common_parameters_first_and_hides_the_others(algorithms: list[Any]) -> None:
    from qgis.core import QgsProcessingParameterDefinition

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    by_id = {algorithm.id(): algorithm for algorithm in algorithms}
    for name, promised in PROMISED.items():
        hidden = {row.name() for row in by_id[name].parameterDefinitions() if row.flags() & advanced}
        assert hidden == set(promised["advanced"].split())


def test_every_parameter_has_help(algorithms: list[Any]) -> None:
    assert _check(algorithms, lambda algorithm, row: len(row.help()) < 15) == []


def test_the_help_of_a_parameter_is_a_tooltip_and_no_page(algorithms: list[Any]) -> None:
    """All but the source's, which names the providers."""
    assert _check(algorithms, lambda algorithm, row: len(row.help()) > 330 and row.name() != "SOURCE") == []


def test_every_parameter_has_a_readable_label(algorithms: list[Any]) -> None:
    assert _check(algorithms, lambda algorithm, row: not re.match(r"[A-Z]\S.+|CRS", row.description())) == []


def test_parameter_names_are_plain_capitals(algorithms: list[Any]) -> None:
    assert _check(algorithms, lambda algorithm, row: not re.fullmatch(r"[A-Z][A-Z_]*", row.name())) == []


def test_choices_are_words_and_not_numbers(algorithms: list[Any]) -> None:
    from qgis.core import QgsProcessingParameterEnum

    def is_numbered(algorithm: Any, row: Any) -> bool:
        return isinstance(row, QgsProcessingParameterEnum) and not (row.usesStaticStrings() and row.options())

    assert _check(algorithms, is_numbered) == []


def test_defaults_are_values_that_the_parameter_accepts(algorithms: list[Any]) -> None:
    def is_refused(algorithm: Any, row: Any) -> bool:
        return row.defaultValue() is not None and not row.checkValueIsAcceptable(row.defaultValue())

    assert _check(algorithms, is_refused) == []


def test_every_algorithm_says_what_it_does_and_under_which_licence(algorithms: list[Any]) -> None:
    for algorithm in algorithms:
        assert algorithm.shortDescription().endswith(".")
        assert "Contains modified Copernicus Sentinel data [year]" in algorithm.shortHelpString()
        assert algorithm.helpUrl().startswith("file:")
        assert algorithm.tags()
        assert algorithm.groupId() and algorithm.group()
        assert not algorithm.icon().isNull()


def test_help_describes_every_method(algorithms: list[Any]) -> None:
    from s2gm_core.composite.registry import METHODS

    text = next(row for row in algorithms if row.name() == "temporalmosaic").shortHelpString()
    assert [name for name, row in METHODS.items() if f"<i>{name}</i>" not in text or row.summary not in text] == []


def test_every_method_option_and_preset_of_the_core_is_offered_and_described(algorithms: list[Any]) -> None:
    from s2gm_core.composite.options import option_infos
    from s2gm_core.composite.registry import METHODS
    from s2gm_core.presets import PRESETS

    algorithm = next(row for row in algorithms if row.name() == "temporalmosaic")
    text = algorithm.shortHelpString()
    assert algorithm.parameterDefinition("METHOD").options() == list(METHODS)
    assert algorithm.parameterDefinition("PRESET").options() == ["none", *PRESETS]
    assert [name for name, row in PRESETS.items() if f"<i>{name}</i>: {row.label}" not in text] == []
    rows = [line for line in text.split("<br/>") if " For " in line]
    for method in METHODS.values():
        for info in option_infos(method.options):
            described = [line for line in rows if f"<i>{info.name}=" in line and info.allowed in line]
            assert any(info.help[1:] in line and method.name in line.split(" For ")[1] for line in described), info


def test_the_methods_that_normalise_by_themselves_are_those_of_the_help(repository: Path) -> None:
    from s2gm_core.composite.registry import METHODS

    names = [name for name, row in METHODS.items() if row.normalises]
    assert all("Weighted average" in METHODS[name].label for name in names)
    assert len(names) == sum("Weighted average" in row.label for row in METHODS.values())
    text = f"`auto`: only for `{'`, `'.join(names[:-1])}` and `{names[-1]}`"
    assert text in (repository / "docs" / "qgis.md").read_text(encoding="utf-8")


def test_advanced_parameters_of_one_subject_stand_together(qgis_app: Any) -> None:
    algorithm = qgis_app.processingRegistry().algorithmById("s2gm:temporalmosaic")
    names = [row.name() for row in algorithm.parameterDefinitions()]
    for group in ("PRESET OPTIONS", "LAYERS INDICES BIT_DEPTH", "CRS LIKE CLIP BUFFER", "MAX_CLOUD MIN_OBS FILL_DAYS"):
        first = names.index(group.split()[0])
        assert names[first : first + len(group.split())] == group.split()


def test_the_defaults_of_the_parameters_are_those_of_the_order(qgis_app: Any, small_order: dict[str, Any]) -> None:
    """Presets rely on it: a value at its default counts as not given."""
    from dataclasses import fields

    from qgis.core import QgsProcessingContext

    from s2gm_core.order import Order

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    given = ("SOURCE", "EXTENT", "START")
    order = algorithm.read_order({name: small_order[name] for name in given}, QgsProcessingContext())
    defaults = {row.name: row.default for row in fields(Order) if row.name not in ("source", "area", "start")}
    assert {name: getattr(order, name) for name in defaults} == defaults


def test_algorithms_run_in_the_background(algorithms: list[Any]) -> None:
    from qgis.core import QgsProcessingAlgorithm

    no_threading = QgsProcessingAlgorithm.Flag.FlagNoThreading
    assert [algorithm.id() for algorithm in algorithms if algorithm.flags() & no_threading] == []


def test_a_new_instance_is_a_new_object(algorithms: list[Any]) -> None:
    for algorithm in algorithms:
        assert algorithm.create() is not algorithm
        assert algorithm.create().id().split(":")[-1] == algorithm.name()
