"""The figures: one definition, grouped by unit, by person or not at all, at the same number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.enums import SittingPurpose
from assessments.models.grades import Result
from certificates.enums import CertificateState, PledgeState
from cohorts.enums import CohortState, EnrollmentState
from dashboards import figures
from dashboards.figures import Share, Side
from dashboards.measures import ABSENT, COUNTED, MEASURES, Measure
from tests.factories.dashboards import (
    District,
    make_certificate,
    make_cohort,
    make_district,
    make_enrollment,
    make_pledge,
    make_quiz,
    make_result,
    make_seat,
    make_sitting,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    """A district in which every figure differs from every other."""
    district = make_district()
    first, second, third, _ = district.communities
    lin, sun, gao, wei, xu = (make_user(name) for name in ("林秀英", "孙立", "高敏", "魏东", "徐静"))
    for person, unit in ((lin, first), (lin, second), (sun, first), (gao, second), (wei, third), (xu, third)):
        make_seat(person, unit, district)
    cohort = make_cohort(district, modules=3)
    sitting = make_sitting(cohort)
    for person, unit, finished in ((lin, first, 3), (sun, first, 1), (gao, second, 0)):
        enrollment = make_enrollment(cohort, person, unit, finished=finished)
        make_pledge(enrollment, state=PledgeState.COUNTERSIGNED if person == lin else PledgeState.SIGNED)
        if finished:
            make_result(sitting, enrollment, passed=person == lin)
    make_certificate(cohort.enrollments.get(person=lin))
    return district


def test_it_counts_the_five_figures_of_a_unit_with_everything_below(district: District) -> None:
    found = figures.of_unit(district.unit)

    assert found == {
        "coverage": Share(3, 5),
        "progress": Share(4, 9),
        "results": Share(1, 2),
        "pledges": Share(1, 3),
        "certificates": Share(1, 3),
        "absent": Share(1, 1),
    }


def test_it_gives_each_street_its_own_figures(district: District) -> None:
    found = figures.by_child(district.unit)

    first, second = district.streets
    assert found[first.path]["coverage"] == Share(3, 3)
    assert found[second.path]["coverage"] == Share(0, 2)
    assert found[second.path]["progress"] == Share(0, 0)


def test_a_person_with_two_seats_counts_once_in_each_community_and_once_in_the_street(district: District) -> None:
    street = district.streets[0]

    by_community = figures.by_child(street)

    assert [by_community[unit.path]["coverage"] for unit in district.communities[:2]] == [Share(2, 2), Share(2, 2)]
    assert figures.of_unit(street)["coverage"] == Share(3, 3)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_the_list_behind_a_figure_adds_up_to_it(district: District, measure: Measure) -> None:
    for unit in (district.unit, *district.streets, *district.communities):
        listed = list(figures.lines(unit, measure))
        share = figures.of_unit(unit)[measure.key]

        assert sum(row["counted"] for row in listed) == share.part
        assert sum(row["due"] for row in listed) == share.whole


@pytest.mark.parametrize("measure", [measure for measure in COUNTED if measure.is_yes_or_no], ids=lambda m: m.key)
def test_the_list_behind_a_figure_has_a_line_for_each_thing_that_it_counts(
    district: District, measure: Measure
) -> None:
    again = make_enrollment(
        make_cohort(district), district.communities[0].seats.first().person, district.communities[0]
    )
    make_pledge(again, state=PledgeState.DUE)
    share = figures.of_unit(district.unit)[measure.key]

    assert figures.lines(district.unit, measure).count() == share.whole
    assert figures.lines(district.unit, measure, Side.DONE).count() == share.part


def test_whoever_has_no_result_of_a_released_examination_is_absent_from_it(district: District) -> None:
    [line] = figures.lines(district.unit, ABSENT)

    assert (line["name"], line["about"]) == ("高敏", "结业考核")


def test_a_quiz_on_the_way_is_no_examination(district: District) -> None:
    before = figures.of_unit(district.unit)["results"]
    result = Result.objects.filter(sitting__key="final").first()
    assert result is not None
    make_result(make_quiz(result.enrollment.cohort), result.enrollment, passed=False)

    assert figures.of_unit(district.unit)["results"] == before
    assert figures.lines(district.unit, ABSENT).count() == 1


def test_a_list_is_searched_by_name_and_by_unit(district: District) -> None:
    assert [line["name"] for line in figures.lines(district.unit, MEASURES[1], text="孙")] == ["孙立"]
    assert [line["name"] for line in figures.lines(district.unit, MEASURES[1], text="1-2社区")] == ["高敏"]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_everybody_on_a_list_is_on_one_side_of_it(district: District, measure: Measure) -> None:
    everybody = {row["who"] for row in figures.lines(district.unit, measure)}
    done = {row["who"] for row in figures.lines(district.unit, measure, Side.DONE)}
    missing = {row["who"] for row in figures.lines(district.unit, measure, Side.MISSING)}

    assert done
    assert missing
    assert done | missing == everybody
    assert not done & missing


def test_the_people_of_a_unit_have_the_same_figures_as_their_lists(district: District) -> None:
    community = district.communities[0]

    found = figures.by_person(community)

    names = {row["who"]: row["name"] for row in figures.lines(community, MEASURES[0])}
    assert {names[person]: shares["progress"] for person, shares in found.items()} == {
        "林秀英": Share(3, 3),
        "孙立": Share(1, 3),
    }


def test_a_class_in_preparation_counts_for_nothing(district: District) -> None:
    before = figures.of_unit(district.unit)
    draft = make_cohort(district, state=CohortState.DRAFT)

    make_enrollment(draft, make_user("王㛃"), district.communities[0])

    assert figures.of_unit(district.unit) == before


def test_somebody_who_withdrew_is_no_longer_counted(district: District) -> None:
    enrollment = make_enrollment(make_cohort(district), make_user("王㛃"), district.communities[3], finished=1)
    make_pledge(enrollment)
    assert figures.of_unit(district.communities[3])["progress"] == Share(1, 2)

    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    assert set(figures.of_unit(district.communities[3]).values()) == {Share(0, 0)}


def test_a_revoked_certificate_is_no_longer_counted(district: District) -> None:
    make_certificate(
        make_enrollment(make_cohort(district), make_user(), district.communities[3]), state=CertificateState.REVOKED
    )

    assert figures.of_unit(district.communities[3])["certificates"] == Share(0, 1)


def test_a_written_case_study_is_no_examination(district: District) -> None:
    cohort = make_cohort(district)
    sitting = make_sitting(cohort)
    make_result(sitting, make_enrollment(cohort, make_user(), district.communities[3]))
    assert figures.of_unit(district.communities[3])["results"] == Share(1, 1)

    sitting.paper, sitting.module, sitting.purpose = None, cohort.modules.get(position=1), SittingPurpose.CASE
    sitting.save()

    assert figures.of_unit(district.communities[3])["results"] == Share(0, 0)


def test_an_examination_and_its_resit_count_once_by_what_was_best(district: District) -> None:
    cohort = make_cohort(district)
    final = make_sitting(cohort)
    resit = make_sitting(cohort, resit_of=final)
    saved, lost, absent = (make_enrollment(cohort, make_user(), district.communities[3]) for _ in range(3))
    for enrollment in (saved, lost):
        make_result(final, enrollment, passed=False)
    assert figures.of_unit(district.communities[3])["results"] == Share(0, 2)

    make_result(resit, saved)
    make_result(resit, lost, passed=False)
    make_result(resit, absent)

    assert figures.of_unit(district.communities[3])["results"] == Share(2, 3)


def test_whoever_trained_in_an_earlier_term_must_train_again(district: District) -> None:
    person = make_user("老书记")
    make_seat(person, district.communities[3], district)
    enrollment = make_enrollment(make_cohort(district), person, district.communities[3])
    assert figures.of_unit(district.communities[3])["coverage"] == Share(1, 1)

    enrollment.clock_from = district.election.term.begins_on.replace(year=2021)
    enrollment.save()

    assert figures.of_unit(district.communities[3])["coverage"] == Share(0, 1)


@pytest.mark.parametrize("ask", [figures.of_unit, figures.by_child, figures.by_person])
def test_it_asks_one_query_a_measure_however_many_there_are(ask: Callable[..., object]) -> None:
    small = make_district(code="370102", streets=1, communities=1)
    large = make_district(code="370103", streets=6, communities=5)
    cohort = make_cohort(large)
    for number, community in enumerate(large.communities):
        person = make_user(f"人{number}")
        make_seat(person, community, large)
        make_enrollment(cohort, person, community, finished=number % 3)

    for district in (small, large):
        with CaptureQueriesContext(connection) as queries:
            ask(district.unit)

        assert len(queries) == len(COUNTED)
