# Everything here works from a bare clone on Debian 12: each target first installs what it needs (tools/bootstrap.sh).
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

.PHONY: help bootstrap demo test lint format screenshot package translations bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

bootstrap: ## install QGIS, the Python packages, the linters and the tests' servers where they are missing
	@tools/bootstrap.sh

demo: ## simulate a small archive and make a mosaic of it through QGIS Processing
	@tools/demo.sh

test: ## lint, types and all tests
	@tools/test.sh

lint: bootstrap ## ruff (lint and format) and mypy, changing nothing
	@tools/lint.sh

format: bootstrap ## let ruff put the code into form
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

screenshot: bootstrap ## photograph a QGIS main window with mosaics in it
	@tools/screenshot.sh

package: ## the zip that QGIS installs, from the last commit, in dist/
	@tools/package.sh

translations: ## collect the texts for the translators and compile what they wrote
	@tools/translations.sh

bench: bootstrap ## print the benchmarks' tables
	@tools/bench.sh

clean: ## remove what the targets above made, except .venv and .venv-servers
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
