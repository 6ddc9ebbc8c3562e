"""Shapes that tests lay on the map."""

from __future__ import annotations


def square(centre: tuple[float, float], half: float) -> str:
    """WKT of a square with sides of twice ``half`` around a place, in its units."""
    (x, y), h = centre, half
    return f"POLYGON(({x - h} {y - h},{x + h} {y - h},{x + h} {y + h},{x - h} {y + h},{x - h} {y - h}))"
