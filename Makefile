# The two commands of the README: `make demo` and `make test`. Everything happens in a virtual environment of its own.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

# Recorded answers of a real Nomad, where they lie beside the checkout; tests that need them skip otherwise.
ifneq ($(wildcard ../shared/goldens),)
export NOMADSPEC_GOLDENS ?= $(abspath ../shared/goldens)
endif

.PHONY: all setup demo test lint types contract unit generate docs browser bench portable api lowest lock locked release-check sbom checksums clean

all: test

setup: $(STAMP)

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $(STAMP)

demo: setup
	@sh tools/demo.sh $(BIN)/nomadspec

test: lint types contract unit fuzz-a-little

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/zizmor --offline --quiet .github action.yml
	@if command -v actionlint >/dev/null; then actionlint; else echo "actionlint is not installed: workflows are not checked by it"; fi

# Windows and macOS are checked by their types: what only POSIX has comes after a test of the platform, and is unreachable elsewhere.
types: setup
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --no-warn-unreachable --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --no-warn-unreachable --cache-dir .mypy_cache/darwin

contract: setup
	$(BIN)/lint-imports --no-cache

unit: setup browser-tools-if-needed
	$(BIN)/python -m pytest -n auto

# The suite without the functions and modules that only POSIX systems have, as on Windows.
portable: setup
	$(BIN)/python -m pytest -n auto -p tests.without_posix

.PHONY: fuzz fuzz-a-little
# Looks for inputs that are answered by a fault: some seconds with the seed of the day as a part of the tests, and as long as one likes.
fuzz-a-little: setup
	$(BIN)/python -m fuzz --seconds 15

SECONDS ?= 1800
fuzz: setup
	$(BIN)/python -m fuzz --seconds $(SECONDS)

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
	$(BIN)/python -m tools.generate_commands
	$(BIN)/python -m tools.generate_configuration
	$(BIN)/python -m tools.generate_api
	$(BIN)/python -m tools.generate_conformance
	$(BIN)/python -m tools.generate_architecture

# The documentation as a site in build/site, with the playground. A command with another output than its page shows, a broken link, a page that nothing leads to,
# or something loaded from elsewhere fails it.
docs: setup playground
	$(BIN)/python -m pip install --quiet --group docs
	$(BIN)/python -m pytest tests/test_docs.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# nomadspec in a browser, as the folder build/playground that any web server can serve. Needs npm, which brings Python for browsers (Pyodide).
.PHONY: playground
playground: setup
	$(BIN)/python -m tools.build_playground

# The pages and the playground in a real browser: Chromium of the system, driven by Playwright, and an accessibility check. Needs npm, and `apt-get install chromium`.
browser: browser-tools playground
	$(BIN)/python -m pytest tests/browser

.PHONY: browser-tools browser-tools-if-needed pictures
browser-tools: setup
	$(BIN)/python -c "import playwright" 2>/dev/null || $(BIN)/python -m pip install --quiet --group browser
	test -f $(VENV)/node_modules/axe-core/axe.min.js || npm install --silent --no-save --prefix $(VENV) axe-core@4

# Where there is a browser, the tests in it are a part of the suite; elsewhere they are skipped.
browser-tools-if-needed: setup
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then \
		$(MAKE) --no-print-directory browser-tools || echo "Playwright or axe-core cannot be installed: tests that need them are skipped"; \
	else echo "There is no Chromium: pages are not tested in a browser"; fi

# The pictures of the pages in docs/images.
pictures: browser-tools
	$(BIN)/python -m tools.page_pictures

# The extension for Visual Studio Code: checked, linted, packed to editors/vscode/nomadspec.vsix. Needs Node.js.
.PHONY: vscode
vscode:
	cd editors/vscode && npm ci --no-audit --no-fund && npm run check && npm run lint && npm run package

bench: setup
	$(BIN)/python -m benchmarks

# The public face and the command line against the recorded ones (tests/face/); `make generate` records what a release changes on purpose.
api: setup
	$(BIN)/python -m pytest tests/face

# The suite with the oldest versions of dependencies that pyproject.toml allows, where uv is installed. Type checkers need newer ones, and stay out.
lowest:
	uv venv --quiet --clear --python $(PYTHON) build/lowest
	uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable ".[re2,dask,lsp]"
	uv pip install --quiet --python build/lowest/bin/python --group test
	build/lowest/bin/python -m pytest -n auto --ignore tests/typed

# The version and hash of every file that development and releases install, and of those that the image does, on every Python and system; where uv is installed.
lock:
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--all-extras --group dev --group release pyproject.toml --output-file requirements-dev.lock
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra re2 pyproject.toml --output-file requirements.lock

# The environment of `make setup` from that lock: what releases are built with.
locked:
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

# All that can be checked of a release without publishing one; leaves sdist and wheel in dist/.
release-check: setup
	$(BIN)/python -m pip install --quiet --group release
	$(BIN)/python -m tools.release_check

# What the wheel brings along: name, version and license of each installed package, as CycloneDX.
sbom: setup
	$(BIN)/python -m tools.sbom dist

checksums:
	cd dist && sha256sum -- *.whl *.tar.gz *.json > SHA256SUMS

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
