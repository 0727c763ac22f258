# `make test` is all a bare checkout needs: it makes .venv, installs what the lock file names and the native parts, and checks everything.
# `make demo` installs less and opens a filled site.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
DEMO_INSTALLED := .venv/.demo-installed
PORT ?= 8000
# As many processes as the smallest machine has processors: with more the browsers wait for each other. One of them tests a file from end to end.
TOGETHER := --numprocesses=2 --dist=loadfile --no-loadscope-reorder
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: test check bench format clean lock native demo demo-native

# Whatever touches the database runs on PostgreSQL and on SQLite. The last line counts the whole.
test: check
	$(BIN)/python -m tests.postgres $(TOGETHER)
	$(BIN)/python -m pytest $(TOGETHER)

check: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python manage.py check
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

# The site with the demo data, on this machine only; the second time nothing is installed or loaded.
demo: $(DEMO_INSTALLED)
	@$(BIN)/python manage.py seed_demo --serve $(PORT)

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

format: $(INSTALLED)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Newest versions that pyproject.toml allows. The development lock contains the other, so both agree.
lock: $(INSTALLED)
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Looked for every time, which takes a moment; installed only when missing.
native:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新的版本；若已另外安装，请写明：make test PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) scripts/native_parts.py

$(INSTALLED): requirements-dev.lock | native
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# What a site needs, without the parts of the tests; a .venv that `make test` made has it all already.
demo-native:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新的版本；若已另外安装，请写明：make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) scripts/native_parts.py --run-only

$(DEMO_INSTALLED): requirements.lock | demo-native
	@echo "正在建立 .venv 并安装依赖，只在第一次需要，约一分钟……"
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
