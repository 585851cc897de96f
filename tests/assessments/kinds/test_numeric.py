"""Numbers as people type them, and the bounds within which they are right."""

from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.numeric import number_of
from assessments.kinds.registry import check, grade, review
from tests.factories.questions import number_answer, numeric_snapshot


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("100", "100"),
        ("１００", "100"),
        ("1,000", "1000"),
        ("１，０００", "1000"),
        ("1,234,567.5", "1234567.5"),
        ("−0", "0"),
        ("－5", "-5"),
        ("+5", "5"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        (".5", "0.5"),
        ("5.", "5"),
        (" 7\u200b ", "7"),
    ],
)
def test_it_reads_a_number_as_people_type_it(typed: str, meant: str) -> None:
    assert number_of(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "NaN",
        "Infinity",
        "-inf",
        "1,00",
        "1000,000",
        "1 000",
        "1/2",
        "1.2.3",
        "--1",
        ".",
        "-",
        "e5",
        "1e999",
        "9" * 61,
    ],
)
def test_what_is_no_number_is_invalid_and_worth_nothing(typed: str) -> None:
    graded = grade(numeric_snapshot(), {"value": typed})

    assert (graded.fraction, graded.state, graded.note_code) == (0, State.INVALID, "not-a-number")


@pytest.mark.parametrize("value", [100, 100.0, ["100"], {"a": "100"}, True])
def test_only_text_is_read(value: object) -> None:
    assert grade(numeric_snapshot(), {"value": value}).state is State.INVALID


@pytest.mark.parametrize(
    ("answer", "inside", "outside"),
    [
        (number_answer("absolute", "10", "0.5"), ["9.5", "10.5"], ["9.4999999", "10.5000001"]),
        (number_answer("relative", "-200", "0.05"), ["-210", "-190"], ["-210.01", "-189.99"]),
        (
            number_answer("interval", "0.1", "0.3"),
            ["0.1", "0.3", "3e-1"],
            ["0.0999", f"0.3{'0' * 40}1"],
        ),
        (number_answer("absolute", f"{'9' * 40}", "0.5"), [f"{'9' * 40}.5"], [f"{'9' * 40}.51"]),
        (number_answer("absolute", "0.3"), ["0.3", "0.30"], ["0.30000000000000004"]),
    ],
)
def test_the_bounds_belong_to_the_interval_and_are_exact(
    answer: dict[str, str], inside: list[str], outside: list[str]
) -> None:
    snapshot = numeric_snapshot(answer)

    assert [grade(snapshot, {"value": value}).state for value in inside] == [State.RIGHT] * len(inside)
    assert [grade(snapshot, {"value": value}).state for value in outside] == [State.WRONG] * len(outside)


def test_the_first_answer_that_holds_the_number_counts() -> None:
    snapshot = numeric_snapshot(
        number_answer("interval", "0", "100", fraction="0.5"), number_answer("absolute", "50", "0")
    )

    assert grade(snapshot, {"value": "50"}).fraction == Decimal("0.5")


@pytest.mark.parametrize(
    ("typed", "percent", "state"),
    [
        ("50％", True, State.RIGHT),
        ("50 %", True, State.RIGHT),
        ("0.5", True, State.RIGHT),
        ("50", True, State.WRONG),
        ("50％", False, State.INVALID),
        ("0.5", False, State.RIGHT),
    ],
)
def test_a_percentage_is_a_share_only_where_the_question_says_so(typed: str, percent: bool, state: State) -> None:
    snapshot = numeric_snapshot(number_answer("absolute", "0.5"), percent=percent)

    assert grade(snapshot, {"value": typed}).state is state


@pytest.mark.parametrize("typed", ["15", "15天", "15 天", "１５　天"])
def test_the_unit_may_be_typed_along(typed: str) -> None:
    snapshot = numeric_snapshot(number_answer("absolute", "15"), unit="天")

    assert grade(snapshot, {"value": typed}).state is State.RIGHT
    assert grade(snapshot, {"value": "15周"}).state is State.INVALID


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (number_answer("relative", "0", "0.1"), "relative-to-nought"),
        (number_answer("interval", "3", "1"), "interval-reversed"),
        (number_answer("absolute", "3", "-1"), "tolerance-negative"),
        (number_answer("absolute", "NaN", "0"), "number-unreadable"),
        (number_answer("about", "1", "0"), "mode-unknown"),
        (number_answer(fraction="1.5"), "fraction-out-of-range"),
    ],
)
def test_check_names_the_faults_of_an_accepted_number(answer: dict[str, str], code: str) -> None:
    assert check(numeric_snapshot(number_answer())) == []

    assert [problem.code for problem in check(numeric_snapshot(number_answer(), answer))] == [code]


def test_check_wants_an_answer_worth_the_whole() -> None:
    assert [problem.code for problem in check(numeric_snapshot(number_answer(fraction="0.5")))] == ["number-missing"]


def test_a_review_says_what_is_accepted() -> None:
    snapshot = numeric_snapshot(
        number_answer("absolute", "15", "0.5"), number_answer("relative", "15", "0.1"),
        number_answer("interval", "14", "16"), number_answer("absolute", "15"), unit="天",
    )  # fmt: skip

    (line,) = review(snapshot, {"value": "15"}).lines

    assert line.accepted == ("15 ± 0.5 天", "15 ± 10% 天", "14 – 16 天", "15 天")
    assert line.is_right
