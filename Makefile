# `make` lists the targets. Everything runs without an AWS account, and started processes are stopped again.

PYTHON ?= python3
CLOUD := $(PYTHON) local/cloud

.DEFAULT_GOAL := help
.PHONY: help run stop restart status doctor demo test simulate mutants fuzz bench bench-replay bench-release-day localstack reapply-erasures build console publish-console format schema phone-areas api-docs lint tools clean

# Targets that need Python report when it is missing, instead of failing with a shell error.
run stop restart status demo test simulate mutants fuzz bench bench-replay bench-release-day localstack build console publish-console format schema phone-areas api-docs lint tools clean: | python
.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.10 or newer, or set its path: make PYTHON=..." >&2; exit 1; }

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build, start the local cloud, deploy to it, run the demo; DETACH=1 leaves it running
	@$(CLOUD) run $(if $(filter-out 0,$(DETACH)),--detach)

stop: ## Stop the local cloud
	@$(CLOUD) down

restart: ## Stop the local cloud abruptly and start it again with its state
	@$(CLOUD) restart

# The exit code is for scripts; make would report it as an error.
status: ## Show which parts of the local cloud are running
	@$(CLOUD) status || true

doctor: ## Check this machine, a deployment (STACK_NAME) and a project (BASE_URL, SECRET_KEY, PROJECT_ID), explain how to fix problems
	@$(CLOUD) doctor

demo: ## Run the demo again on the running local cloud
	@$(CLOUD) demo

test: ## Run all checks and tests, with the end-to-end tests on a separate local cloud
	@$(CLOUD) test

simulate: ## Search for histories that violate a guarantee: SEEDS=100000 of them, starting from seed FIRST=…
	@$(CLOUD) simulate $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST))

mutants: ## Record for each mistake that the simulator must find a history that shows it, in shared/simulator/src/test/resources/mutant-seeds.tsv
	@$(CLOUD) mutants

fuzz: ## Send requests that openapi.yaml allows and forbids, with each kind of key, to the local cloud or a separate one: SECONDS=300, SEED=…
	@$(CLOUD) fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

localstack: ## Deploy to a second emulator, run the demo and the end-to-end tests that it supports; WORKFLOW_TYPE=STANDARD; DETACH=1: no tests, left running
	@$(CLOUD) localstack $(if $(WORKFLOW_TYPE),--workflow-type $(WORKFLOW_TYPE)) $(if $(filter-out 0,$(DETACH)),--detach)

bench: ## Measure time, calls and cost, compare them with their budgets, write docs/benchmarks.md
	@$(CLOUD) bench

bench-replay: ## Replay RUNS=100000 failed runs in memory: linear, exact, as predicted; see docs/runs.md
	@$(CLOUD) bench-replay $(if $(RUNS),--runs $(RUNS))

bench-release-day: ## Save a release for FANS fans IN=memory (a million), table or cloud: each once, as predicted; see docs/scaling.md
	@$(CLOUD) bench-release-day $(if $(IN),--in $(IN)) $(if $(FANS),--fans $(FANS))

reapply-erasures: ## Apply the log of erasures to a restored table: STACK_NAME=…, TABLE=…; see docs/privacy.md
	@STACK_NAME="$(STACK_NAME)" TABLE="$(TABLE)" local/reapply-erasures

build: ## Build the function jars if anything changed
	@$(CLOUD) build

console: ## Build the web console: console/dist
	@$(CLOUD) console

publish-console: ## Build the web console and upload it to the bucket of a deployment: STACK_NAME=…
	@$(CLOUD) publish-console "$(or $(STACK_NAME),action-flows)"

format: ## Format the Java code and the console's
	@$(CLOUD) format

schema: ## Write the step types into flow.schema.json and openapi.yaml
	@$(CLOUD) schema

phone-areas: ## Write the time zones and states of phone numbers into shared/domain/src/main/resources/phone-areas.tsv
	@$(CLOUD) phone-areas

api-docs: ## Generate a page of openapi.yaml to read: .local/api.html
	@$(CLOUD) api-docs

lint: ## Check the template with the SAM CLI, CloudFormation rules and a policy scanner, and openapi.yaml with Redocly and Spectral
	@$(CLOUD) lint

tools: ## Install the pinned tools for deploying and running into .local/tools
	@$(CLOUD) tools

clean: ## Stop the local cloud and remove everything that was built or installed
	@$(CLOUD) clean
