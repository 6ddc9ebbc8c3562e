"""The published schema is the one that the tables give, and it names every field of an order."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from s2gm_core.order import Order
from s2gm_core.order_schema import order_schema, order_schema_text

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_schema_in_the_documents_is_current() -> None:
    assert (DOCS / "order.schema.json").read_text(encoding="utf-8") == order_schema_text()


def test_the_schema_names_exactly_the_fields_of_an_order() -> None:
    fields = {field.name for field in dataclasses.fields(Order)}
    assert set(order_schema()["properties"]) == fields | {"type", "version"}
