"""``python -m s2gm_core`` is the command line ``s2gm``."""

import sys

from .cli import main

sys.exit(main())
