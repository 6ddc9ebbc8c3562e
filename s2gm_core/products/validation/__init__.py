"""Checks a product folder against the specification of its format (`docs/product-format.md`)."""

from __future__ import annotations

from .checks import CHECKS, validate_product
from .report import CheckResult, Problem, ProductReport

__all__ = ["CHECKS", "CheckResult", "Problem", "ProductReport", "validate_product"]
