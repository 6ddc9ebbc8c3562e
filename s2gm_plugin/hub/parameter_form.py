"""The advanced form: a widget for every parameter of an algorithm, made by QGIS from the parameter's definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingDestinationParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProject,
)
from qgis.gui import (
    QgsAbstractProcessingParameterWidgetWrapper,
    QgsCollapsibleGroupBox,
    QgsGui,
    QgsProcessingGui,
    QgsProcessingParameterWidgetContext,
)
from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ...processing_provider.translation import translate
from .available import grey_choices
from .choice_texts import show_empty, show_texts
from .form_rules import Section, rules, sections
from .presets import NO_PRESET, PRESET, without_preset, written_by_preset
from .values import plain_values

AREA_PARAMETERS = ("EXTENT", "AREA", "GEOMETRY")
"""Chosen by the panel of areas instead."""

BUTTONS = ("QUICKLOOK",)
"""Buttons of the page instead of rows."""

LONGEST_TEXT = 1_000_000
"""Of a field: the ids of many scenes are longer than what Qt takes otherwise."""


class ParameterForm(QWidget):
    """The values of an algorithm's parameters, but for area and destinations. What cannot be used is greyed out."""

    changed = pyqtSignal()

    def __init__(self, algorithm: QgsProcessingAlgorithm, map_canvas: Any = None) -> None:
        super().__init__()
        self.algorithm = algorithm
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._map_canvas = map_canvas
        self.wrappers: dict[str, QgsAbstractProcessingParameterWidgetWrapper] = {}
        self.labels: dict[str, QLabel] = {}
        self.widgets: dict[str, QWidget] = {}
        self._off: frozenset[str] = frozenset()
        self._rules = rules()
        self._preset = NO_PRESET  # whose settings are written into the form
        self._is_quiet = False
        self._lay_out()
        self._apply_rules()

    def values(self) -> dict[str, Any]:
        """What is chosen, as plain JSON values; what is greyed out is left away, and so is a preset, written out."""
        return {name: value for name, value in self._all_values().items() if name not in {*self._off, PRESET}}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show the values of an order; parameters that it does not name go back to their defaults."""
        values = without_preset(values)
        with self._quietly():
            for name in self.wrappers:
                self._show(name, values.get(name, self._default(name)))
        self._preset = NO_PRESET
        self._tell()

    def set_value(self, name: str, value: Any) -> None:
        """Show one value."""
        self.update_values({name: value})

    def update_values(self, values: Mapping[str, Any]) -> None:
        """Show some values, and tell of them once."""
        with self._quietly():
            for name in (name for name in values if name in self.wrappers):
                self._show(name, values[name])
        self._tell()

    def text_of(self, name: str) -> str:
        """What a choice shows."""
        widget = self.widgets[name]
        return widget.currentText() if isinstance(widget, QComboBox) else ""

    def defaults(self) -> dict[str, Any]:
        """The values of a form that nobody has touched."""
        given = {name: self._default(name) for name in self.wrappers if name != PRESET}
        return plain_values(self.algorithm, given)

    def reset(self) -> None:
        """All parameters to their defaults."""
        self.set_values({})

    def _default(self, name: str) -> Any:
        return self.algorithm.parameterDefinition(name).defaultValue()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """While several values are shown, which are half an order, nothing is told."""
        was, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = was

    def _show(self, name: str, value: Any) -> None:
        self.wrappers[name].setParameterValue(value, self._context)
        is_layer = isinstance(self.algorithm.parameterDefinition(name), QgsProcessingParameterRasterLayer)
        if is_layer and value in (None, ""):  # which QGIS's widget of layers does not take as a value
            for combo in self.widgets[name].findChildren(QComboBox):
                combo.setCurrentIndex(0)  # its empty row

    def _all_values(self) -> dict[str, Any]:
        given = {name: wrapper.parameterValue() for name, wrapper in self.wrappers.items()}
        return plain_values(self.algorithm, given)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for section in self._sections():
            names = [name for name in section.parameters if self._has(name)]
            if names:
                column.addWidget(self._box(section, names))

    def _sections(self) -> Iterator[Section]:
        """The table's sections, then one for what it does not name."""
        known = sections()
        yield from known
        named = {name for section in known for name in section.parameters}
        named |= {*AREA_PARAMETERS, *BUTTONS}
        others = (one.name() for one in self.algorithm.parameterDefinitions())
        yield Section(translate("S2GM", "More"), tuple(name for name in others if name not in named))

    def _has(self, name: str) -> bool:
        definition = self.algorithm.parameterDefinition(name)
        hidden = QgsProcessingParameterDefinition.Flag.FlagHidden
        is_shown = definition is not None and not definition.flags() & hidden
        return is_shown and not isinstance(definition, QgsProcessingDestinationParameter)

    def _box(self, section: Section, names: list[str]) -> QWidget:
        box = QgsCollapsibleGroupBox(section.title)
        box.setObjectName(f"s2gm_section_{names[0]}")  # QGIS would else share one setting between all boxes
        box.setSaveCollapsedState(False)
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(4)
        for name in names:
            self._add_row(form, self.algorithm.parameterDefinition(name))
        box.setCollapsed(not section.is_open)
        return box

    def _add_row(self, form: QFormLayout, definition: QgsProcessingParameterDefinition) -> None:
        registry = QgsGui.processingGuiRegistry()
        wrapper = registry.createParameterWidgetWrapper(definition, QgsProcessingGui.WidgetType.Standard)
        around = QgsProcessingParameterWidgetContext()
        around.setProject(QgsProject.instance())
        if self._map_canvas is not None:
            around.setMapCanvas(self._map_canvas)
        wrapper.setWidgetContext(around)
        widget = wrapper.createWrappedWidget(self._context)
        widget.setToolTip(_help_of(definition))
        widget.setMinimumWidth(120)
        widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
        for combo in [widget] if isinstance(widget, QComboBox) else widget.findChildren(QComboBox):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            if isinstance(definition, QgsProcessingParameterEnum):
                show_texts(combo, definition.name())
                grey_choices(combo, definition.name())
        if isinstance(widget, QLineEdit):
            widget.setMaxLength(LONGEST_TEXT)
        label = wrapper.createWrappedLabel() or QLabel()
        label.setText(definition.description())  # without QGIS's remark that it is optional: nearly all are
        label.setWordWrap(True)
        label.setBuddy(widget)
        if isinstance(widget, QCheckBox):  # has the text itself
            form.addRow(widget)
        else:
            form.addRow(label, widget)
        self.wrappers[definition.name()], self.widgets[definition.name()] = wrapper, widget
        self.labels[definition.name()] = label
        wrapper.widgetValueHasChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        if self._is_quiet:
            return
        self._follow_preset()
        self._apply_rules()
        self.changed.emit()

    def _follow_preset(self) -> None:
        """Write a preset that was just chosen into the form, where its settings are seen and can be changed."""
        values = self._all_values()
        with self._quietly():
            for name, value in written_by_preset(self._preset, values).items():
                self._show(name, self._default(name) if value is None else value)
        self._preset = self._all_values().get(PRESET, NO_PRESET)

    def _apply_rules(self) -> None:
        """Grey out what cannot be used, with the reason as its tooltip."""
        values = self._all_values()
        reasons = {rule.parameter: rule.reason for rule in self._rules if self._is_off(rule.parameter, values)}
        self._off = frozenset(reasons)
        for name, widget in self.widgets.items():
            definition = self.algorithm.parameterDefinition(name)
            tip = reasons.get(name) or _help_of(definition)
            for one in (widget, self.labels[name]):
                one.setEnabled(name not in reasons)
                one.setToolTip(tip)
            is_list = isinstance(definition, QgsProcessingParameterEnum) and definition.allowMultiple()
            if is_list and not values.get(name):
                show_empty(widget, name)

    def _is_off(self, name: str, values: Mapping[str, Any]) -> bool:
        return any(rule.is_off(values) for rule in self._rules if rule.parameter == name)


def _help_of(definition: QgsProcessingParameterDefinition) -> str:
    """The help of a parameter; of a number with its limits, beyond which its widget takes no digit."""
    if definition.name() == PRESET:
        return translate("S2GM", "Writes the settings of the product into this form. What you change afterwards wins.")
    if not isinstance(definition, QgsProcessingParameterNumber):
        return definition.help()
    low, high = (QLocale().toString(limit, "g", 6) for limit in (definition.minimum(), definition.maximum()))
    return translate("S2GM", "{help} From {low} to {high}.").format(help=definition.help(), low=low, high=high)
