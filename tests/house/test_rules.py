"""The tables of promises and tests name tests that exist, and every rule of assessments is broken on purpose."""

import re

import pytest

from tests.breaking.table import breaks
from tests.house.tree import ROOT

# Each table, the folder below which its tests stand, and how many it names at the least.
TABLES = {"rules-and-tests.md": ("assessments", 80), "documents-and-tests.md": ("certificates", 80)}
NAMED = re.compile(r"`([\w/]+\.py): (test_\w+)`")
RULES = (ROOT / "docs/reference/rules-and-tests.md").read_text()


@pytest.mark.parametrize("table", TABLES)
def test_every_test_named_in_a_table_exists(table: str) -> None:
    folder, fewest = TABLES[table]
    named = NAMED.findall((ROOT / "docs/reference" / table).read_text())

    missing = [(path, name) for path, name in named if f"def {name}(" not in _source(folder, path)]

    assert len(named) > fewest
    assert missing == []


def test_every_rule_of_assessments_is_broken_on_purpose() -> None:
    broken = {each.test for each in breaks()}
    rows = {line: {": ".join(named) for named in NAMED.findall(line)} for line in RULES.splitlines()}

    unbroken = [line for line, tests in rows.items() if tests and not tests & broken]

    assert unbroken == []
    assert broken <= {test for tests in rows.values() for test in tests}


def test_every_break_fits_the_code() -> None:
    counts = {each: (ROOT / each.file).read_text().count(each.before) for each in breaks()}

    assert {each: count for each, count in counts.items() if count != 1 or each.before == each.after} == {}


def _source(folder: str, path: str) -> str:
    file = ROOT / "tests" / folder / path
    return file.read_text() if file.exists() else ""
