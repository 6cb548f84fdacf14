# Readout's tasks. Needs python3 (3.11 or newer) and make; everything else goes into .venv.
#   make chat    set up, then open the console
#   make test    set up, then run every test
#   make setup   set up, nothing more
#   make help    the rest
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := deploy/lock
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet install

help:            ## list these tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

# A stamp file is younger than the lock it was installed from, so a second run installs nothing.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readout: $(PYTHON) is older than 3.11; run make PYTHON=python3.11" >&2; exit 78; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(LOCK)/build.txt pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) (once, about a minute) ..."
	@$(PIP) --require-hashes -r $(LOCK)/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(LOCK)/dev.txt $(VENV)/.ready
	@echo "setting up the test tools ..."
	@$(PIP) --require-hashes -r $(LOCK)/dev.txt
	@touch $@

setup: $(VENV)/.ready  ## install what Readout needs into .venv

chat: setup      ## open the console on the shipped briefing
	@$(BIN)/readout chat

test: $(VENV)/.ready-dev  ## run every test
	@$(BIN)/ruff check bot knowledge tests
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

STEPS ?= 20000
soak: $(VENV)/.ready-dev  ## random servers and members against a model of who may see what (STEPS=N)
	@READOUT_SOAK=$(STEPS) $(BIN)/python -m pytest -n 0 tests/bot/discord/test_borders.py

AGAINST ?= HEAD
frozen: $(VENV)/.ready-dev  ## compare all that people and programs see with another commit (AGAINST=REV)
	@$(BIN)/python -m tests.frozen --against $(AGAINST)

bench: $(VENV)/.ready-dev  ## time the build, the answers and the bot, each beside a named peer
	@$(BIN)/python -m tests.bench.build
	@$(BIN)/python -m tests.bench.answers
	@$(BIN)/python -m tests.bench.load

# The question sets that the thresholds are set from, and the articles they ask about.
QUESTIONS ?= tests/data/questions/*.jsonl
ARTICLES  ?= tests/data/articles/*.txt

tune: $(VENV)/.ready-dev  ## learn bot/answering/weights_*.yaml from question sets, and what readers said (make reader)
	@$(BIN)/readout build $(ARTICLES) $(DATA)/*.txt --out build/tune
	@$(BIN)/readout tune $(QUESTIONS) $(DATA)/*.questions.jsonl --briefing build/tune
	@$(BIN)/readout tune $(QUESTIONS) $(DATA)/*.questions.jsonl --briefing build/tune --said build/reader/said.jsonl

# Articles with marks and questions: what is learned is learned from them.
DATA ?= ../shared/data/news/tune

learn: $(VENV)/.ready-dev  ## set knowledge/lexicon/en/weights from articles with marks (DATA=FOLDER)
	@$(BIN)/python -m knowledge.learning $(DATA)

# Where squad/ and qamr/ lie, and the articles with question sets.
GENERAL ?= ../shared/data

$(VENV)/.ready-learn: $(LOCK)/learn.txt $(VENV)/.ready-dev
	@echo "setting up what the reader is trained with ..."
	@$(PIP) --require-hashes -r $(LOCK)/learn.txt
	@touch $@

reader: $(VENV)/.ready-learn  ## train knowledge/reader/model.onnx anew (hours; a run that was stopped goes on)
	@$(BIN)/python -m knowledge.learning.reader --general $(GENERAL) --news $(DATA) --apart $(dir $(ARTICLES)) $(dir $(QUESTIONS))

pictures: $(VENV)/.ready-dev  ## draw the README's pictures anew (needs chromium)
	@$(BIN)/python deploy/pictures/draw.py

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock:            ## write the lock files anew from pyproject.toml (for maintainers; needs uv)
	$(COMPILE) $(foreach extra,postgresql chart metrics reader build dev,--extra $(extra)) -o $(LOCK)/dev.txt
	$(COMPILE) -c $(LOCK)/dev.txt --extra build --extra reader -o $(LOCK)/build.txt
	$(COMPILE) -c $(LOCK)/dev.txt -o $(LOCK)/serve.txt
	$(COMPILE) -c $(LOCK)/dev.txt --extra postgresql --extra chart --extra metrics --extra reader -o $(LOCK)/serve-all.txt
	$(COMPILE) -c $(LOCK)/dev.txt --extra build --extra reader --extra learn -o $(LOCK)/learn.txt

.PHONY: help setup chat test soak frozen bench tune learn reader pictures lock
