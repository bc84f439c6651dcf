# make run: environment, index, page at http://127.0.0.1:7860      make test: everything that proves it
PYTHON ?= python3
BIN := .venv/bin
SCIFACT ?= ../shared/benchmarks/scifact
TRAIN ?= ../shared/benchmarks/train
ORIGINALS ?= ../shared/originals

.PHONY: setup run index test lint fuzz test-slow bench speed scale reader verifier calibrate lock clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Common Ground needs Python 3.11 or newer; set PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: setup
	$(BIN)/python app.py

index: setup
	$(BIN)/python -m assistant index

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m assistant corpus check
	$(BIN)/pytest

# Mutated files through every reader; FUZZ is how many of each.
fuzz: setup
	COMMON_GROUND_FUZZ=$(or $(FUZZ),2000) $(BIN)/pytest -m slow tests/reading/test_fuzz.py

test-slow: setup
	$(BIN)/pytest -m slow

bench: setup
	$(BIN)/python -m assistant evaluate retrieval $(SCIFACT)
	$(BIN)/python -m assistant evaluate answers tests/gold/dev.yaml
	$(BIN)/python -m assistant evaluate answers tests/gold/held.yaml

# Passages a second beside the plain LangChain pipeline; 100,000 passages, and how soon it answers.
speed: setup
	$(BIN)/pip install --quiet --no-deps langchain-huggingface langchain-chroma
	$(BIN)/python -m tests.speed $(ORIGINALS)

scale: setup
	$(BIN)/python -m tests.scale $(ORIGINALS)

reader: setup
	$(BIN)/pip install --quiet onnx onnxscript
	$(BIN)/python -m assistant index
	$(BIN)/python -m tests.gold.train_reader

verifier: setup
	$(BIN)/pip install --quiet onnx onnxscript
	$(BIN)/python -m tests.gold.train_verifier $(TRAIN)
	$(BIN)/python -m tests.gold.calibrate_verifier $(TRAIN)

calibrate: setup
	$(BIN)/python -m assistant index
	$(BIN)/python -m tests.gold.calibrate

# Keeps the versions that are pinned already; add UPGRADE=--upgrade for the newest.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-annotate --no-header \
	  --quiet $(UPGRADE) --output-file requirements.lock
	sed -i.old -E '/^(nvidia-|cuda-|triton)/d' requirements.lock && rm requirements.lock.old

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
