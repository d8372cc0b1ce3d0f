# make demo: a running sample district.  make test: the whole suite.  Both need only python3 (>= 3.11, with venv) and make.
PY   ?= python3
VENV ?= .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip install -q --disable-pip-version-check
LUODI_TEST_PG ?= postgres://postgres@127.0.0.1:5432/luodi
TEMPLATES = $(shell git ls-files 'luodi/**/templates/**.html')
.DELETE_ON_ERROR:
.PHONY: demo test test-pg browser lint fix lock assets messages docs dist clean

# Stamps: a second run finds the environment ready and starts at once.
$(VENV)/.base: requirements/base.txt pyproject.toml
	$(PY) -m venv $(VENV)
	$(PIP) -r requirements/base.txt
	$(PIP) --no-deps -e .
	touch $@
$(VENV)/.test: requirements/test.txt $(VENV)/.base
	$(PIP) -r requirements/test.txt
	touch $@
$(VENV)/.dev: requirements/dev.txt $(VENV)/.test
	$(PIP) -r requirements/dev.txt
	touch $@

demo: $(VENV)/.base assets
	$(BIN)/luodi demo $(ARGS)

test: $(VENV)/.test assets
	$(BIN)/python -m pytest -q -n 2 $(ARGS)

test-pg: $(VENV)/.test
	$(BIN)/python tools/assets.py --translations
	LUODI_DATABASE_URL=$${LUODI_DATABASE_URL:-$(LUODI_TEST_PG)} $(BIN)/python -m pytest -q -n 2 \
	  --ignore=tests/engines --ignore=tests/guards --ignore=tests/browser $(ARGS)

browser: $(VENV)/.test assets
	$(BIN)/python -m pytest -q tests/browser $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/deptry .
	$(BIN)/mypy

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade --target-version 5.2 $(TEMPLATES)

UV = $(VENV)/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	$(PY) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install -q --disable-pip-version-check uv
	$(UV) pyproject.toml -o requirements/base.txt
	$(UV) pyproject.toml --group test -o requirements/test.txt
	$(UV) pyproject.toml --group test --group dev -o requirements/dev.txt
	$(UV) requirements/node.in -o requirements/node.txt
	cd frontend && npm install --package-lock-only --ignore-scripts --no-audit --no-fund

assets: $(VENV)/.base
	$(BIN)/python tools/assets.py

messages: $(VENV)/.base
	cd luodi && ../$(BIN)/django-admin makemessages --settings luodi.config.settings --pythonpath .. -l en --no-location --no-wrap
	$(BIN)/python tools/assets.py --translations

docs: $(VENV)/.test assets
	$(BIN)/luodi docs

dist: $(VENV)/.base assets
	$(BIN)/python -m pip wheel -q --no-deps -w dist .
	$(BIN)/python -m pip download -q -d dist/wheels -r requirements/base.txt

clean:
	rm -rf .cache dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage htmlcov
	find luodi tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
