"""``python -m s2gm_core`` is the command line ``s2gm``."""

from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
