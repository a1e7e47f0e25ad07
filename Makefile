# `make` lists what there is. Everything runs without an AWS account; what is started is stopped again.

PYTHON ?= python3
CLOUD := $(PYTHON) local/cloud

.DEFAULT_GOAL := help
.PHONY: help run stop restart status doctor demo test simulate fuzz bench localstack build format api-docs lint tools clean

# Whatever needs Python says so, instead of failing with a shell's message.
run stop restart status demo test simulate fuzz bench localstack build format api-docs lint tools clean: | python
.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.10 or newer (or name it: make PYTHON=...)." >&2; exit 1; }

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build, start the local cloud, deploy to it, play the demo; DETACH=1 leaves it running
	@$(CLOUD) run $(if $(filter-out 0,$(DETACH)),--detach)

stop: ## Stop the local cloud
	@$(CLOUD) down

restart: ## Stop the local cloud in the middle of whatever it does and start it again with what it holds
	@$(CLOUD) restart

# Its exit code is for scripts; make would report it as an error.
status: ## Tell what of the local cloud is running
	@$(CLOUD) status || true

doctor: ## Look at this machine, a deployment (STACK_NAME) and a project (BASE_URL, SECRET_KEY, PROJECT_ID), say what to mend
	@$(CLOUD) doctor

demo: ## Play the demo again on the local cloud that is up
	@$(CLOUD) demo

test: ## Run every check and test, the end-to-end tests on a local cloud of their own
	@$(CLOUD) test

simulate: ## Look for histories that break a guarantee: SEEDS=100000 of them, from seed FIRST=… on
	@$(CLOUD) simulate $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST))

fuzz: ## Send what openapi.yaml allows and forbids, with each kind of key, to the local cloud or one of its own: SECONDS=60, SEED=…
	@$(CLOUD) fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

localstack: ## Deploy to a second emulator, play the demo and the end-to-end tests that it can; WORKFLOW_TYPE=STANDARD; DETACH=1: no tests, left running
	@$(CLOUD) localstack $(if $(WORKFLOW_TYPE),--workflow-type $(WORKFLOW_TYPE)) $(if $(filter-out 0,$(DETACH)),--detach)

bench: ## Measure time, calls and cost, hold them against their budgets, write docs/benchmarks.md
	@$(CLOUD) bench

build: ## Build the function jars, if anything changed
	@$(CLOUD) build

format: ## Format the Java code
	@$(CLOUD) format

api-docs: ## Make a page of openapi.yaml to read: .local/api.html
	@$(CLOUD) api-docs

lint: ## Check the template as the SAM CLI, CloudFormation and a policy scanner do, and openapi.yaml as Redocly and Spectral do
	@$(CLOUD) lint

tools: ## Install the pinned tools that deploy and run into .local/tools
	@$(CLOUD) tools

clean: ## Stop the local cloud and remove everything that was built or installed
	@$(CLOUD) clean
