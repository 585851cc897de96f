"""The table of rules and tests names tests that exist."""

import re

from tests.house.tree import ROOT

TABLE = ROOT / "docs/reference/rules-and-tests.md"
NAMED = re.compile(r"`([\w/]+\.py): (test_\w+)`")


def test_every_test_named_in_the_table_of_rules_exists() -> None:
    named = NAMED.findall(TABLE.read_text())

    missing = [(path, name) for path, name in named if f"def {name}(" not in _source(path)]

    assert len(named) > 80
    assert missing == []


def _source(path: str) -> str:
    file = ROOT / "tests/assessments" / path
    return file.read_text() if file.exists() else ""
