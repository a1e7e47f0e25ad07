"""Computes the cost of a million runs of four steps from counted calls, units and transitions, public prices, and three assumptions."""

from __future__ import annotations

from dataclasses import dataclass

# Public list prices of us-east-1 in US dollars, without free tiers, as of January 2025.
PRICES_OF = "January 2025"
PRICES = {
    "API Gateway, REST: a million requests": 3.50,
    "Lambda, ARM: a million requests": 0.20,
    "Lambda, ARM: a GB-second": 0.0000133334,
    "DynamoDB, on demand: a million write units": 0.625,
    "DynamoDB, on demand: a million read units": 0.125,
    "Step Functions, EXPRESS: a million requests": 1.00,
    "Step Functions, EXPRESS: a GB-second": 0.00001667,
    "Step Functions, STANDARD: a thousand transitions": 0.025,
    "CloudWatch Logs: a GB taken in": 0.50,
    "X-Ray: a million traces": 5.00,
}

# As in template.yaml: background functions have half the memory of the webhook.
MEMORY_GB = {"sms-webhook": 1.0}
BACKGROUND_MEMORY_GB = 0.5
# An EXPRESS execution is billed in chunks of 64 MB; ours contains only ids.
EXPRESS_MEMORY_GB = 64 / 1024

# Assumptions, because these values cannot be measured on this machine.
AWS_CALL_MILLISECONDS = 4.0
PROVIDER_MILLISECONDS = {"follow-artist": 150.0, "send-text": 150.0}
# Counted in the logs of the measured functions: two lines of the webhook, one of each step. Lambda's own lines are off.
LOGGED_BYTES_OF_RUN = 3_700
TRACED_SHARE = 0.05

WAITING = "waiting for two providers"


@dataclass(frozen=True)
class Run:
    """The measured resources of one run. Milliseconds are measured for the warm function on this machine, by function."""

    milliseconds: dict[str, float]
    calls: dict[str, int]
    read_units: float
    write_units: float
    transitions: int

    def own_milliseconds(self) -> dict[str, float]:
        """The durations without the response times of providers."""
        return {name: taken + self.calls[name] * AWS_CALL_MILLISECONDS for name, taken in self.milliseconds.items()}


def of_a_million(run: Run, workflow_type: str) -> dict[str, float]:
    """Dollars by service. Waiting for providers is a separate row, because it is assumed rather than measured."""
    own = run.own_milliseconds()
    million = 1_000_000
    if workflow_type == "EXPRESS":
        # The first function starts the execution, the others run within it.
        machine = PRICES["Step Functions, EXPRESS: a million requests"] + _express(sum(own.values()) - next(iter(own.values())))
        waiting = _lambda(PROVIDER_MILLISECONDS) + _express(sum(PROVIDER_MILLISECONDS.values()))
    else:
        machine = million * run.transitions / 1000 * PRICES["Step Functions, STANDARD: a thousand transitions"]
        waiting = _lambda(PROVIDER_MILLISECONDS)
    return {
        "API Gateway": PRICES["API Gateway, REST: a million requests"],
        "Lambda requests": len(own) * PRICES["Lambda, ARM: a million requests"],
        "Lambda time": _lambda(own),
        "DynamoDB writes": run.write_units * PRICES["DynamoDB, on demand: a million write units"],
        "DynamoDB reads": run.read_units * PRICES["DynamoDB, on demand: a million read units"],
        "Step Functions": machine,
        "CloudWatch Logs": million * LOGGED_BYTES_OF_RUN / 1e9 * PRICES["CloudWatch Logs: a GB taken in"],
        "X-Ray": TRACED_SHARE * PRICES["X-Ray: a million traces"],
        WAITING: waiting,
    }


def counted(dollars: dict[str, float]) -> float:
    """The sum of the rows that are based on counts and measured times."""
    return sum(amount for service, amount in dollars.items() if service != WAITING)


def _lambda(milliseconds: dict[str, float]) -> float:
    """Dollars for a million invocations of each of these functions."""
    gigabyte_seconds = sum(taken / 1000 * MEMORY_GB.get(name, BACKGROUND_MEMORY_GB) for name, taken in milliseconds.items())
    return 1_000_000 * gigabyte_seconds * PRICES["Lambda, ARM: a GB-second"]


def _express(milliseconds: float) -> float:
    """Dollars for a million executions of this duration."""
    return 1_000_000 * milliseconds / 1000 * EXPRESS_MEMORY_GB * PRICES["Step Functions, EXPRESS: a GB-second"]
