"""What a clerk types from an answer sheet becomes what the same control would have sent from a page."""

import pytest

from assessments.kinds import lettering, registry
from assessments.kinds.base import Choice, Control
from assessments.kinds.lettering import Misread, typed_of, value_of
from tests.factories.assessments import case_snapshot, single_snapshot, true_false_snapshot
from tests.factories.questions import classify_snapshot, ordering_snapshot, upload_snapshot

THREE = (Choice("x", "甲"), Choice("y", "乙"), Choice("z", "丙"))
ONE_OF = Control("chosen", "radio", choices=THREE)
SOME_OF = Control("chosen", "checkbox", choices=THREE, is_list=True)
IN_ORDER = Control("order", "order", choices=THREE, is_list=True)
STATEMENT = registry.controls(registry.present(true_false_snapshot()))[0]


@pytest.mark.parametrize("typed", ["B", "b", "Ｂ", " B. ", "（B）"])
def test_a_letter_is_the_row_that_was_printed_beside_it(typed: str) -> None:
    assert value_of(ONE_OF, typed) == "y"


@pytest.mark.parametrize("typed", ["AC", "ca", "A、C", "A, C", "Ａ Ｃ"])
def test_several_letters_may_be_typed_in_any_manner(typed: str) -> None:
    value = value_of(SOME_OF, typed)

    assert sorted(value or []) == ["x", "z"]


def test_a_sequence_is_kept_as_it_was_written() -> None:
    assert value_of(IN_ORDER, "CAB") == ["z", "x", "y"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("√", "true"), ("✓", "true"), ("对", "true"), ("t", "true"), ("×", "false"), ("x", "false"), ("错", "false")],
)
def test_a_statement_is_ticked_or_crossed(typed: str, value: str) -> None:
    assert value_of(STATEMENT, typed) == value


@pytest.mark.parametrize("control", [ONE_OF, SOME_OF, IN_ORDER, STATEMENT])
@pytest.mark.parametrize("typed", ["", "  ", "　"])
def test_an_empty_field_is_no_answer(control: Control, typed: str) -> None:
    assert value_of(control, typed) is None


@pytest.mark.parametrize(
    ("control", "typed", "code"),
    [
        (ONE_OF, "D", "no-such-letter"),
        (ONE_OF, "AB", "more-than-one"),
        (SOME_OF, "AAB", "letter-twice"),
        (IN_ORDER, "AB", "order-incomplete"),
        (IN_ORDER, "ABB", "letter-twice"),
        (STATEMENT, "A", "not-a-sign"),
    ],
)
def test_what_cannot_stand_on_the_sheet_is_refused_with_its_reason(control: Control, typed: str, code: str) -> None:
    with pytest.raises(Misread) as refusal:
        value_of(control, typed)

    assert refusal.value.code == code


def test_a_text_is_kept_as_it_was_typed() -> None:
    assert value_of(Control("text", "textarea"), " 先听群众，\n再开会。 ") == " 先听群众，\n再开会。 "


@pytest.mark.parametrize(
    ("control", "typed"), [(ONE_OF, "C"), (SOME_OF, "AC"), (IN_ORDER, "CAB"), (STATEMENT, "×"), (STATEMENT, "√")]
)
def test_what_is_stored_is_shown_as_it_would_be_typed(control: Control, typed: str) -> None:
    assert typed_of(control, value_of(control, typed)) == typed


@pytest.mark.parametrize("snapshot", [single_snapshot(), ordering_snapshot(), classify_snapshot(), case_snapshot()])
def test_kinds_that_a_pen_can_answer_may_be_printed(snapshot: dict[str, object]) -> None:
    assert registry.may_be_printed(snapshot)


def test_files_may_not_be_printed_nor_more_rows_than_there_are_letters() -> None:
    assert not registry.may_be_printed(upload_snapshot())
    assert not lettering.may_be_printed([Control("chosen", "radio", choices=THREE * 9)])
