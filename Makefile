# The two commands of the README: `make demo` and `make test`. Everything happens in a virtual environment of its own.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

# Recorded answers of a real Nomad, where they lie beside the checkout; tests that need them skip otherwise.
ifneq ($(wildcard ../shared/goldens),)
export NOMADSPEC_GOLDENS ?= $(abspath ../shared/goldens)
endif

.PHONY: all setup demo test lint types contract unit generate bench portable clean

all: test

setup: $(STAMP)

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $(STAMP)

demo: setup
	@sh tools/demo.sh $(BIN)/nomadspec

test: lint types contract unit

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Windows and macOS are checked by their types: what only POSIX has comes after a test of the platform, and is unreachable elsewhere.
types: setup
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --no-warn-unreachable
	$(BIN)/mypy --platform darwin --no-warn-unreachable

contract: setup
	$(BIN)/lint-imports --no-cache

unit: setup
	$(BIN)/python -m pytest -n auto

# The suite without the functions and modules that only POSIX systems have, as on Windows.
portable: setup
	$(BIN)/python -m pytest -n auto -p tests.without_posix

# Everything that is generated from a source of truth in this repository; a test compares.
generate: setup
	$(BIN)/python -m tools.generate_initializers
	$(BIN)/python -m tools.generate_model
	$(BIN)/python -m tools.generate_tables
	$(BIN)/python -m tools.generate_patterns
	$(BIN)/python -m tools.generate_rules
	$(BIN)/python -m tools.generate_schemas
	$(BIN)/python -m tools.generate_references
	$(BIN)/python -m tools.generate_man

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
