"""Keying in: the same answers are worth the same, whoever wrote them down; every write is kept with its clerk."""

from datetime import timedelta
from typing import Any

import pytest

from assessments.domain import keying, marking, on_paper, results
from assessments.domain.keying import KeyedMeanwhile
from assessments.enums import AttemptState, MarkingState
from assessments.kinds import registry
from assessments.kinds.lettering import signs_of, typed_of, value_of
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.sittings import Sitting
from people.domain.scope import scope_of
from people.models.accounts import User
from tests.factories.assessments import case_snapshot, make_attempt, make_paper_attempt, make_sitting, single_snapshot
from tests.factories.assessments import hand_in as hand_in_online
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person
from tests.factories.questions import RIGHT, every_kind

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)
KINDS = [each for each in every_kind() if each["kind"] in RIGHT and each["kind"] != "scenario"]


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot(), case_snapshot()])


@pytest.fixture
def wu(sitting: Sitting) -> User:
    return make_organizer(sitting.cohort.unit)


@pytest.fixture
def attempt(sitting: Sitting) -> Attempt:
    return make_paper_attempt(sitting)


def key_in(attempt: Attempt, by: User, *responses: dict[str, Any], at: Any = LATER) -> int:
    rows = dict(enumerate(responses, start=1))
    return keying.save(attempt=attempt, responses=rows, seen=attempt.saved_at, by=by, at=at)


def as_typed(item: AttemptItem, response: dict[str, Any]) -> dict[str, Any]:
    """What is stored after the letters of an answer, as this form was printed, were typed."""
    controls = registry.controls(item.presented())
    typed = {control.name: typed_of(control, response.get(control.name)) for control in controls}
    values = {control.name: value_of(control, typed[control.name]) for control in controls}
    return {name: value for name, value in values.items() if value is not None}


WRONG: dict[str, dict[str, Any]] = {
    "single": {"chosen": "c"},
    "multiple": {"chosen": ["a"]},
    "indefinite": {"chosen": ["a", "d"]},
    "true_false": {"chosen": "false"},
    "fill": {"b1": "甲", "b2": "错"},
    "numeric": {"value": "一百"},
    "matching": {"s1": "a", "s3": "d"},
    "ordering": {"order": list(reversed(RIGHT["ordering"]["order"]))},
    "classify": {"i1": "a", "i2": "a", "i3": "a"},
    "cloze": {"p1": "d", "p2": "民主协商", "p3": "1"},
}


@pytest.mark.parametrize("answers", [RIGHT, WRONG, {}], ids=["right", "wrong", "empty"])
def test_the_same_answers_are_worth_the_same_on_paper_and_online(answers: dict[str, dict[str, Any]]) -> None:
    sitting = make_sitting(snapshots=KINDS, shuffle=True)
    wu = make_organizer(sitting.cohort.unit)
    online = make_attempt(sitting, make_enrollment(sitting.cohort, make_person("林秀英")))
    paper = make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person("王芳")))
    drawn = [answers.get(item.item.snapshot["kind"], {}) for item in online.items.select_related("item")]

    hand_in_online(online, *drawn)
    typed = [as_typed(item, answers.get(item.item.snapshot["kind"], {})) for item in paper.items.select_related("item")]
    key_in(paper, wu, *typed)
    keying.hand_in(attempt=paper, seen=paper.saved_at, by=wu, at=LATER)

    paper.refresh_from_db()
    assert paper.percent == online.percent
    assert paper.percent == (100 if answers is RIGHT else paper.percent)
    grades = [dict(each.items.values_list("item__position", "grades__fraction")) for each in (online, paper)]
    assert grades[0] == grades[1]


def test_letters_go_by_the_order_that_was_printed_for_this_person() -> None:
    sitting = make_sitting(snapshots=[{**single_snapshot(), "stem": f"第{n}题"} for n in range(8)], shuffle=True)
    attempt = make_paper_attempt(sitting)
    items = list(attempt.items.select_related("item"))

    for item in items:
        [control] = registry.controls(item.presented())
        by_letter = {sign: value_of(control, sign) for sign in signs_of(control)}
        assert by_letter == dict(zip("ABCD", item.option_order, strict=True))
    assert len({tuple(item.option_order) for item in items}) > 1


def test_every_write_is_kept_with_the_name_of_the_clerk(attempt: Attempt, wu: User) -> None:
    other = make_organizer(attempt.sitting.cohort.unit, name="何录入")

    written = [
        key_in(attempt, wu, {"chosen": "a"}, {"text": "先听。"}),
        key_in(attempt, other, {"chosen": "b"}, {"text": "先听。"}),
    ]

    rows = Answer.objects.filter(item__position=1).values_list("revision", "response__chosen", "keyed_by")
    assert list(rows) == [(1, "a", wu.pk), (2, "b", other.pk)]
    assert written == [2, 1]


def test_an_answer_can_be_taken_back_to_nothing(attempt: Attempt, wu: User) -> None:
    key_in(attempt, wu, {"chosen": "a"})
    key_in(attempt, wu, {})
    keying.hand_in(attempt=attempt, seen=attempt.saved_at, by=wu, at=LATER)

    assert attempt.items.get(position=1).grades.get().state == "unanswered"


def test_of_two_clerks_at_one_sheet_the_second_is_told(attempt: Attempt, wu: User) -> None:
    stale = Attempt.objects.get(pk=attempt.pk)
    key_in(attempt, wu, {"chosen": "a"})

    with pytest.raises(KeyedMeanwhile):
        key_in(stale, wu, {"chosen": "b"})

    assert Answer.objects.get().response == {"chosen": "a"}


def test_what_was_not_looked_at_is_not_handed_in(attempt: Attempt, wu: User) -> None:
    key_in(attempt, wu, {"chosen": "a"})
    looked_at = attempt.saved_at
    key_in(attempt, wu, {"chosen": "b"}, at=LATER + timedelta(minutes=1))

    won = [keying.hand_in(attempt=attempt, seen=seen, by=wu, at=LATER) for seen in (looked_at, attempt.saved_at)]

    assert won == [False, True]


def test_a_sheet_is_handed_in_once_and_takes_nothing_more(attempt: Attempt, wu: User) -> None:
    key_in(attempt, wu, {"chosen": "a"})
    won = [keying.hand_in(attempt=attempt, seen=attempt.saved_at, by=wu, at=LATER) for _ in range(2)]

    with pytest.raises(KeyedMeanwhile):
        key_in(attempt, wu, {"chosen": "b"})

    assert (won, attempt.state) == ([True, False], AttemptState.SUBMITTED)


def test_nobody_keys_in_a_sheet_of_his_own(sitting: Sitting, wu: User) -> None:
    own = make_paper_attempt(sitting, make_enrollment(sitting.cohort, wu))

    with pytest.raises(KeyedMeanwhile):
        key_in(own, wu, {"chosen": "a"})

    assert not keying.hand_in(attempt=own, seen=None, by=wu, at=LATER)
    assert not keying.sheets(scope_of(wu, on=AT.date()), by=wu).exists()


def test_a_sheet_is_found_by_its_code_within_ones_units(attempt: Attempt, wu: User) -> None:
    scope, nothing = scope_of(wu, on=AT.date()), scope_of(make_person(), on=AT.date())

    assert keying.found_by_code(scope, attempt.sheet_code.lower(), by=wu) == attempt
    assert keying.found_by_code(scope, attempt.code, by=wu) is None
    assert keying.found_by_code(nothing, attempt.sheet_code, by=wu) is None


def test_a_written_answer_is_marked_released_and_final_like_any_other(
    attempt: Attempt, sitting: Sitting, wu: User
) -> None:
    sun = make_organizer(sitting.cohort.unit, name="孙丽", role="grader")
    key_in(attempt, wu, {"chosen": "a"}, {"text": "先听群众怎么说。"})
    keying.hand_in(attempt=attempt, seen=attempt.saved_at, by=wu, at=LATER)

    [answer] = marking.markable(scope_of(sun, on=AT.date()), marker=sun)
    marking.mark(item=answer, marker=sun, levels={"c1": 5, "c2": 5}, comment="", based_on=1, at=LATER)  # type: ignore[dict-item]
    [result] = results.release(sitting=sitting, by=wu, at=LATER)

    attempt.refresh_from_db()
    assert (result.percent, attempt.marking) == (100, MarkingState.RELEASED)


def test_whoever_keyed_an_answer_in_does_not_mark_it(attempt: Attempt, sitting: Sitting) -> None:
    chen = make_organizer(sitting.cohort.unit, name="陈老师", role="trainer")
    sun = make_organizer(sitting.cohort.unit, name="孙丽", role="grader")
    key_in(attempt, chen, {}, {"text": "先听群众怎么说。"})
    keying.hand_in(attempt=attempt, seen=attempt.saved_at, by=chen, at=LATER)

    seen = [marking.markable(scope_of(each, on=AT.date()), marker=each).count() for each in (chen, sun)]

    assert seen == [0, 1]


def test_the_print_shows_no_answer_that_was_keyed_before(attempt: Attempt, wu: User, sitting: Sitting) -> None:
    key_in(attempt, wu, {"chosen": "a"}, {"text": "金丝雀"})

    [form] = on_paper.print_forms(sitting=sitting, only=None, by=wu)

    assert [item.response for item in form.items] == [{}, {}]
