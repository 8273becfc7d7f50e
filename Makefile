# What one does here. `make` alone prints this menu; CI runs the same targets.
.DEFAULT_GOAL := menu
.PHONY: menu env demo up down status test lint faults faults-mutants interleave race screenshots nightly bench clean

PYTHON ?= python3
PY := .venv/bin/python
KEEP ?=
SEED ?= 1
HISTORIES ?= 20000
ROUNDS ?= 6
TESTS ?=
export KEEP SEED
# Else each process compiles our modules anew: a fifth of its start.
unexport PYTHONDONTWRITEBYTECODE

menu:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.made-from: requirements.lock deploy/local/postgres.lock deploy/local/environment.py
	@$(PYTHON) deploy/local/environment.py

env: .venv/.made-from  ## the environment in .venv, from the lock, hashes checked

demo: env  ## three months of a small creditor's money and mail (SEED=2 another life, KEEP=1 leaves it up)
	@$(PY) -m libs.cli demo

up: env  ## the platform in the background
	@$(PY) -m libs.cli up

down: env  ## stop what `up` started; its data stays
	@$(PY) -m libs.cli down

status: env  ## each process: state, port, log file, lag
	@$(PY) -m libs.cli status

test: env  ## all checks and all tests, on their own broker and database (TESTS=path for some)
	@$(PY) -m tests.run $(TESTS)

lint: env  ## form, types and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) -m mypy libs services deploy agency audit bench tests
	@.venv/bin/lint-imports

faults: env  ## the whole platform under fire (SEED=1 ROUNDS=6)
	@$(PY) -m tests.faults --seed $(SEED) --rounds $(ROUNDS)

faults-mutants: env  ## one thing of the real code broken at a time, until something sees it
	@$(PY) -m tests.faults.mutants --seed $(SEED)

interleave: env  ## the interleaving simulator (SEED=1 HISTORIES=20000)
	@$(PY) -m libs.testkit.interleave --seed $(SEED) --histories $(HISTORIES)

race: env  ## a payment against the mail it stops: each hop on its way frozen, killed and parked
	@$(PY) -m pytest --quiet tests/e2e/test_race.py tests/e2e/test_race_parked.py tests/e2e/test_frozen_start.py

nightly: env  ## what takes hours: rounds under fire, histories, mutants, races; another seed each night
	@$(PY) -m tests.nightly

screenshots: env  ## the console's pages as pictures in docs/pictures, from a demo that KEEP=1 left running
	@$(PY) -m tests.screenshots

bench: env  ## what is measured, beside the bare loop
	@$(PY) -m bench

clean: env  ## stop the local stack, remove its data and the caches; the environment stays
	@-$(PY) -m libs.cli down --all
	@$(PY) -m deploy.local.stack clean
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
