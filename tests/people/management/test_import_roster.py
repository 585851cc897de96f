"""The command, on the sample rosters: what it prints, what it brings in, how it ends."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from people.domain.divisions import import_divisions, read_divisions
from people.models.accounts import User
from people.models.elections import Seat
from tests.factories.people import ELECTION_DAY, make_unit
from tests.factories.rosters import committee_rows, person_row, xlsx

DATA = Path(__file__).parents[2] / "data"
DIVISIONS = Path(__file__).parents[3] / "training" / "demo" / "divisions.csv"
ROSTERS = [("liulishan", "370103010"), ("shinan", "370202")]


@pytest.fixture
def divisions(db: None) -> None:
    """The units of the five districts."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        import_divisions(divisions=read_divisions(file), on=ELECTION_DAY)


def run(capsys: pytest.CaptureFixture[str], path: Path, unit: str, *flags: str) -> dict[str, Any]:
    """Run the command and read what it printed."""
    capsys.readouterr()
    call_command("import_roster", str(path), "--unit", unit, "--json", *flags)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.mark.parametrize(("name", "unit"), ROSTERS)
def test_it_refuses_just_the_planted_rows(
    divisions: None, capsys: pytest.CaptureFixture[str], name: str, unit: str
) -> None:
    expected = json.loads((DATA / f"roster-{name}.expected.json").read_text())

    report = run(capsys, DATA / f"roster-{name}.xlsx", unit, "--check")

    found = {(fault["row"], fault["column"], fault["code"]) for fault in report["refused"]}
    assert found == {(plant["row"], plant["column"], plant["error"]) for plant in expected["planted"]}
    assert (report["rows"], report["accepted"]) == (expected["people"], expected["people"] - len(expected["planted"]))
    assert not User.objects.exists()


def test_the_other_encoding_brings_in_the_same_people(divisions: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, DATA / "roster-liulishan.xlsx", "370103010")
    people = set(User.objects.values_list("name", flat=True))
    before = User.objects.count(), Seat.objects.count()

    again = run(capsys, DATA / "roster-liulishan-gb18030.csv", "370103010")

    assert again["accepted"] == len(people) == 45
    assert (User.objects.count(), Seat.objects.count()) == before
    assert {"欧阳𬱖", "司马𠮷祥"} <= people


def test_the_people_of_the_csv_alone_are_those_of_the_workbook(
    divisions: None, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, DATA / "roster-liulishan-gb18030.csv", "370103010")
    with (DATA / "roster-liulishan-gb18030.csv").open(encoding="gb18030", newline="") as file:
        written = {row["姓名"] for row in csv.DictReader(file)}

    assert set(User.objects.values_list("name", flat=True)) < written
    assert User.objects.count() == 45


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "neither"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        ("姓名,电话\n张三,1".encode(), "columns"),
    ],
)
def test_unusable_input_ends_with_2_and_still_prints_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None, content: bytes, said: str
) -> None:
    make_unit("370103010")
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)

    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("import_roster", str(path), "--unit", "370103010", "--json")

    assert refusal.value.returncode == 2
    assert said in json.loads(capsys.readouterr().out)["error"]


def test_an_unknown_unit_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(xlsx([person_row(1)]))

    with pytest.raises(CommandError) as refusal:
        call_command("import_roster", str(path), "--unit", "999999", "--json")

    assert refusal.value.returncode == 2
    assert "999999" in json.loads(capsys.readouterr().out)["error"]


def test_duplicated_people_are_refused_and_the_first_goes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None
) -> None:
    make_unit("370103010001")
    path = tmp_path / "roster.xlsx"
    path.write_bytes(xlsx([*committee_rows(), *committee_rows()]))

    report = run(capsys, path, "370103010")

    assert {fault["code"] for fault in report["refused"]} == {"id-duplicate"}
    assert (report["accepted"], User.objects.count()) == (5, 5)
