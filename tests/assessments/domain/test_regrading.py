"""Regrading: a dry run writes nothing, the commit does what it listed or nothing, and twice changes nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments.domain import authoring, marking, regrading, results, surveying
from assessments.domain.regrading import CannotRegrade
from assessments.domain.rekeying import NeedsMapping
from assessments.enums import MarkingState, RegradeState, Void
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade, Result
from assessments.models.questions import Question, QuestionVersion
from assessments.models.regrades import Regrade, RegradeLine
from assessments.models.sittings import Sitting, SittingItem
from assessments.signals import results_changed
from people.models.notices import Notice
from tests.factories.assessments import (
    case_snapshot,
    hand_in,
    make_attempt,
    make_paper,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = pytest.mark.django_db
A, B = {"chosen": "a"}, {"chosen": "b"}
TEXT = {"text": "先听，后办。"}


def sat(sitting: Sitting, *responses: dict[str, Any]) -> Attempt:
    return hand_in(make_attempt(sitting), *responses)


def item_of(sitting: Sitting, position: int = 1) -> SittingItem:
    return sitting.items.select_related("version", "sitting", "key_version").get(position=position)


def ask(item: SittingItem, action: str, **more: Any) -> Regrade:
    fields = {"everywhere": False, "reason": "标准答案有误。", "by": make_person("吴组织员"), "at": AT, **more}
    return regrading.ask(items=[item], sittings=Sitting.objects.all(), action=action, **fields)


def dry(item: SittingItem, action: str, **more: Any) -> Regrade:
    return regrading.dry_run(regrade=ask(item, action, **more), clock=lambda: AT)


def commit(regrade: Regrade) -> Regrade:
    regrading.approve(regrade=regrade, by=regrade.asked_by, at=AT)
    return regrading.commit(regrade=regrade, at=AT)


def revised(item: SittingItem, **fields: Any) -> QuestionVersion:
    """The next reviewed version of the item's question."""
    assert item.version is not None
    by = make_person("陈老师")
    question = Question.objects.get(pk=item.version.question_id)
    question = authoring.revise_question(question=question, fields=fields, based_on=question.version, by=by, at=AT)
    return authoring.current_version(authoring.review(question=question, by=by))


def with_key(item: SittingItem, right: str) -> QuestionVersion:
    options = [{**each, "fraction": "1" if each["id"] == right else "0"} for each in item.snapshot["options"]]
    return revised(item, options=options)


def listed(regrade: Regrade) -> list[tuple[int, Decimal | None, Decimal | None]]:
    return [(line.item.attempt_id, line.old_fraction, line.new_fraction) for line in regrade.lines.order_by("pk")]


def state_of_the_world() -> list[Any]:
    """Everything a regrade may touch."""
    grades = list(ItemGrade.objects.order_by("pk").values_list("pk", "item", "number", "fraction", "state"))
    attempts = list(Attempt.objects.order_by("pk").values_list("pk", "marking", "total", "percent", "passed"))
    found = list(Result.objects.order_by("pk").values_list("pk", "percent", "passed"))
    keys = list(SittingItem.objects.order_by("pk").values_list("pk", "void", "key_version"))
    waiting = list(AttemptItem.objects.order_by("pk").values_list("pk", "needs_marking"))
    return [grades, attempts, found, keys, waiting]


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot()] * 2)


def test_the_dry_run_lists_old_new_and_the_passes_that_flip_and_writes_nothing(sitting: Sitting) -> None:
    loses, gains = sat(sitting, A, A), sat(sitting, B, A)
    before = state_of_the_world()

    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))

    assert state_of_the_world() == before
    assert regrade.state == RegradeState.READY
    assert listed(regrade) == [(loses.pk, 1, 0), (gains.pk, 0, 1)]
    first, second = regrade.lines.order_by("pk")
    assert (first.old_percent, first.new_percent, first.falls, first.rises) == (100, 50, True, False)
    assert (second.old_percent, second.new_percent, second.falls, second.rises) == (50, 100, False, True)


def test_a_regrade_equals_its_dry_run_and_is_idempotent(sitting: Sitting) -> None:
    attempts = [sat(sitting, A, A), sat(sitting, B, A), sat(sitting, {}, B)]
    results.release(sitting=sitting, by=make_person(), at=AT)
    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))

    commit(regrade)
    after = state_of_the_world()

    for line in regrade.lines.select_related("item__attempt"):
        grade = marking.current_grade(line.item)
        assert (grade.fraction, grade.state, grade.number) == (line.new_fraction, line.new_state, line.based_on + 1)
        assert (line.item.attempt.percent, line.item.attempt.passed) == (line.new_percent, line.new_passed)
        result = Result.objects.get(attempt=line.item.attempt)
        assert (result.percent, result.passed) == (line.new_percent, line.new_passed)
    untouched = {attempt.pk for attempt in attempts} - {line.item.attempt_id for line in regrade.lines.all()}
    assert untouched == {attempts[2].pk}
    commit(regrade)
    assert state_of_the_world() == after
    assert (regrade.state, regrade.committed_at) == (RegradeState.DONE, AT)
    again = dry(item_of(sitting), "version", version=item_of(sitting).key_version)
    assert listed(again) == []
    commit(again)
    assert state_of_the_world() == after


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abz"), st.sets(st.sampled_from("abc"))), min_size=1, max_size=4))
def test_without_edits_regrade_gives_no_differences(answers: list[tuple[str, set[str]]]) -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), multiple_snapshot(), case_snapshot()])
    for one, several in answers:
        sat(sitting, {"chosen": one}, {"chosen": sorted(several)}, TEXT)
    grader = make_organizer(sitting.cohort.unit, role="grader")
    marked = AttemptItem.objects.filter(needs_marking=True, attempt__sitting=sitting).first()
    assert marked is not None
    levels = {"c1": Decimal(4), "c2": Decimal(3)}
    marking.mark(item=marked, marker=grader, levels=levels, comment="", based_on=1, at=AT)
    before = state_of_the_world()

    for position in (1, 2, 3):
        item = item_of(sitting, position)
        for regrade in (dry(item, "again"), dry(item, "version", version=item.version)):
            assert listed(regrade) == []
            commit(regrade)

    assert state_of_the_world()[:3] == before[:3]


def test_an_engine_that_forgot_a_digit_would_be_found_out(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the property above: break the engine, and the regrade lists it."""
    sat(sitting, A, A)
    monkeypatch.setattr(surveying, "outcome_of", lambda key, response: surveying.Worth(Decimal(0), "wrong"))

    assert len(listed(dry(item_of(sitting), "again"))) == 1


@pytest.mark.parametrize("event", ["submit", "key"])
def test_a_commit_refuses_when_anything_changed_meanwhile(sitting: Sitting, event: str) -> None:
    sat(sitting, A, A)
    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))
    if event == "submit":
        sat(sitting, B, B)
    else:
        commit(dry(item_of(sitting), "full_marks"))
    before = state_of_the_world()

    commit(regrade)

    assert (regrade.state, regrade.committed_at) == (RegradeState.STALE, None)
    assert state_of_the_world() == before


def test_a_mark_between_dry_run_and_commit_makes_it_stale() -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="1")])
    attempt = sat(sitting, A, TEXT)
    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))
    item = attempt.items.get(position=2)
    marking.mark(item=item, marker=make_person(), levels={"c1": Decimal(5)}, comment="", based_on=1, at=AT)

    commit(regrade)

    assert regrade.state == RegradeState.STALE


def test_without_the_digest_a_stale_regrade_would_be_written(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: take the comparison away, and what nobody was shown is written."""
    sat(sitting, A, A)
    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))
    late = sat(sitting, B, B)
    found = surveying.survey(regrade)
    blind = surveying.Survey(found.changes, regrade.digest)
    monkeypatch.setattr(regrading, "survey", lambda *args, **more: blind)

    commit(regrade)

    late.refresh_from_db()
    assert late.percent == 50
    assert not regrade.lines.filter(item__attempt=late).exists()


def test_marks_of_people_survive_a_new_version_with_the_same_rubric() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")])
    attempt = sat(sitting, TEXT)
    item = attempt.items.get()
    marking.mark(item=item, marker=make_person(), levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)

    regrade = dry(item_of(sitting), "version", version=revised(item_of(sitting), stem="改了一个错字。"))
    commit(regrade)

    assert listed(regrade) == []
    assert marking.current_grade(item).fraction == Decimal("0.6")


@pytest.mark.parametrize("change", [{"id": "c9"}, {"weight": "2"}])
def test_a_changed_rubric_asks_for_marks_again(change: dict[str, str]) -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")])
    attempt = sat(sitting, TEXT)
    item, sun = attempt.items.get(), make_organizer(sitting.cohort.unit, name="孙", role="grader")
    marking.mark(item=item, marker=sun, levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)
    results.release(sitting=sitting, by=sun, at=AT)
    criteria = [{**item_of(sitting).snapshot["criteria"][0], **change}]

    commit(dry(item_of(sitting), "version", version=revised(item_of(sitting), criteria=criteria)))

    item = AttemptItem.objects.select_related("attempt", "item__key_version").get(pk=item.pk)
    assert (item.needs_marking, item.attempt.marking) == (True, MarkingState.NEEDS_MARKING)
    assert Result.objects.get().percent == 60
    marking.mark(item=item, marker=sun, levels={criteria[0]["id"]: Decimal(5)}, comment="", based_on=3, at=AT)
    results.release(sitting=sitting, by=sun, at=AT + timedelta(hours=1))
    assert Result.objects.get().percent == 100


def test_other_options_are_refused_without_a_mapping_and_taken_with_one(sitting: Sitting) -> None:
    item = item_of(sitting)
    attempt = sat(sitting, B, A)
    options = [{**each, "id": {"a": "x", "b": "y"}.get(each["id"], each["id"])} for each in item.snapshot["options"]]
    version = revised(item, options=[{**each, "fraction": "1" if each["id"] == "y" else "0"} for each in options])

    with pytest.raises(NeedsMapping) as refusal:
        ask(item, "version", version=version)
    assert refusal.value.gone["options"][:2] == ["a", "b"]

    ids = {each["id"]: each["id"] for each in item.snapshot["options"]} | {"a": "x", "b": "y"}
    commit(dry(item, "version", version=version, mapping={"options": ids}))

    attempt.refresh_from_db()
    assert attempt.percent == 100


def test_a_draft_and_another_questions_version_are_refused(sitting: Sitting) -> None:
    item = item_of(sitting)
    assert item.version is not None
    question = Question.objects.get(pk=item.version.question_id)
    by = make_person()
    fields = {"stem": "草稿。"}
    draft = authoring.revise_question(question=question, fields=fields, based_on=1, by=by, at=AT)

    for version in (authoring.current_version(draft), item_of(sitting, 2).version):
        with pytest.raises(CannotRegrade):
            ask(item, "version", version=version)


def test_every_sitting_that_holds_the_question_is_reached_on_request() -> None:
    paper = make_paper([single_snapshot()] * 2)
    first, second = make_sitting(paper=paper), make_sitting(paper=paper)
    attempts = [sat(first, A, A), sat(second, A, A)]
    version = with_key(item_of(first), "b")

    assert len(listed(dry(item_of(first), "version", version=version))) == 1
    commit(dry(item_of(first), "version", version=version, everywhere=True))

    for attempt in attempts:
        attempt.refresh_from_db()
        assert attempt.percent == 50


def test_only_the_sittings_handed_over_are_reached() -> None:
    paper = make_paper([single_snapshot()] * 2)
    first, second = make_sitting(paper=paper), make_sitting(paper=paper)
    sat(first, A, A)
    sat(second, A, A)
    mine = Sitting.objects.filter(pk=first.pk)

    regrade = regrading.ask(
        items=[item_of(first)], sittings=mine, everywhere=True, action="remove", reason="", by=make_person(), at=AT
    )

    assert [target.item.sitting_id for target in regrade.targets.all()] == [first.pk]


def test_a_fallen_pass_is_announced_and_told_and_nothing_else_happens(
    sitting: Sitting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    attempt, same = sat(sitting, A, A), sat(sitting, {}, A)
    results.release(sitting=sitting, by=make_person(), at=AT)
    regrade = dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b"))
    heard: list[dict[str, Any]] = []
    results_changed.connect(lambda **facts: heard.append(facts), weak=False, dispatch_uid="test")

    with django_capture_on_commit_callbacks(execute=True):
        commit(regrade)

    results_changed.disconnect(dispatch_uid="test")
    assert [(fact["sitting_id"], fact["enrollment_ids"]) for fact in heard] == [(sitting.pk, [attempt.enrollment_id])]
    told = Notice.objects.filter(key__startswith="result-changed").values_list("recipient", flat=True)
    assert list(told) == [attempt.enrollment.person_id]
    assert same.enrollment.person_id != attempt.enrollment.person_id


def test_another_attempt_may_come_to_count() -> None:
    sitting = make_sitting(snapshots=[single_snapshot()] * 2, attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    for responses in ([A, A], [B, A]):
        hand_in(make_attempt(sitting, enrollment), *responses)
    results.release(sitting=sitting, by=make_person(), at=AT)

    commit(dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b")))

    assert (Result.objects.get().attempt.number, Result.objects.get().percent) == (2, 100)


def test_of_two_presses_one_writes(sitting: Sitting) -> None:
    sat(sitting, A, A)
    regrade = dry(item_of(sitting), "full_marks")

    presses = [regrading.approve(regrade=regrade, by=regrade.asked_by, at=AT) for _ in range(2)]

    assert presses == [True, False]


def test_nothing_is_written_without_a_press(sitting: Sitting) -> None:
    sat(sitting, B, A)
    regrade = dry(item_of(sitting), "full_marks")
    before = state_of_the_world()

    regrading.commit(regrade=regrade, at=AT)

    assert state_of_the_world() == before
    assert item_of(sitting).void == Void.NONE
    assert RegradeLine.objects.count() == 1
