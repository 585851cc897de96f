"""How the scripts talk to the person at the terminal, and how they run a command for him."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"

Command = Sequence[str | Path]


def say(sentence: str) -> None:
    """Print one line at once, so that it stands before whatever a command prints next."""
    print(f"· {sentence}", flush=True)


def shout(sentence: str) -> None:
    """Print a line that nobody can overlook."""
    bar = "!" * 78
    print(f"{bar}\n{sentence}\n{bar}", file=sys.stderr, flush=True)


def refuse(sentence: str) -> None:
    """End the script with a sentence that says how to go on."""
    raise SystemExit(f"\n{sentence}\n")


def run(command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the project's folder; where it fails, end with its exit code."""
    code = run_for_code(command, env=env)
    if code:
        print(f"\nThis failed: {' '.join(map(str, command))}", file=sys.stderr)
        raise SystemExit(code)


def run_quietly(command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run a command whose chatter nobody needs; show it where the command fails."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        refuse(f"This failed: {' '.join(map(str, command))}")


def run_for_code(command: Command, *, env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run(list(map(str, command)), cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode
