.DEFAULT_GOAL := help
.PHONY: help install run demo test check format serve worker migrate evaluate

BIN := .venv/bin
# More for the command, as in: make test ARGS="tests/alerts -x"
ARGS ?=

help: ## Say what each of these does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## Make .venv with everything in it; at once when nothing has changed
	@:

run: install ## Start everything on this machine: database, Redis, web, worker, mail catcher
	@$(BIN)/rolecall run $(ARGS)

demo: install ## Start everything with sample listings and an alert whose mail arrives while you watch
	@$(BIN)/rolecall demo $(ARGS)

test: install ## Run all tests
	@.ci/browser
	@$(BIN)/pytest $(ARGS)

check: install ## Check format, lint, types and the order of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install ## Format the code and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

serve: install ## Start one web process, for settings given as ROLECALL_ variables
	@$(BIN)/rolecall serve $(ARGS)

worker: install ## Start one worker, for settings given as ROLECALL_ variables
	@$(BIN)/rolecall worker $(ARGS)

migrate: install ## Bring the database named by ROLECALL_DATABASE_URL up to date
	@$(BIN)/rolecall migrate $(ARGS)

evaluate: install ## Measure how well matching does on labelled data
	@$(BIN)/rolecall evaluate $(ARGS)

.venv/installed: pyproject.toml constraints.txt .ci/install
	@.ci/install
	@touch $@
