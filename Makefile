# make serve   索引並啟動查詢網站（PORT=8000 CORPUS=plans） index what is remembered, and serve
# make test    安裝測試用套件並執行全部測試                install what tests need, run them all
# make check   型別、格式與匯入規則                        types, style, import contracts
# make bundle  做成不需網路即可安裝的封裝檔（dist/）       an archive that installs without a network
# Further: make samples | generated | mutation | confidence | fuzz-short | fuzz | long | bench | sbom | lock | clean.   第一次執行會建立 .venv，其後不需網路。

# What is given here goes before zhengsuo.toml; what is not is left to it.
PORT ?=
HOST ?=
# Your own folder; what is indexed already is remembered, and where nothing is, corpus/ is taken.
CORPUS ?=
# How many processes share the tests.
WORKERS ?= 2
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
PROJECT := setup.cfg pyproject.toml
LOCKED := $(PIP) install --require-hashes --no-build-isolation -r

.DEFAULT_GOAL := serve
.PHONY: serve test check check-style check-types check-imports samples generated mutation confidence fuzz-short fuzz long bench sbom lock bundle clean
.SILENT:

# Exit code 3 means that some files were rejected and the rest is searchable; 4, that documents
# would have been lost and the index stays as it was.
serve: $(VENV)/.run
	$(BIN)/zhengsuo index $(CORPUS) || case $$? in 3|4) ;; *) exit 1 ;; esac
	exec $(BIN)/zhengsuo serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

# Tests start hundreds of processes, each of which would compile the program anew without bytecode.
test: $(VENV)/.dev
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)

check: check-style check-types check-imports

check-style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(VENV)/.dev
	$(BIN)/mypy

check-imports: $(VENV)/.dev
	$(BIN)/lint-imports

samples: $(VENV)/.dev
	$(BIN)/python corpus/make_samples.py

# Many made plans with known truth, by family of layout how much is read right; the worst stay
# in build/generated/. SEED=7 COUNT=300 choose others, FORMATS=docx,ods some.
SEED ?= 1
COUNT ?= 300
generated: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m generated.run --seed $(SEED) --count $(COUNT) \
	  $(if $(FORMATS),--formats $(FORMATS))

# Weights of reading that no golden layout and no made plan feels when halved or doubled.
# COUNT=60 plans take about 20 minutes; OF=tables tries some weights only.
mutation: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m generated.mutation --count $(if $(filter file,$(origin COUNT)),60,$(COUNT)) \
	  $(if $(OF),--of $(OF))

# How far the confidence of passages tells right from wrong, on made plans of a seed that the weights
# were not fitted on; FIT=501,502 fits them anew first, on plans of those seeds.
CONFIDENCE_SEED ?= 7771
confidence: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python benchmarks/confidence.py --seed $(CONFIDENCE_SEED) \
	  $(if $(FIT),--fit $(FIT))

# Each engine beside plain use of its library: SIZE=100000 passages, ENGINES=tantivy.
SIZE ?= 10000
ENGINES ?= whoosh tantivy
bench: $(VENV)/.dev
	$(BIN)/python benchmarks/engines/run.py --size $(SIZE) --engines $(ENGINES)

# Every reader, the parser of queries and the catalogue with inputs at random, on Linux;
# TARGETS=docx,pdf some of them, SECONDS=60 of each, KEEP=1 keeps inputs that reach further;
# `make fuzz RUNS=200 FUZZ_SEED=1` tries the same inputs every time.
FUZZ = PYTHONPATH=tests $(BIN)/python -m fuzz.campaign $(if $(TARGETS),--targets $(TARGETS)) \
  $(if $(FUZZ_SEED),--seed $(FUZZ_SEED)) $(if $(KEEP),--keep)
fuzz-short: $(VENV)/.dev
	$(FUZZ) --seconds $(or $(SECONDS),60)

fuzz: $(VENV)/.dev
	$(FUZZ) --runs $(or $(RUNS),1000000)

# The full forms of tests that `make test` runs short: hundreds of kills, a thousand damages, an hour
# of use. TESTS=tests/failure/test_kills.py some of them.
long: $(VENV)/.dev
	$(BIN)/python -m pytest -n 0 -s --long $(or $(TESTS),tests)

lock: $(VENV)/.dev
	.ci/lock

# What `make serve` installs, with versions and hashes, as CycloneDX.
sbom: $(VENV)/.dev
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON -o dist/zhengsuo.cdx.json

# PYTHONS="3.11 3.13" brings packages for more versions of Python than the one here.
bundle: $(VENV)/.build
	$(BIN)/python .ci/offline/bundle.py $(addprefix --python ,$(PYTHONS))

clean:
	rm -rf $(VENV) .zhengsuo

# Each stamp is written last, so that a broken installation is done again.
$(VENV)/.run: requirements.txt $(PROJECT) | $(VENV)/.build
	echo "安裝執行所需套件 Installing what the service needs …" >&2
	$(LOCKED) requirements.txt
	$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.txt $(PROJECT) | $(VENV)/.build
	echo "安裝測試所需套件 Installing what the tests need …" >&2
	$(LOCKED) requirements-dev.txt
	$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.run

$(VENV)/.build: requirements-build.txt
	set -e; \
	found=; \
	for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "找不到 Python 3.11 以上版本。請安裝後再試一次：" >&2; \
	  echo "Python 3.11 or later is missing. Install it, then try again:" >&2; \
	  echo "  sudo apt install python3 python3-venv     （或 or: make PYTHON=/path/to/python3）" >&2; \
	  exit 1; \
	fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
	  version=$$("$$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "這個 Python（$$found）缺少 venv 或 pip。請安裝後再試一次：" >&2; \
	  echo "This Python ($$found) lacks venv or pip. Install them, then try again:" >&2; \
	  echo "  sudo apt install python3-venv     （或 or: sudo apt install python$$version-venv）" >&2; \
	  exit 1; \
	fi; \
	echo "建立虛擬環境 Making the virtual environment $(VENV) …" >&2; \
	[ -x $(BIN)/python ] || "$$found" -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-build.txt
	touch $@
