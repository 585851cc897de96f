"""An answer that nobody can read costs its own marks: it blocks no page, no submit, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from assessments.domain import answering
from assessments.domain.answering import GRACE
from assessments.domain.sheet import sheet
from assessments.domain.sittings import open_case_sittings
from assessments.enums import AttemptState
from assessments.kinds.base import is_empty
from assessments.kinds.registry import KINDS
from assessments.kinds.single import Single
from assessments.models.grades import ItemGrade
from cohorts.models.progress import ModuleProgress
from tests.factories.assessments import (
    answer,
    due_of,
    hand_in,
    make_attempt,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_full_course

pytestmark = pytest.mark.django_db


class Broken(Single):
    """A kind that stumbles over one answer."""

    def grade(self, snapshot: Any, response: Any) -> Any:
        if response["chosen"] == "stumble":
            raise RecursionError
        return super().grade(snapshot, response)


def nested(depth: int) -> Any:
    value: Any = ""
    for _ in range(depth):
        value = [value]
    return value


def test_emptiness_is_told_at_any_depth() -> None:
    assert is_empty({"chosen": nested(100_000)})
    assert not is_empty({"chosen": [nested(100_000), "a"]})


def test_a_deep_answer_kept_in_earlier_days_is_shown_and_graded_as_nothing() -> None:
    attempt = make_attempt()
    answer(attempt, 1, {"chosen": nested(700)})

    assert not sheet(attempt)[0].is_answered
    answering.submit(attempt=attempt, at=AT)

    assert ItemGrade.objects.get().state == "unanswered"


def test_an_answer_over_which_its_kind_stumbles_is_invalid_and_the_rest_is_graded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(KINDS, "single", Broken())

    attempt = hand_in(
        make_attempt(make_sitting(snapshots=[single_snapshot()] * 2)), {"chosen": "stumble"}, {"chosen": "a"}
    )

    graded = ItemGrade.objects.order_by("item__position").values_list("state", "note_code")
    assert list(graded) == [("invalid", "ungradable"), ("right", "")]
    assert attempt.percent == 50


def test_an_attempt_that_cannot_be_closed_keeps_no_other_open(caplog: pytest.LogCaptureFixture) -> None:
    sitting = make_sitting()
    broken, sound = (make_attempt(sitting, make_enrollment(sitting.cohort)) for _ in range(2))
    ItemGrade.objects.create(item=broken.items.get(), fraction=0, state="wrong", graded_at=AT)  # Its number is taken.

    closed = answering.close_all_over(at=due_of(broken) + GRACE + timedelta(seconds=1))

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert closed == 1
    assert (broken.state, sound.state) == (AttemptState.IN_PROGRESS, AttemptState.AUTO_SUBMITTED)
    assert f"{broken.uuid} could not be closed" in caplog.text


@pytest.mark.parametrize(
    ("response", "finished"),
    [({"text": "  "}, 0), ({"text": ["a"]}, 0), ({}, 0), ({"text": "先听群众怎么说。"}, 1)],
)
def test_a_case_study_is_finished_only_by_an_answer_that_can_be_judged(response: dict[str, Any], finished: int) -> None:
    cohort = make_cohort(course=make_full_course())
    module = cohort.modules.get(kind="case_study")
    (sitting,) = open_case_sittings(cohort=cohort)

    hand_in(make_attempt(sitting, make_enrollment(cohort)), response)

    assert ModuleProgress.objects.filter(module=module, state="finished").count() == finished
