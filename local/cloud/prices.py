"""What a million runs of four steps cost: from counted calls, units and transitions, public prices, and three assumptions."""

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

MEMORY_GB = 1.0
# An EXPRESS execution is billed in chunks of 64 MB; ours carries ids only.
EXPRESS_MEMORY_GB = 64 / 1024

# Assumptions: nothing on this machine can tell them.
AWS_CALL_MILLISECONDS = 4.0
PROVIDER_MILLISECONDS = {"follow-artist": 150.0, "send-text": 150.0}
LOGGED_BYTES_OF_INVOCATION = 900
TRACED_SHARE = 0.05


@dataclass(frozen=True)
class Run:
    """What one run was counted to take. Milliseconds are those of the warm function on this machine, by function."""

    milliseconds: dict[str, float]
    calls: dict[str, int]
    read_units: float
    write_units: float
    transitions: int

    def billed_milliseconds(self) -> dict[str, float]:
        return {
            name: taken + self.calls[name] * AWS_CALL_MILLISECONDS + PROVIDER_MILLISECONDS.get(name, 0.0)
            for name, taken in self.milliseconds.items()
        }


def of_a_million(run: Run, workflow_type: str) -> dict[str, float]:
    """Dollars by service."""
    billed = run.billed_milliseconds()
    seconds = sum(billed.values()) / 1000
    # The first function starts the execution, the others run within it.
    execution_seconds = seconds - next(iter(billed.values())) / 1000
    million = 1_000_000
    if workflow_type == "EXPRESS":
        duration = million * execution_seconds * EXPRESS_MEMORY_GB * PRICES["Step Functions, EXPRESS: a GB-second"]
        machine = PRICES["Step Functions, EXPRESS: a million requests"] + duration
    else:
        machine = million * run.transitions / 1000 * PRICES["Step Functions, STANDARD: a thousand transitions"]
    return {
        "API Gateway": PRICES["API Gateway, REST: a million requests"],
        "Lambda requests": len(billed) * PRICES["Lambda, ARM: a million requests"],
        "Lambda time": million * seconds * MEMORY_GB * PRICES["Lambda, ARM: a GB-second"],
        "DynamoDB writes": run.write_units * PRICES["DynamoDB, on demand: a million write units"],
        "DynamoDB reads": run.read_units * PRICES["DynamoDB, on demand: a million read units"],
        "Step Functions": machine,
        "CloudWatch Logs": len(billed) * million * LOGGED_BYTES_OF_INVOCATION / 1e9 * PRICES["CloudWatch Logs: a GB taken in"],
        "X-Ray": TRACED_SHARE * PRICES["X-Ray: a million traces"],
    }
