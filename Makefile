# Two commands do everything: `make run` and `make test`. Python 3.11 or newer and make are all they need.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Two cores are enough for the suite and usual on small machines.
TEST_WORKERS ?= 2
# Who is done takes over half of what another has left.
IN_PARALLEL = -n $(TEST_WORKERS) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help run serve test test-postgresql check format messages accuracy bench bench-search bench-site bench-desk bench-scale clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Set up, import the sample issues, index them, and serve on 127.0.0.1:8000 (PORT=…)
	@$(BIN)/python manage.py prepare seeds
	@echo "Reading room: http://127.0.0.1:$(PORT)/   Correction desk: http://127.0.0.1:$(PORT)/admin/   (Ctrl+C stops)"
	@$(BIN)/gunicorn newsroom.wsgi --bind 127.0.0.1:$(PORT) --threads 8 --limit-request-line 8190 --log-level warning

serve: export NEWSROOM_PRODUCTION := 1
serve: $(VENV)/run.stamp ## Serve as in production, behind your reverse proxy (see docs/deploy.md)
	@$(BIN)/python manage.py migrate --no-input --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/gunicorn newsroom.wsgi --config deploy/gunicorn.py

test: $(VENV)/dev.stamp ## The whole test suite; what uses the database also on PostgreSQL, where that is installed
	$(BIN)/python -m pytest $(IN_PARALLEL)
	$(BIN)/python -m tests.postgresql $(IN_PARALLEL)

test-postgresql: $(VENV)/dev.stamp ## Only those on PostgreSQL (TEST_DATABASE_URL=postgres://… for a server of yours)
	$(BIN)/python -m tests.postgresql $(IN_PARALLEL)

check: $(VENV)/dev.stamp ## Lint, types, templates, migrations, message catalogues, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.messages
	NEWSROOM_DATA=build/check NEWSROOM_PRODUCTION=1 SECRET_KEY= ALLOWED_HOSTS=newspaper.example \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(VENV)/dev.stamp ## Put the code into its one layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/dev.stamp ## Collect what is to be translated and compile the catalogues (needs gettext)
	$(BIN)/python -m tests.messages --update

accuracy: $(VENV)/dev.stamp ## How well the page reader reads the golden pages, clean and as a worse scan would give them
	$(BIN)/python -m tests.accuracy --noise

bench: $(VENV)/dev.stamp ## How long reading a page takes, from 1,000 to 200,000 characters (PAGES=folder: its dumps too)
	$(BIN)/python -m tests.benchmarks.reading $(PAGES)

bench-search: $(VENV)/dev.stamp ## Our search engine beside the stock one on the same articles (SIZE=1k, 10k or 100k)
	$(BIN)/python -m tests.benchmarks.search

bench-site: $(VENV)/dev.stamp ## Every kind of public page: queries, time, size, 304s (SIZE=1k, 10k or 50k)
	$(BIN)/python -m tests.benchmarks.site

bench-desk: $(VENV)/dev.stamp ## The correction desk over archives of 100, 5,000 and 50,000 articles (SIZES="100 5000")
	$(BIN)/python -m tests.benchmarks.desk $(SIZES)

bench-scale: $(VENV)/dev.stamp ## Import rate, latencies, memory and disk as an archive grows (SIZES="1k 10k 100k")
	$(BIN)/python -m tests.benchmarks.scale $(SIZES)

clean: ## Remove the virtual environment and caches; never the data folder
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
