# Needs Python 3.11+, pip and make. Everything else is installed into .tools/, .venv/ and .cache/.

PYTHON ?= python3
UV := .tools/bin/uv
UV_VERSION := 0.13.9
SYNC = UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=$${UV_SYSTEM_CERTS:-$(USE_SYSTEM)} $(UV) sync --quiet --frozen --python $(PYTHON)
# The system's certificates, if it has any, include those of a company's own certificate authority.
SYSTEM_CERTS = $(shell $(PYTHON) -c "import os, ssl; p = ssl.get_default_verify_paths(); \
  print(p.cafile or (p.capath if p.capath and os.listdir(p.capath) else ''))")
USE_SYSTEM = $(if $(SYSTEM_CERTS)$(filter Darwin,$(shell uname -s)),true,false)
BIN := .venv/bin
# Every program of a test imports the same code; where byte code may not be kept, each compiles it anew, for seconds.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install run test test-all check engines shots bench bench-check alerts fmt messages clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' Makefile

install: | $(UV) ## install for a server, with byte code: the service's account cannot write it
	@$(SYNC) --no-dev --inexact --compile-bytecode
	@touch .venv/ready-to-run
	@$(BIN)/python -m compileall -q app.py blog deploy

run: .venv/ready-to-run ## serve the demonstration; PORT=9000 make run for another port
	@$(BIN)/python -m flask --app app demo load
	@$(BIN)/python app.py

test: .venv/ready-to-test ## run the tests, those about the database also on PostgreSQL; ARGS="-k banner" for some
	@$(BIN)/python -m tests.servers
	@$(BIN)/python -m pytest -n auto $(WHOLE) $(ARGS)

test-all: WHOLE := --whole
test-all: test ## run every test with all its examples, on SQLite, and on PostgreSQL with Redis

check: .venv/ready-to-test ## lint, check the format and the types, of scripts too, then test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy -p blog -p tests.servers -p tests.lint
	@$(BIN)/python -m tests.lint
	@$(MAKE) --no-print-directory test

engines: .venv/ready-to-test ## check Chromium, Firefox and WebKit by the same steps; ARGS="webkit banner" for some of them
	@$(BIN)/python -m tests.engines $(ARGS)

shots: .venv/ready-to-test ## take screenshots of every page and state into .cache/shots/
	@$(BIN)/python -m tests.browser.shots

bench: .venv/ready-to-test ## measure; prints tables with the machine's description; ARGS="fanout page" for some
	@$(BIN)/python -m tests.bench $(ARGS)

bench-check: .venv/ready-to-test ## measure, and compare with docs/benchmarks.json; ARGS="fanout page" for some of it
	@rm -f .cache/bench/run.json
	@$(BIN)/python -m tests.bench $(ARGS) --json .cache/bench/run.json
	@$(BIN)/python -m tests.bench.compare .cache/bench/run.json

alerts: ## check the alert rules and play their tests, with Debian's prometheus package
	@cd deploy && promtool check rules prometheus-rules.yml && promtool test rules prometheus-rules-test.yml

fmt: .venv/ready-to-test ## format the code and repair what linters can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/python -m tests.lint --fix

messages: .venv/ready-to-test ## collect the sentences to translate in blog/translations/messages.pot
	@$(BIN)/python -m tests.catalogue

clean: ## remove what was installed or cached; instance/ with its data stays
	rm -rf .venv .tools .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The marks lie in .venv, so that removing it is enough to start again.

.venv/ready-to-run: uv.lock pyproject.toml | $(UV)
	@echo "Installing the locked dependencies into .venv/"
	@$(SYNC) --no-dev --inexact
	@touch $@

.venv/ready-to-test: uv.lock pyproject.toml | $(UV)
	@echo "Installing the locked dependencies and the tools for development into .venv/"
	@$(SYNC)
	@touch $@ .venv/ready-to-run

$(UV):
	@echo "Installing uv into .tools/"
	@PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_CERT="$${PIP_CERT:-$(SYSTEM_CERTS)}" \
	  $(PYTHON) -m pip install --quiet --upgrade --target .tools uv==$(UV_VERSION)
