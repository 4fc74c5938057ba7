# Pairwell from a fresh clone, with Python 3.11 or newer and make: everything else is fetched here.
PYTHON := $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; assert sys.version_info >= (3, 11); print(sys.executable)' 2>/dev/null \
	&& break; done)
UV := $(shell command -v uv || echo .tools/bin/uv)
UV_VERSION := 0.13.9
# Neighbours share what is set up, so they stay in one process; who is done takes from who is not.
PYTEST_ARGS ?= -n logical --maxprocesses 4 --dist worksteal

export UV_PYTHON := $(PYTHON)
export UV_PYTHON_DOWNLOADS := never

.PHONY: try test check format bench screenshots

try: .venv/tried
	@.venv/bin/pairwell try $(ARGS)

test: .venv/developed
	.venv/bin/pytest $(PYTEST_ARGS) $(ARGS)

check: .venv/developed
	.venv/bin/ruff check --no-cache
	.venv/bin/ruff format --no-cache --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m tests.habits

format: .venv/developed
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: .venv/developed
	.venv/bin/python -m benchmarks.relay
	.venv/bin/python -m benchmarks.matching
	.venv/bin/python -m benchmarks.onboarding
	.venv/bin/python -m benchmarks.checkins
	.venv/bin/python -m benchmarks.console

screenshots: .venv/developed
	.venv/bin/python -m tests.browser.screenshots docs/screenshots

# Setting up says nothing on standard output: the first line of `make try` belongs to the link.
# A trial needs what the service needs and no more; `make test` adds the tools.
.venv/tried: pyproject.toml uv.lock | $(UV)
	@echo "Fetching what Pairwell needs into .venv; this happens once." >&2
	@$(UV) sync --locked --no-dev --inexact --quiet >&2
	@touch $@

.venv/developed: pyproject.toml uv.lock | $(UV)
	@echo "Fetching what Pairwell and its tests need into .venv; this happens once." >&2
	@$(UV) sync --locked --quiet >&2
	@touch $@

.tools/bin/uv:
	@test -n "$(PYTHON)" || { echo "Pairwell needs Python 3.11 or newer on the PATH." >&2; exit 1; }
	@$(PYTHON) -m venv .tools >&2
	@.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) >&2
