# One word for each thing a person does here. `make system install` sets a fresh machine up.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help system install demo test check lock

help:
	@echo "make system    Systempakete: Chromium (Tests), Tesseract (Texterkennung)"
	@echo "make install   virtuelle Umgebung mit allem, was Betrieb, Lernen und Tests brauchen"
	@echo "make demo      der Beispielbestand im Browser: http://127.0.0.1:8000"
	@echo "make test      alle Prüfungen"

system:
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		python3-venv chromium tesseract-ocr tesseract-ocr-deu poppler-utils strace

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --constraint requirements.lock torch
	$(BIN)/pip install --quiet --constraint requirements.lock --editable ".[train,postgres]" --group dev
	touch $@

demo: install
	$(BIN)/vorlagen serve --demo

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright --pythonpath $(BIN)/python

test: check
	$(BIN)/pytest --numprocesses 2

# The lock pins every package of a working installation; only names and versions, no addresses.
lock: install
	$(BIN)/pip list --format freeze --exclude-editable --exclude pip --exclude setuptools | sed "s/+cpu$$//" > requirements.lock
