"""Forms on paper: drawn like any attempt, closed by no clock, opened on no device, let go where nobody sat."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from wagtail.models import ModelLogEntry

from assessments import rules
from assessments.domain import answering, keying, on_paper, results, standings, starting
from assessments.domain.outcomes import outcomes
from assessments.domain.starting import CannotStart
from assessments.enums import AttemptState, Medium
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from tests.factories.assessments import hand_in, make_attempt, make_paper_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person
from tests.factories.questions import every_kind, scenario_snapshot, upload_snapshot

pytestmark = pytest.mark.django_db
LONG_AFTER = AT + timedelta(days=30)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot()] * 3, shuffle=True)


@pytest.fixture
def enrollment(sitting: Sitting) -> Enrollment:
    return make_enrollment(sitting.cohort)


def prepare(sitting: Sitting, *enrollments: Enrollment) -> on_paper.Prepared:
    return on_paper.prepare(sitting=sitting, enrollments=enrollments, by=make_person(), at=AT)


def test_a_form_is_an_attempt_drawn_and_stored_like_any_other(sitting: Sitting, enrollment: Enrollment) -> None:
    [attempt] = prepare(sitting, enrollment).attempts

    assert (attempt.medium, attempt.state, attempt.number) == (Medium.PAPER, AttemptState.IN_PROGRESS, 1)
    assert [item.position for item in attempt.items.all()] == [1, 2, 3]
    assert all(sorted(item.option_order) == list("abcd") for item in attempt.items.all())


def test_that_forms_were_prepared_and_printed_is_logged(sitting: Sitting, enrollment: Enrollment) -> None:
    prepare(sitting, enrollment)
    on_paper.print_forms(sitting=sitting, only=None, by=make_person())

    verbs = ModelLogEntry.objects.filter(action__startswith="assessments.forms_").order_by("timestamp")
    assert [(each.action, each.data) for each in verbs] == [
        ("assessments.forms_prepared", {"people": 1}),
        ("assessments.forms_printed", {"people": 1}),
    ]


def test_a_form_may_be_prepared_before_the_window_opens_and_not_after_it_closed(
    sitting: Sitting, enrollment: Enrollment
) -> None:
    with pytest.raises(CannotStart, match="closed"):
        starting.prepare_on_paper(sitting=sitting, enrollment=enrollment, at=sitting.closes_at)
    before = sitting.opens_at - timedelta(days=1)

    assert starting.prepare_on_paper(sitting=sitting, enrollment=enrollment, at=before).is_on_paper


def test_whoever_is_answering_online_gets_no_form(sitting: Sitting, enrollment: Enrollment) -> None:
    make_attempt(sitting, enrollment)

    prepared = prepare(sitting, enrollment)

    assert (prepared.attempts, prepared.refused) == ([], {"begun": 1})


def test_whoever_has_used_up_the_attempts_gets_no_form(sitting: Sitting, enrollment: Enrollment) -> None:
    hand_in(make_attempt(sitting, enrollment))

    assert prepare(sitting, enrollment).refused == {"no-attempt-left": 1}


def test_two_presses_draw_one_form(sitting: Sitting, enrollment: Enrollment) -> None:
    prepare(sitting, enrollment)

    assert prepare(sitting, enrollment).refused == {"begun": 1}
    assert Attempt.objects.count() == 1


def test_no_clock_closes_a_form(sitting: Sitting, enrollment: Enrollment) -> None:
    attempt = make_paper_attempt(sitting, enrollment)

    assert answering.close_all_over(at=LONG_AFTER) == 0
    assert not answering.close_if_over(attempt=attempt, at=LONG_AFTER)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.due_at) == (AttemptState.IN_PROGRESS, None)


def test_the_database_keeps_paper_and_clock_apart(sitting: Sitting, enrollment: Enrollment) -> None:
    on_paper_now = make_paper_attempt(sitting, enrollment)
    online = make_attempt(sitting)

    for attempt, fields in (
        (on_paper_now, {"due_at": AT}),
        (on_paper_now, {"holder": "phone"}),
        (online, {"due_at": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.filter(pk=attempt.pk).update(**fields)


def test_nothing_is_begun_or_written_online_while_a_form_waits(sitting: Sitting, enrollment: Enrollment) -> None:
    attempt = make_paper_attempt(sitting, enrollment)
    item = attempt.items.select_related("attempt", "item").get(position=1)

    with pytest.raises(CannotStart, match="on-paper"):
        starting.start(sitting=sitting, enrollment=enrollment, at=AT)
    with pytest.raises(Http404):
        rules.own_item(enrollment.person, attempt.uuid, 1)
    with pytest.raises(Http404):
        rules.own_attempt(enrollment.person, attempt.uuid, at=AT)
    assert starting.start_obstacle(sitting=sitting, enrollment=enrollment, at=AT) == "on-paper"
    assert not answering.submit(attempt=attempt, at=AT)
    assert not answering.take_over(attempt=attempt, device="phone", seen=0, at=AT)
    saved = answering.save(item=item, revision=1, operation=attempt.uuid, response={"chosen": "a"}, at=AT)
    assert saved.outcome is answering.Saving.LATE


def test_results_wait_until_every_form_is_handed_in_or_let_go(sitting: Sitting, enrollment: Enrollment) -> None:
    hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, make_person("王芳"))))
    attempt = make_paper_attempt(sitting, enrollment)

    assert results.release_obstacles(sitting, at=LONG_AFTER) == {"on-paper": 1}
    on_paper.let_go(attempt=attempt, by=make_person())
    assert results.release_obstacles(sitting, at=LONG_AFTER) == {}


def test_a_form_that_was_let_go_uses_up_no_attempt(sitting: Sitting, enrollment: Enrollment) -> None:
    attempt = make_paper_attempt(sitting, enrollment)

    won = [on_paper.let_go(attempt=attempt, by=make_person()) for _ in range(2)]

    assert won == [True, False]
    assert [each.pk for each in on_paper.may_sit_on_paper(sitting)] == [enrollment.pk]
    assert starting.attempts_left(sitting=sitting, enrollment=enrollment) == 1
    assert starting.start(sitting=sitting, enrollment=enrollment, at=AT).number == 2


def test_a_sheet_with_answers_is_not_let_go_before_they_are_taken_back(
    sitting: Sitting, enrollment: Enrollment
) -> None:
    attempt, wu = make_paper_attempt(sitting, enrollment), make_person()
    as_read_before = Attempt.objects.get(pk=attempt.pk)
    keying.save(attempt=attempt, responses={1: {"chosen": "b"}}, seen=None, by=wu, at=AT)

    assert not on_paper.let_go(attempt=attempt, by=wu)
    assert starting.attempts_left(sitting=sitting, enrollment=enrollment) == 0

    keying.save(attempt=attempt, responses={1: {}}, seen=attempt.saved_at, by=wu, at=LONG_AFTER)
    assert not on_paper.let_go(attempt=as_read_before, by=wu)
    assert on_paper.let_go(attempt=attempt, by=wu)


def test_whoever_did_not_sit_stands_as_not_begun_and_a_waiting_form_as_on_paper(
    sitting: Sitting, enrollment: Enrollment
) -> None:
    other = make_enrollment(sitting.cohort, make_person("王芳"))
    on_paper.let_go(attempt=make_paper_attempt(sitting, other), by=make_person())
    make_paper_attempt(sitting, enrollment)

    found = {person.pk: person.standing for person in standings.participants(sitting)}

    assert found == {enrollment.pk: "on_paper", other.pk: "absent"}


def test_other_rooms_learn_that_a_form_waits(sitting: Sitting, enrollment: Enrollment) -> None:
    make_paper_attempt(sitting, enrollment)

    outcome = outcomes([enrollment], [sitting.key])[enrollment.pk, sitting.key]

    assert (outcome.on_paper, outcome.submitted, outcome.attempts_left) == (True, False, 0)


def test_files_and_scenarios_keep_a_sitting_from_paper_by_name() -> None:
    sitting = make_sitting(snapshots=[upload_snapshot(), single_snapshot(), scenario_snapshot()])

    assert on_paper.obstacle(sitting, at=AT) == "kinds"
    assert on_paper.kinds_not_for_paper(sitting) == ["upload", "scenario"]


def test_every_other_kind_may_be_sat_on_paper() -> None:
    others = [each for each in every_kind() if each["kind"] not in {"upload", "scenario"}]

    assert on_paper.obstacle(make_sitting(snapshots=others), at=AT) == ""


def test_a_draft_and_a_closed_sitting_are_not_printed(sitting: Sitting) -> None:
    draft = make_sitting(published=False)

    assert on_paper.obstacle(draft, at=AT) == "draft"
    assert on_paper.obstacle(sitting, at=sitting.closes_at) == "closed"


def test_the_code_beside_the_name_is_not_the_one_that_markers_see(sitting: Sitting, enrollment: Enrollment) -> None:
    attempt = make_paper_attempt(sitting, enrollment)

    assert attempt.code not in attempt.sheet_code.replace(" ", "")
    assert len(attempt.sheet_code) == 9


def test_printing_takes_as_many_statements_for_three_people_as_for_one(
    sitting: Sitting, django_assert_num_queries: object
) -> None:
    wu = make_organizer(sitting.cohort.unit)
    for people in (1, 3):
        while sitting.attempts.count() < people:
            make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person(f"学员{sitting.attempts.count()}")))
        on_paper.print_forms(sitting=sitting, only=None, by=wu)

        with django_assert_num_queries(5):  # type: ignore[operator]  # Forms, questions, and the log in a savepoint.
            assert len(on_paper.print_forms(sitting=sitting, only=None, by=wu)) == people
