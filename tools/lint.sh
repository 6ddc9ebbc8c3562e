#!/bin/sh
# ruff (lint and format) on everything, mypy on the core. Runs all three and fails if one does.
cd "$(dirname -- "$0")/.." || exit 1
status=0
.venv/bin/ruff check . || { status=1; echo "lint: 'make format' repairs some of the findings above" >&2; }
.venv/bin/ruff format --check --quiet . || { status=1; echo "lint: the format differs; run 'make format'" >&2; .venv/bin/ruff format --check . >&2; }
.venv/bin/mypy || status=1
exit $status
