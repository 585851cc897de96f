"""The command that grades JSON lines, run as it is run: in a process of its own."""

import json
import subprocess
import sys
from typing import Any

from tests.factories.assessments import case_snapshot, single_snapshot
from tests.factories.questions import matching_snapshot


def run(source: str | bytes) -> subprocess.CompletedProcess[bytes]:
    data = source.encode() if isinstance(source, str) else source
    return subprocess.run([sys.executable, "-m", "assessments.kinds"], input=data, capture_output=True, check=False)


def graded(*lines: Any) -> list[dict[str, Any]]:
    done = run("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_each_line_is_graded_in_order() -> None:
    outcomes = graded(
        {"snapshot": single_snapshot(), "response": {"chosen": "a"}},
        "",
        {"snapshot": matching_snapshot("ab"), "response": {"s1": "a"}},
        {"snapshot": case_snapshot(min_length=9), "response": {"text": "短"}},
        {"snapshot": single_snapshot(), "response": None},
    )

    assert outcomes == [
        {"fraction": "1.0000000", "state": "right", "parts": [], "note": ""},
        {
            "fraction": "0.5000000",
            "state": "partial",
            "parts": [
                {"key": "s1", "fraction": "1.0000000", "state": "right"},
                {"key": "s2", "fraction": "0.0000000", "state": "unanswered"},
            ],
            "note": "",
        },
        {"fraction": None, "state": "needs_marking", "parts": [], "note": "too-short"},
        {"fraction": "0.0000000", "state": "unanswered", "parts": [], "note": ""},
    ]


def test_a_line_that_cannot_be_read_is_told_in_its_place_and_the_rest_goes_on() -> None:
    outcomes = graded(
        "{",
        [1],
        {"snapshot": single_snapshot(), "response": "a"},
        {"snapshot": {**single_snapshot(), "format": 2}},
        {"snapshot": {"format": 1, "kind": "single"}, "response": {"chosen": "a"}},
        {"snapshot": {"format": 1, "kind": ["single"]}, "response": {}},
        "[" * 100_000,
        {"snapshot": single_snapshot(), "response": {"chosen": "a"}},
    )

    assert [outcome["error"]["code"] for outcome in outcomes[:-1]] == [
        "not-json",
        "no-snapshot",
        "not-a-response",
        "unknown-snapshot",
        "broken-snapshot",
        "broken-snapshot",
        "not-json",
    ]
    assert outcomes[-1]["state"] == "right"


def test_input_that_is_no_text_is_refused_as_a_whole() -> None:
    done = run(b"\xff\xfe\x00")

    assert (done.returncode, done.stdout) == (2, b"")


def test_no_framework_is_imported() -> None:
    code = "import sys, runpy; runpy.run_module('assessments.kinds'); print([m for m in sys.modules if 'django' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, stdin=subprocess.DEVNULL)

    assert done.stdout.decode().strip() == "[]"
