# Everything a person needs: `make run` starts the demo, `make test` checks the house. `make help` lists the rest.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHONPATH := src

.PHONY: help run serve setup test test-fast lint bench reset screenshots lock messages

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup ## set everything up and serve the demo (PORT=8000, DATABASE_URL=…)
	@exec $(PY) -m rathaus demo

setup: ## install the pinned dependencies and build the assets
	@scripts/setup

test: ## all checks and tests, browsers included
	@scripts/setup --dev
	@scripts/check

test-fast: ## only the tests without browsers and faults
	@scripts/setup --dev
	$(PY) -m pytest -m "not browser and not slow"

lint: ## style, types, imports and templates only
	@scripts/setup --dev
	@scripts/check --lint

bench: ## the speed figures, as ratios within one run
	@scripts/setup --dev
	$(PY) -m bench

screenshots: ## render the pictures of the README
	@scripts/setup --dev
	$(PY) -m tests.browser.screenshots

reset: ## throw the demo's data away
	@$(PY) -m rathaus reset

messages: ## bring the English texts up to date (new ones wait with an empty msgstr)
	$(PY) -m tools.messages

lock: ## pin the dependencies anew
	@scripts/lock
