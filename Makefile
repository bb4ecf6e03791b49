# Needs make and Python 3.11 or newer; everything else is fetched into .venv or started privately.
# Written for GNU make 3.81 (macOS) and a plain sh.

PYTHON = .venv/bin/python

# For tools that only read the settings. No server is spoken to and nothing is signed.
CHECK_ENV = SECRET_KEY=for-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789 \
	BASE_URL=https://council.example DATABASE_URL=sqlite:///var/check.sqlite3 \
	REDIS_URL=redis://127.0.0.1:1/0 EMAIL_URL=smtp://127.0.0.1:1 DEMO=0

.DEFAULT_GOAL := help
.PHONY: help run test ci format lint types check clauses bench faults assets lock clean

help: ## list what make can do
	@grep -E '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

run: .venv/run.stamp ## demonstration on this machine; PORT=8000
	@$(PYTHON) -m councilsm.running

test: .venv/dev.stamp ## all tests; FAST=1 for a quick look; ARGS="tests/x.py -k y"
	@$(PYTHON) -m tests.run $(ARGS)

ci: ## every check, as in continuous integration
	@.ci/run

format: .venv/dev.stamp ## put code and templates into shape
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m djlint --reformat --quiet templates

lint: .venv/dev.stamp ## code and template style
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m djlint --check --quiet templates
	@$(PYTHON) -m djlint --lint --quiet templates

types: .venv/dev.stamp ## mypy
	@$(CHECK_ENV) $(PYTHON) -m mypy

check: .venv/dev.stamp ## Django's own checks, migrations and static files, as in service
	@mkdir -p var
	@$(CHECK_ENV) $(PYTHON) manage.py check --deploy --fail-level WARNING
	@$(CHECK_ENV) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(CHECK_ENV) STATIC_ROOT=var/check-static $(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0

clauses: .venv/dev.stamp ## which duties the last `make test` proved; COUNCIL=FTC for one
	@$(PYTHON) -m tests.clauses $(COUNCIL)

bench: .venv/dev.stamp ## benchmarks on private servers
	@$(PYTHON) -m tests.benchmarks.run $(ARGS)

faults: .venv/dev.stamp ## kills every part of an installation; ARGS="--kills 100"
	@$(PYTHON) -m tests.faults.run $(ARGS)

assets: ## build the stylesheet and scripts from npm packages
	npm ci
	npm run build

# The lock files are for every platform and name no package index. Any recent uv will do:
# pip install uv.
lock: ## pin every dependency anew after a change in pyproject.toml
	uv pip compile --universal --generate-hashes --no-header \
		--python-version 3.11 --extra embedded pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-header \
		--python-version 3.11 --extra embedded --extra dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt

clean: ## delete the virtual environment and caches; var/ with your data stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The virtual environment ------------------------------------------------------------------

.venv/run.stamp: requirements.txt
	@$(make_venv)
	@$(call install,requirements.txt)
	@touch $@

.venv/dev.stamp: requirements-dev.txt
	@$(make_venv)
	@$(call install,requirements-dev.txt)
	@touch $@

define install
echo "Installing Python packages (once, about a minute)." && \
$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef

# Finds the newest fitting Python that can make virtual environments, unless .venv already works.
define make_venv
if .venv/bin/python -m pip --version >/dev/null 2>&1; then exit 0; fi; \
lacking=; old=; \
for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	version=`"$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null` || continue; \
	if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old=$$version; continue; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then lacking=$${lacking:-$$version}; continue; fi; \
	exec "$$python" -m venv --clear .venv; \
done; \
if [ -n "$$lacking" ]; then \
	echo "Python $$lacking is here but cannot make virtual environments. Install that part:"; \
	echo "  sudo apt-get install python$$lacking-venv"; \
elif [ -n "$$old" ]; then \
	echo "Python 3.11 or newer is needed; this machine has Python $$old. Install a newer one:"; \
	echo "  Debian, Ubuntu: sudo apt-get install python3.11 python3.11-venv   macOS: brew install python"; \
else \
	echo "Python 3.11 or newer is needed and none was found. Install it:"; \
	echo "  Debian, Ubuntu: sudo apt-get install python3 python3-venv   macOS: brew install python"; \
fi >&2; \
exit 1
endef
