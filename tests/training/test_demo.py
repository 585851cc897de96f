"""The demo: what stands after loading, that nobody in it exists, and where its password is good."""

import io
from itertools import islice
from random import Random

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from stdnum.cn import ric

from assessments.domain.blueprint import pools_of
from assessments.domain.families import those_to_sit
from assessments.enums import SittingState
from assessments.kinds.registry import check, grade
from assessments.models import AttemptItem, Paper, Question, Result, Sitting
from certificates.domain.chaining import breaks
from certificates.enums import PledgeState
from certificates.models import Certificate, Pledge, PledgeText
from cohorts.enums import CohortState
from cohorts.models import Cohort
from dashboards import figures
from people.backends import DEMO_MAIL
from people.models import OrgUnit, RosterImport, User
from tests.factories.people import make_person, make_unit
from training.demo.answering import respond, signature
from training.demo.bank import load_bank, load_paper
from training.demo.people import NO_COUNTY, RARE, invented_people
from training.demo.pledges import load_pledge_texts
from training.demo.staff import PASSWORD


def load_demo() -> str:
    """Load the demo as the command does; return what it printed."""
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_demo_shows_four_cohorts_at_four_stages_and_a_second_run_changes_nothing() -> None:
    said = load_demo()

    assert [line.split()[0] for line in said.splitlines() if "组织员" in line] == ["wu", "he", "ma", "song", "tang"]
    assert OrgUnit.objects.filter(level="district").count() == 5
    assert User.objects.count() > 300
    assert Question.objects.count() == 30 + 8  # of the examinations, and to practise with
    certified, examined, studying, draft = Cohort.objects.order_by("starts_on")
    states = [cohort.state for cohort in (certified, examined, studying, draft)]
    assert states == [CohortState.CLOSED, CohortState.OPEN, CohortState.OPEN, CohortState.DRAFT]
    _certificates_were_issued(certified)
    _results_were_released(examined)
    _people_are_under_way(studying)
    roster = RosterImport.objects.get(state="checked")
    assert [fault["code"] for fault in roster.report["refused"]] == ["id-checksum", "unit-unknown"]
    assert authenticate(username="lin", password=PASSWORD) == User.objects.get(name="林秀英")
    assert not list(breaks())

    people, shares = User.objects.count(), figures.of_unit(OrgUnit.objects.get(code="370103"))
    assert "nothing was loaded" in load_demo()
    assert (User.objects.count(), figures.of_unit(OrgUnit.objects.get(code="370103"))) == (people, shares)


def _certificates_were_issued(cohort: Cohort) -> None:
    holders = set(
        Certificate.objects.filter(enrollment__cohort=cohort).values_list("enrollment__person__name", flat=True)
    )
    assert {"林秀英", *RARE} <= holders
    assert 15 < len(holders) < cohort.enrollments.count()
    assert Pledge.objects.filter(enrollment__cohort=cohort, state=PledgeState.COUNTERSIGNED).count() >= 3 * len(holders)


def _results_were_released(cohort: Cohort) -> None:
    final = Sitting.objects.get(cohort=cohort, key="final")
    assert final.state == SittingState.RELEASED
    assert set(Result.objects.filter(sitting=final).values_list("passed", flat=True)) == {True, False}
    assert not AttemptItem.objects.filter(attempt__sitting__cohort=cohort, needs_marking=True).exists()
    assert Pledge.objects.filter(enrollment__cohort=cohort, state=PledgeState.SIGNED).exists()
    passed = final.results.filter(passed=True).count()
    assert those_to_sit(final.resits.get()).count() == cohort.enrollments.count() - passed > 3


def _people_are_under_way(cohort: Cohort) -> None:
    assert cohort.enrollments.filter(person__username="lin", progress__state="finished").count() == 1
    assert AttemptItem.objects.filter(attempt__sitting__cohort=cohort, needs_marking=True).count() == 12
    assert Sitting.objects.get(cohort=cohort, key="final").state == SittingState.PUBLISHED


@pytest.mark.django_db
def test_it_is_loaded_on_ones_own_machine_only(settings: Settings) -> None:
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="everybody knows"):
        load_demo()

    assert not User.objects.exists()


@pytest.mark.django_db
def test_its_logins_open_nothing_elsewhere(settings: Settings) -> None:
    person = make_person(username="lin", password=PASSWORD)
    User.objects.filter(pk=person.pk).update(email="lin" + DEMO_MAIL)
    assert authenticate(username="lin", password=PASSWORD) == person

    settings.IS_LOCAL = False

    assert authenticate(username="lin", password=PASSWORD) is None


def test_its_people_have_valid_numbers_that_belong_to_nobody() -> None:
    people = list(islice(invented_people(1), 300))

    assert len({person.id_number for person in people}) == len({person.phone for person in people}) == 300
    for person in people:
        assert person.id_number.startswith(NO_COUNTY)
        assert ric.calc_check_digit(person.id_number) == person.id_number[-1]
        assert person.phone.startswith("154")


def test_its_people_are_the_same_every_time() -> None:
    assert list(islice(invented_people(1), 50)) == list(islice(invented_people(1), 50))


@pytest.mark.django_db
def test_its_paper_is_worth_a_hundred_points_and_every_question_is_sound() -> None:
    unit, author = make_unit("370103"), make_person("陈明华")
    questions = load_bank(unit=unit, author=author, at=author.date_joined)

    paper = load_paper(unit=unit, questions=questions, author=author)

    assert not [problem for question, _ in questions for problem in check(question.snapshot())]
    stored = Paper.objects.with_counts().get()
    assert (stored, stored.item_count, stored.total_points) == (paper, 22, 100)  # type: ignore[attr-defined]  # annotated
    assert [(pool.rule.take, pool.fitting, pool.lacking) for pool in pools_of(paper)] == [(1, 2, 0)] * 3


@pytest.mark.django_db
def test_whoever_knows_everything_answers_everything_right() -> None:
    unit, author = make_unit("370103"), make_person("陈明华")
    random = Random(1)

    for question, _ in load_bank(unit=unit, author=author, at=author.date_joined):
        snapshot = question.snapshot()
        outcome = grade(snapshot, respond(snapshot, essay="examination", skill=1.0, random=random))
        assert outcome.state == ("needs_marking" if question.kind == "case_analysis" else "right")


def test_a_drawn_signature_is_one_that_the_pad_could_have_drawn() -> None:
    strokes = signature("阿卜杜热西提·买买提", Random(1))

    assert len(strokes) >= 2
    assert all(0 <= x <= 1000 and y >= 0 and moment >= 0 for stroke in strokes for x, y, moment in stroke)


@pytest.mark.django_db
def test_its_pledge_texts_are_in_force_and_resigning_names_its_triggers() -> None:
    author = make_person("高文静")

    load_pledge_texts(author=author, effective_on=author.date_joined.date())

    texts = {text.kind: text for text in PledgeText.objects.in_force(author.date_joined.date())}
    assert set(texts) == {"duty", "integrity", "resignation"}
    assert len(texts["resignation"].trigger_list) == 6
    assert texts["duty"].bundle == texts["resignation"].bundle != ""
