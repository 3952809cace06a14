# Every developer command. `make` alone lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
export MASTERSTVO_HOME ?= $(CURDIR)/var

.PHONY: help setup run test check fix where bench lock deps clean

help:     ## List the commands
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/  /'

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Нужен Python 3.11 или новее.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP)    ## Install everything into .venv (Python alone is needed) and prepare the database
	@$(BIN)/python manage.py build_assets
	@$(BIN)/python manage.py migrate --verbosity 0

run: setup    ## Set up, load the fictional district on the first start, serve on http://127.0.0.1:8000
	@$(BIN)/masterstvo demo --if-empty
	@MASTERSTVO_DEMO=1 $(BIN)/masterstvo serve

test: $(STAMP)    ## Set up and run all tests, on SQLite and on PostgreSQL
	@$(BIN)/python manage.py build_assets
	@$(BIN)/python -m tests.run

deps: $(STAMP)    ## Compare installed with pinned; make deps OSV=folder also with known weaknesses
	@$(BIN)/masterstvo check-deps $(if $(OSV),--advisories $(OSV))

check: $(STAMP)    ## Everything CI checks, in CI's order: format, lint, types, import contracts, migrations, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	DJANGO_SETTINGS_MODULE=config.settings_test $(BIN)/python manage.py makemigrations --check --dry-run
	$(MAKE) --no-print-directory test

fix: $(STAMP)    ## Repair what a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

where: $(STAMP)    ## make where P=/plans/3/  prints the URL name, view, template and tests behind a page
	@$(BIN)/python manage.py where $(P)

bench: $(STAMP)    ## Side-by-side measurements; prints ratios
	$(BIN)/python -m bench

lock: $(STAMP)    ## Write the pinned requirements after a dependency was installed or upgraded
	$(BIN)/python tools/lock.py

clean:    ## Remove what was built, keep the data in var/
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
