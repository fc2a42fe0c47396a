# The words of this project; `make` alone lists them.
#   PYTHON=/path/to/python3   use this interpreter instead of looking for one
#   VENV=.venv                where the environment is made
#   SCENARIO=...              what `make run` runs
#   CORES=2                   on how many cores the tests run
#   N=100                     how many scenarios `make soak` plays

VENV     ?= .venv
CORES    ?= 2
N        ?= 100
SCENARIO ?= scenarios/pakistan/baseline.toml
BIN      := $(VENV)/bin
READY    := $(VENV)/.ready
EXTRAS   := $(VENV)/.extras

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak extras page docs lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 8

# Made again only when the locks or the package's description change.
$(READY): requirements/core.txt pyproject.toml
	@python="$$(PYTHON='$(PYTHON)' sh .ci/interpreter)" && echo "environment $(VENV): $$("$$python" --version) at $$python" && "$$python" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

$(EXTRAS): $(READY) requirements/all.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/all.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(EXTRAS)

run: $(READY) ## set up everything and run the main scenario
	$(BIN)/sez run $(SCENARIO)

test: $(READY) ## set up everything and pass the tests
	$(BIN)/python -m pytest -rs -n $(CORES) --dist loadgroup

check: $(READY) ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(READY) ## firm-quarters a second, and the patterns of the model
	$(BIN)/sez bench --quick
	$(BIN)/python benchmarks/patterns.py $(SCENARIO) --seeds 1

soak: $(READY) ## play N=100 random accepted scenarios; goes on where it stopped (N=2000 takes about an hour)
	$(BIN)/python benchmarks/soak.py --number $(N)

extras: $(EXTRAS) ## add the extras: class page, Dask, sensitivity, spatial statistics (requirements/all.txt)

page: $(EXTRAS) ## set up and open the live class page
	$(BIN)/sez page

docs: $(READY) ## the generated reference: scenario file, instruments, tables, parameters, command line
	$(BIN)/python docs/generate.py

lock: ## for maintainers, who have uv: make both lock files again (newest versions that fit)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy requires-python \
		--generate-hashes --upgrade --no-header --no-annotate --no-emit-index-url --quiet -o requirements/core.txt
	uv pip compile pyproject.toml --group dev --group browser --all-extras --universal --python-version 3.11 \
		--fork-strategy requires-python --generate-hashes --upgrade --no-header --no-annotate --no-emit-index-url \
		--constraint requirements/core.txt --quiet -o requirements/all.txt

clean: ## remove environments, caches and built things; results stay
	rm -rf .venv .venv-* build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find simulation tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
