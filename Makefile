# `make` sets up .venv and does the main job; `make help` lists the rest.
# Needs python3 (3.11 or later) and make. Another Python: make PYTHON=python3.12

PYTHON ?= python3
BIN = .venv/bin
READY = .venv/.ready
TURTLE = ontology data tests
VERBATIM = ../shared/tools/no_verbatim.py

.PHONY: build test check format benchmark mutation clean help
.DELETE_ON_ERROR:

build: $(READY)  ## load, reason, validate, verify evidence, answer, export to build/
	@$(BIN)/kg build

test: $(READY) .venv/.rapper  ## run the tests
	@$(BIN)/pytest -n auto --dist loadfile

check: $(READY)  ## lint, formats, types, and that no sentence of the strategy stands here
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/turtlefmt --check $(TURTLE)
	@if [ -f $(VERBATIM) ]; then $(PYTHON) $(VERBATIM) ontology data queries kg tests benchmarks docs *.md; \
	else echo "no_verbatim: not checked, the strategy's text is not at hand"; fi

format: $(READY)  ## format Python and Turtle
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/turtlefmt $(TURTLE)

benchmark: $(READY)  ## time the commands
	@$(BIN)/python benchmarks/commands.py

mutation: $(READY)  ## break a copy of the project in many ways, and see what the checks notice
	@PYTHONPATH=tests $(BIN)/python -m mutation

clean:  ## remove what was made, the environment too
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1: /p' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Makefile: $(PYTHON) is $$($(PYTHON) --version 2>&1); expected Python 3.11 or later, as in: make PYTHON=python3.12" >&2; exit 2; }
	@echo "setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# A parser that shares nothing with ours reads the exports. Without it, its test says that it was skipped.
.venv/.rapper: | $(READY)
	@command -v rapper >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && { apt-get install -qq -y raptor2-utils || { apt-get update -qq && apt-get install -qq -y raptor2-utils; }; } >/dev/null 2>&1; } \
	  || echo "rapper (raptor2-utils) is not here and cannot be installed: its test will be skipped"
	@touch $@
