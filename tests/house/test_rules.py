"""The tables of promises and tests name tests that exist."""

import re

import pytest

from tests.house.tree import ROOT

# Each table, the folder below which its tests stand, and how many it names at the least.
TABLES = {"rules-and-tests.md": ("assessments", 80), "documents-and-tests.md": ("certificates", 80)}
NAMED = re.compile(r"`([\w/]+\.py): (test_\w+)`")


@pytest.mark.parametrize("table", TABLES)
def test_every_test_named_in_a_table_exists(table: str) -> None:
    folder, fewest = TABLES[table]
    named = NAMED.findall((ROOT / "docs/reference" / table).read_text())

    missing = [(path, name) for path, name in named if f"def {name}(" not in _source(folder, path)]

    assert len(named) > fewest
    assert missing == []


def _source(folder: str, path: str) -> str:
    file = ROOT / "tests" / folder / path
    return file.read_text() if file.exists() else ""
