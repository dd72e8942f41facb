# The commands of the project; `make help` lists them. Each sets up what it needs by itself.

PYTHON := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT
MESSAGES := common/locale/vi/LC_MESSAGES/django

.PHONY: help run test test-all check bench screenshots setup setup-test frontend lock openapi messages migrate format

help:  ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: setup migrate  ## Serve the product with demo contests at http://127.0.0.1:8000 (PORT, HOST)
	@$(PYTHON) manage.py demo
	@exec $(PYTHON) manage.py serve

test: setup-test  ## The tests: frontend, SQLite, browser, PostgreSQL where it can differ
	@$(PYTHON) -m scripts.test

test-all: setup-test  ## And the long ones: all on PostgreSQL, storms, chains of requests, deliberate faults
	@$(PYTHON) -m scripts.test --all

check: setup-test  ## Style, types, arrows, dependencies, migrations, OpenAPI, size of the first load
	@$(PYTHON) -m scripts.check

bench: setup-test  ## Measurements
	@$(PYTHON) -m benchmarks

screenshots: setup-test  ## Pictures of every screen, into tests/e2e/screens
	@$(PYTHON) -m tests.e2e.screenshots

setup:  ## What serving needs: .venv with Node, the built interface
	@python3 scripts/setup.py run

setup-test:  ## And what the tests need: Chromium, PostgreSQL
	@python3 scripts/setup.py test

frontend: setup  ## Build the interface

migrate:  ## Bring the database and the static files up to date
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0

lock: setup-test  ## Lock the Python packages (UPGRADE="NAME …" or all: newer versions)
	@$(PYTHON) -m scripts.dependencies $(UPGRADE)

openapi: setup-test  ## Write docs/openapi.yaml and the frontend's types from the code
	@$(PYTHON) manage.py spectacular --file docs/openapi.yaml --validate
	@cd frontend && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent types

messages: setup-test  ## Compile the Vietnamese for what the libraries say (common/locale)
	@$(PYTHON) -c 'import polib; polib.pofile("$(MESSAGES).po").save_as_mofile("$(MESSAGES).mo")'

format: setup-test  ## Format the code
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix .
	@cd frontend && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent format
