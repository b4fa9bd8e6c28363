# Two commands: `make run` serves the software with its demonstration data, `make test` runs the whole suite.
#   make run   [PORT=8000] [HOST=127.0.0.1] [PYTHON=python3.12]
#   make test  [WITHOUT=browser,imap,postgresql,readers]
#   make bench [ONLY='letters moves']

PORT ?= 8000
HOST ?= 127.0.0.1
WITHOUT ?=
# The first of these that is new enough makes the virtual environment.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

BIN := .venv/bin
# Not compiled: Python compiles what it uses at the first start, and that is a small part of all.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check -qq install --no-compile
METADATA := setup.cfg pyproject.toml

.DEFAULT_GOAL := run
# Compiled modules are what makes the second start quick: the first one writes them, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test bench translations

# `exec` leaves one foreground process, so that Ctrl-C reaches it and nothing outlives it.
run: .venv/installed
	@exec $(BIN)/webinars serve --prepare --print-addresses --host '$(HOST)' --port '$(PORT)'

# The quick checks come first: what fails, fails early.
test: export WITHOUT := $(WITHOUT)
test: .venv/installed-for-tests .venv/older-zones/installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m tests.support.machine
	$(if $(findstring readers,$(WITHOUT)),,@$(MAKE) --no-print-directory .venv/readers/installed)
	$(BIN)/python -m pytest -n 2
	@test -z '$(WITHOUT)' || echo 'LEFT OUT ON REQUEST (WITHOUT): $(WITHOUT)'

# Ratios against something bare in the same run.
bench: .venv/installed-for-bench
	@$(BIN)/python -m benchmarks $(ONLY)

# Takes the texts out of the code into the catalogues and compiles these.
CATALOGUES := webinars/translations
TEXTS := .venv/texts.pot
translations: .venv/installed-for-tests
	$(BIN)/pybabel -q extract -F $(CATALOGUES)/babel.cfg -k N_ -k _l -k lazy_gettext -k '_n:1,2' \
		--no-location --sort-output -o $(TEXTS) .
	$(BIN)/pybabel -q update -i $(TEXTS) -d $(CATALOGUES) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d $(CATALOGUES)

.venv/installed: $(METADATA) | .venv/bin/python
	$(INSTALL) --editable .
	@touch $@

.venv/installed-for-tests: $(METADATA) | .venv/bin/python
	$(INSTALL) --editable '.[test]'
	@touch $@ .venv/installed

# A solver to be measured against: neither the application nor its tests know it.
.venv/installed-for-bench: $(METADATA) | .venv/bin/python
	$(INSTALL) --editable '.[test,bench]'
	@touch $@ .venv/installed-for-tests .venv/installed

# A former zone database, beside the present one: what changed since is what its tests look for.
.venv/older-zones/installed: | .venv/bin/python
	$(INSTALL) --no-deps --upgrade --target $(@D) pytz==2025.2
	@touch $@

# What reads calendars in JavaScript. npm is here: tests.support.machine runs before this.
.venv/readers/installed: tests/readers/package.json | .venv/bin/python
	@mkdir -p $(@D)
	@cp $< $(@D)/package.json
	npm install --prefix $(@D) --no-package-lock --no-audit --no-fund --silent
	@touch $@

.venv/bin/python:
	@test -n '$(PYTHON)' || { echo 'Webinars needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3.' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo 'Webinars needs Python 3.11 or newer, and $(PYTHON) is older or missing.' >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip' 2>/dev/null || { echo '$(PYTHON) cannot make virtual environments: install the Debian package python3-venv.' >&2; exit 1; }
	'$(PYTHON)' -m venv .venv
