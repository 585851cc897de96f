"""Whatever can be wrong with a question file has its words and its line in the reference."""

import re
from pathlib import Path

from assessments.forms.import_words import FAULTS, UNUSABLE
from assessments.forms.words import PROBLEMS
from tests.house.tree import ROOT

FORMATS = ROOT / "assessments" / "formats"
REFERENCE = ROOT / "docs" / "reference" / "question-files.md"
FAULT = re.compile(r"(?:refuse|warn|KeyUnread|Fault)\(\s*(?:Place\(\w+(?:\.\w+)?\), )?\"([a-z-]+)\"")
UNUSABLE_FILE = re.compile(r"FileUnusable\(\"([a-z-]+)\"")


def codes(pattern: re.Pattern[str], *folders: Path) -> set[str]:
    """Return the codes that stand in the source."""
    return {code for folder in folders for path in folder.rglob("*.py") for code in pattern.findall(path.read_text())}


def test_every_fault_has_its_words_and_its_line() -> None:
    found = codes(FAULT, FORMATS, ROOT / "assessments" / "domain" / "importing")
    assert len(found) > 30

    reference = set(re.findall(r"`([a-z-]+)`", REFERENCE.read_text()))
    assert found - FAULTS.keys() - PROBLEMS.keys() == set()
    assert found - reference == set()
    assert FAULTS.keys() - reference == set()


def test_every_refusal_of_a_file_has_its_words() -> None:
    assert codes(UNUSABLE_FILE, ROOT / "assessments") == UNUSABLE.keys()
