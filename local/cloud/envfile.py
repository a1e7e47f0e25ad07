"""Files of variables, in lines that a shell, a script and a properties reader all accept."""

from __future__ import annotations

from pathlib import Path


def read(file: Path) -> dict[str, str]:
    """The variables of the file; an empty dict if it does not exist."""
    if not file.exists():
        return {}
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def write(file: Path, variables: dict[str, str]) -> None:
    """Writes a file that only its owner can read, because the variables include keys."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
