# One-line targets; what they do is in scripts/, in typed Python.
.PHONY: run test lint format lock messages screens bench-roster bench-exam bench-documents bench-engine kill-workers break-rules
PYTHON ?= python3
VENV := .venv/bin/python

run: ## The demo on http://127.0.0.1:8000 (PORT in .env); Ctrl-C ends it
	@$(PYTHON) -m scripts.prepare
	@exec $(VENV) -m scripts.serve

test: ## Every check and the whole suite on SQLite and PostgreSQL, then the browser journeys
	@$(PYTHON) -m scripts.prepare --for-tests
	@exec $(VENV) -m scripts.testing

lint: ## The checks alone, without the suite
	@exec $(VENV) -m scripts.testing --only-checks

format: ## Put Python in order
	@$(VENV) -m ruff check --fix . && $(VENV) -m ruff format .

lock: ## Resolve requirements/*.in again into the hashed locks
	@$(VENV) -m scripts.lock

messages: ## Collect the msgids of every app into its Chinese catalogue
	@$(VENV) -m scripts.catalogues collect

screens: ## Draw docs/screens/ anew from the running demo
	@$(VENV) -m scripts.screens

bench-roster: ## Time a roster of 50,000 rows against a served site
	@$(VENV) -m tests.load.roster

bench-exam: ## Measure what a whole attempt costs the server, on both databases
	@$(VENV) -m tests.load.exam

bench-documents: ## Compare what a certificate costs with plainer ways to make one
	@$(VENV) -m tests.load.documents

bench-engine: ## Time the grading of 100,000 choice answers by the engine alone
	@$(VENV) -m tests.load.engine

kill-workers: ## Kill workers a hundred times while they issue certificates, and count what came of it
	@$(VENV) -m tests.load.kills

break-rules: ## Break each rule of the assessment engine in a copy, and see its test go red
	@$(VENV) -m tests.breaking $(WORD)
