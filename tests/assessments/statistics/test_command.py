"""The command: what it reads, what it prints, and what it refuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessments.statistics.csv_file import Unusable, read

PROJECT = Path(__file__).resolve().parents[3]
PLAIN = "q1,q2\n1,0\n0,2\n1,2\n"
FIGURES = {"facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight"}
WHOLE = {"n", "mean", "median", "sd", "skewness", "kurtosis", "cic", "error_ratio", "standard_error"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assessments.statistics", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    return tmp_path / "marks.csv"


def read_text(text: str) -> tuple[tuple[str, ...], list[str], list[list[str]]]:
    sheet = read(text.encode())
    return sheet.names, [str(value) for value in sheet.maxima], [[str(mark) for mark in row] for row in sheet.rows]


def test_the_figures_come_as_pure_json_under_the_names_agreed_on(marks: Path) -> None:
    marks.write_text(PLAIN)

    done = run(str(marks))
    found: dict[str, Any] = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert set(found) == {"items", "test"}
    assert [set(item) for item in found["items"]] == [{"name", *FIGURES}] * 2
    assert set(found["test"]) == WHOLE
    assert found["test"]["n"] == 3


def test_what_is_undefined_is_null(marks: Path) -> None:
    marks.write_text("q1\n1\n")

    found = json.loads(run(str(marks)).stdout)

    assert found["items"] == [{"name": "q1", "facility": 1.0, **dict.fromkeys(FIGURES - {"facility"})}]
    assert found["test"] == {**dict.fromkeys(WHOLE), "n": 1, "mean": 1.0, "median": 1.0}


def test_it_runs_without_the_framework(marks: Path) -> None:
    marks.write_text(PLAIN)
    code = "import sys; from assessments.statistics.__main__ import main; main(); print('django' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code, str(marks)], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("content", [b"", b"q1\n", "题一\n1\n".encode("gb18030"), b"q1\nabc\n"])
def test_what_cannot_be_used_is_told_on_standard_error_with_code_2(marks: Path, content: bytes) -> None:
    marks.write_bytes(content)

    done = run(str(marks))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{marks}: ")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_has_code_2(marks: Path) -> None:
    assert run(str(marks)).returncode == 2


EXPECTED = ("q1", "q2"), ["2", "2"], [["1", "0"], ["0", "2"]]
LAYOUTS = [
    "q1,q2\n1,0\n0,2\nmax,2,2\n",
    "q1,q2\nmax,2,2\n1,0\n0,2\n",
    "q1,q2\nlin,1,0\nzhao,0,2\nmax,2,2\n",
    "q1,q2\n1,1,0\n2,0,2\nmax,2,2\n",
    ",q1,q2\nlin,1,0\nzhao,0,2\nmax,2,2\n",
    "attempt,q1,q2\n1,1,0\n2,0,2\nmax,2,2\n",
    "考生,q1,q2\n1,1,0\n2,0,2\nMAX,2,2\n",
    "q1,q2,\n1,0,\n0,2,\nmax,2,2\n",
    "\ufeffq1,q2\r\n1,0\r\n\r\n0,2\r\nmax,2,2\r\n",
    '"q1", q2\n1 , 0\n0,2\n"max",2,2\n,,\n',
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_rows_may_have_names_of_their_own_or_not(text: str) -> None:
    assert read_text(text) == EXPECTED


@pytest.mark.parametrize(
    "text",
    ["姓名,q1,q2\n1,1,0\n2,0,2\n", ",q1,q2\n1,1,0\n2,0,2\n", "who,q1,q2\nlin,1,0\nzhao,0,2\n", "q1,q2\n1,0\n0,2\n"],
)
def test_without_a_row_of_maxima_the_best_mark_seen_is_the_maximum(text: str) -> None:
    assert read_text(text) == (("q1", "q2"), ["1", "2"], [["1", "0"], ["0", "2"]])


def test_a_column_of_numbers_is_an_item_where_nothing_says_otherwise() -> None:
    assert read_text("q1,q2\n1,2\n2,1\n")[0] == ("q1", "q2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty."),
        ("\n,,\n", "The file is empty."),
        ("q1,q2\n", "There is no attempt below the names of the items."),
        ("q1,q2\nmax,1,1\n", "There is no attempt below the names of the items."),
        ("q1,q2\n1,0\n1\n", "Line 3: 1 marks for 2 items."),
        ("q1,q2\n1,0\n1,1,1,1\n", "Line 3: 4 marks for 2 items."),
        ("q1,q2\n1,0\n,1\n", "Line 3, q1: the mark is missing; write 0 for an item without an answer."),
        ("q1,q2\n1,0\nx,1\n", "Line 3, q1: 'x' is not a mark."),
        ("q1,q2\n1,NaN\n", "Line 2, q2: 'NaN' is not a mark."),
        ("q1,q2\n1,1e99\n", "Line 2, q2: '1e99' is not a mark."),
        ("q1,q2\n1,１\n", "Line 2, q2: '１' is not a mark."),
        ("q1,q2\n1,0\nmax,1,1\nmax,1,1\n", "Line 4: there is a second row named max."),
        ("q1,q2\n1,0\nmax,1,-1\n", "Line 3, q2: a maximum cannot be below 0."),
        ("q1,q2\n1,0\n2,0\nmax,1,1\n", "Line 3, q1: 2 is more than the maximum of 1."),
        ("q1,,q3\n1,0,1\n", "Line 1: item 2 has no name."),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, words: str) -> None:
    with pytest.raises(Unusable) as refusal:
        read(text.encode())

    assert str(refusal.value) == words


def test_an_unclosed_quote_is_no_csv() -> None:
    with pytest.raises(Unusable, match="The file is not CSV"):
        read(b'q1,q2\n"1,0\n')
