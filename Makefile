# Each target starts from a bare machine with Python 3.11 or newer and make: the set-up does the rest.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BOOTSTRAP := resources/setup/bootstrap.py
VENV := .venv/bin
# At most four test processes: each loads torch, and Qt or dlib besides.
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test lint format ci checkpoints guide screenshots translations clean setup setup-dev need-python

help:  ## Show this list
	@echo "STA-DRN Workbench"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: setup  ## Show an analysis of the demo recording (without a screen: write it into demo-output/)
	@$(VENV)/python main.py demo

test: setup-dev  ## Run all tests, without a screen
	@$(VENV)/python -m pytest $(PYTEST_ARGS)

lint: setup-dev  ## Check style, types and import rules
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports

format: setup-dev  ## Put the code into the project's format
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

ci:  ## Run all that a change has to pass
	bash .ci/run

checkpoints: setup-dev  ## Draw synthetic faces and train the demo checkpoints (hours; goes on where it was)
	$(VENV)/python resources/recipes/make_checkpoints.py --out checkpoints-work

guide: setup-dev  ## Build the user guide as web pages in build/guide
	$(VENV)/python -m sphinx --fail-on-warning --keep-going --quiet --builder html resources/guide build/guide
	@echo "build/guide/index.html"

screenshots: setup-dev  ## Take the pictures of the window anew, which tests and the guide use
	$(VENV)/python resources/recipes/make_pictures.py

translations: setup-dev  ## Collect the window's texts for translation, and compile the translations
	$(VENV)/python resources/recipes/make_translations.py

clean:  ## Remove what was built here (the environment in .venv stays)
	rm -rf build dist demo-output .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -type d -prune -exec rm -rf {} +

setup: need-python
	@$(PYTHON) $(BOOTSTRAP)

setup-dev: need-python
	@$(PYTHON) $(BOOTSTRAP) --dev

need-python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed and was not found on the PATH." >&2; \
		echo "Install it (https://www.python.org/downloads/), or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi
