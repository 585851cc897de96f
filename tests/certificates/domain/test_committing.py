"""Attempts in the record chain: bound to what was answered, telling nobody what, and unharmed by de-identification."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from assessments.domain.late_answers import accept
from assessments.models.attempts import Answer, Attempt, AttemptItem
from certificates import tasks
from certificates.domain import chaining, committing
from certificates.domain.chaining import Break
from certificates.models.chain import AttemptCommitment, ChainEntry
from common.canonical import canonical_json, digest
from tests.factories.assessments import AT, hand_in, make_attempt
from tests.factories.people import make_person
from tests.tampering import edit

pytestmark = pytest.mark.django_db


def committed() -> Attempt:
    """An attempt that was handed in with an answer, and is in the chain."""
    attempt = hand_in(make_attempt(), {"option": "a"})
    committing.commit(attempt=committing.handed_in().get(pk=attempt.pk), at=AT)
    return attempt


def name_of(attempt: Attempt) -> str:
    return f"attempt:{attempt.uuid}"


def event_of(attempt: Attempt) -> dict[str, object]:
    event: dict[str, object] = ChainEntry.objects.get(document=name_of(attempt)).event
    return event


def found() -> list[Break]:
    return [*chaining.breaks(), *committing.attempt_breaks()]


def test_handing_in_puts_the_attempt_into_the_chain_by_the_worker(
    run_tasks: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        attempt = hand_in(make_attempt(), {"option": "a"})
    assert not AttemptCommitment.objects.exists()

    run_tasks()

    assert event_of(attempt)["act"] == "submitted"
    assert found() == []


def test_the_tick_takes_up_what_no_worker_came_to() -> None:
    attempt = hand_in(make_attempt(), {"option": "a"})

    tasks.tick(AT)
    tasks.tick(AT)

    assert event_of(attempt)["revisions"] == {"1": 1}
    assert AttemptCommitment.objects.count() == 1


def test_running_it_twice_changes_nothing() -> None:
    attempt = committed()

    again = committing.commit(attempt=committing.handed_in().get(pk=attempt.pk), at=AT)

    assert again is False
    assert ChainEntry.objects.filter(document=name_of(attempt)).count() == 1


def test_an_attempt_in_progress_is_not_in_the_chain() -> None:
    make_attempt()

    assert not committing.uncommitted().exists()


def test_the_chain_names_neither_person_nor_answer() -> None:
    attempt = committed()
    salt = AttemptCommitment.objects.get().salt

    said = json.dumps(event_of(attempt), ensure_ascii=False)

    assert attempt.enrollment.person.name not in said
    assert salt not in said
    guess = digest(canonical_json(["person", attempt.enrollment.person_id]))
    with_salt = digest(bytes.fromhex(salt) + canonical_json(["person", attempt.enrollment.person_id]))
    assert guess not in said
    assert with_salt in said  # The negative control: with the salt it can be shown whose it is.


def test_equal_answers_of_two_people_are_not_seen_to_be_equal() -> None:
    one, other = committed(), committed()

    assert event_of(one)["answers"] != event_of(other)["answers"]


def test_de_identifying_a_person_breaks_nothing() -> None:
    attempt = committed()
    person = attempt.enrollment.person
    person.name, person.username, person.is_active = "已注销", "gone", False
    person.save()

    assert found() == []


def test_an_answer_edited_in_sql_is_found() -> None:
    attempt = committed()
    assert found() == []

    edit("assessments_answer", "UPDATE assessments_answer SET response = %s", json.dumps({"option": "b"}))

    assert found() == [Break(name_of(attempt), 1, "record-changed")]


def test_an_answer_taken_out_in_sql_is_found() -> None:
    attempt = committed()

    edit("assessments_answer", "DELETE FROM assessments_answer")

    assert found() == [Break(name_of(attempt), 1, "record-changed")]


def test_an_attempt_given_to_another_person_is_found() -> None:
    attempt, other = committed(), make_attempt()

    Attempt.objects.filter(pk=attempt.pk).update(enrollment=other.enrollment)

    assert found() == [Break(name_of(attempt), 1, "record-changed")]


def test_another_question_or_another_order_in_its_place_is_found() -> None:
    one, other = committed(), committed()
    item = AttemptItem.objects.get(attempt=one, position=1)
    AttemptItem.objects.filter(pk=item.pk).update(option_order=[*reversed(item.option_order), "x"])
    shown = AttemptItem.objects.get(attempt=other, position=1).item
    type(shown).objects.filter(pk=shown.pk).update(snapshot={**shown.snapshot, "stem": "另一道题"})

    assert found() == [Break(name_of(attempt), 1, "record-changed") for attempt in (one, other)]


def test_a_later_hand_in_time_is_found() -> None:
    attempt = committed()

    Attempt.objects.filter(pk=attempt.pk).update(finished_at=AT + timedelta(hours=5))

    assert found() == [Break(name_of(attempt), 1, "record-changed")]


def test_a_late_answer_that_is_accepted_later_is_no_fault() -> None:
    attempt = committed()
    item = attempt.items.get(position=1)
    late = Answer.objects.create(
        item=item, revision=2, operation=attempt.uuid, response={"option": "b"}, received_at=AT, is_late=True
    )

    accept(answer=late, reason="断网", by=make_person("吴组织员"), at=AT + timedelta(days=1))

    assert found() == []


def test_checking_many_attempts_takes_a_few_queries(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(3):
        committed()

    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert list(committing.attempt_breaks()) == []
