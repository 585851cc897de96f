"""Files on the disk, folder by folder: one verdict each, as JSON and nothing else."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from certificates.domain import issuing
from tests.certificates.pdf import forging
from tests.factories.certificates import LATER, make_graduate, make_press

pytestmark = pytest.mark.django_db
FOR_EVER = {"valid_until": "", "has_expired": False}


def said(*paths: Path, **options: object) -> str:
    out = StringIO()
    call_command("verify_documents", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def test_each_file_of_a_folder_has_its_verdict_and_its_reason(tmp_path: Path) -> None:
    certificate = issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=make_press())
    with storages["private"].open(certificate.file) as stored:
        data = stored.read()
    (tmp_path / "below").mkdir()
    (tmp_path / "a.pdf").write_bytes(data)
    (tmp_path / "b.PDF").write_bytes(forging.page_replaced(data))
    (tmp_path / "below/c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "notes.txt").write_text("not looked at")

    answers = json.loads(said(tmp_path, json=True))

    number = certificate.number
    assert answers == [
        {"file": str(tmp_path / "a.pdf"), "verdict": "genuine", "number": number, "why": "exact", **FOR_EVER},
        {"file": str(tmp_path / "b.PDF"), "verdict": "altered", "number": number, "why": "added", **FOR_EVER},
        {"file": str(tmp_path / "below/c.pdf"), "verdict": "unknown", "number": "", "why": "no-number", **FOR_EVER},
    ]


def test_to_people_it_says_a_line_a_file(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")

    assert said(tmp_path / "c.pdf").split()[:2] == ["unknown", "—"]


def test_a_path_that_is_not_there_ends_it_with_two(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        said(tmp_path / "none")

    assert refusal.value.returncode == 2
