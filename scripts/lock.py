"""Resolve the direct pins of requirements/*.in into locks with hashes and without index addresses."""

from scripts.console import ROOT, VENV, run, say

LOCKS = {"requirements/runtime.in": "requirements.txt", "requirements/dev.in": "requirements/dev.txt"}
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--python-version=3.11",
)

if __name__ == "__main__":
    for source, lock in LOCKS.items():
        say(f"{source} → {lock}")
        run([VENV / "bin/uv", "pip", "compile", *OPTIONS, ROOT / source, "--output-file", lock])
