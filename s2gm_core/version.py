"""The one version of the plugin and its core (``metadata.txt`` repeats it; a test keeps them equal)."""

from __future__ import annotations

__version__ = "0.1.0"
