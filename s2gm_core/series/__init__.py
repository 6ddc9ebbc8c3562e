"""Curves of single places over time: smoothing, filling of gaps, and the figures of seasons."""
