"""Offsets, scales and tone curves."""
