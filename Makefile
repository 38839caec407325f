# The two commands of a newcomer are `make serve` and `make test`; each sets up what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV_VERSION := 0.9.30
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
CAREERS := .venv/bin/careers
PORT ?= 8000
DATA ?= var

.PHONY: help setup serve test check format bench screenshots
help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.uv/bin/uv:
	@echo "Installing uv $(UV_VERSION) into .uv"
	@python3 -m venv .uv
	@.uv/bin/python -m pip install --quiet "uv==$(UV_VERSION)"

# Made anew only when the locked dependencies change. Compiled at once (25 seconds): where Python may
# write no bytecode, as in many containers, every start of Rasa would compile for ten.
.venv/.synced: pyproject.toml uv.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@echo "Installing the dependencies into .venv (4 GB, about two minutes)"
	@$(UV) sync --frozen --compile-bytecode
	@touch $@

setup: .venv/.synced  ## prepare everything without starting
	@$(CAREERS) --data $(DATA) setup

serve: .venv/.synced  ## run the assistant on http://127.0.0.1:8000
	@$(CAREERS) --data $(DATA) serve --port $(PORT)

check: .venv/.synced  ## lint, format, types, layers, training data
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python tests/validate_training_data.py

test: check setup  ## everything that keeps main clean, and all tests
	.venv/bin/python tests/chromium.py
	.venv/bin/pytest -n 2 --dist loadgroup

bench: setup  ## leads under kill -9 (about half an hour), staff pages with 100,000 leads (a quarter)
	.venv/bin/python bench/faults.py
	.venv/bin/python bench/staff.py
	.venv/bin/python bench/staff.py --postgres

screenshots: setup  ## pictures of the widget's states, in docs/images
	.venv/bin/python -m tests.browser.screenshots

format: .venv/.synced  ## put the code into shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
