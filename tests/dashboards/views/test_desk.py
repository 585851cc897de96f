"""The desk: a trainee sees one next step, staff what waits for them, a stranger an honest empty page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.enums import AttemptState, SittingState
from assessments.models import Attempt
from certificates.enums import PledgeState
from cohorts.enums import CohortState
from cohorts.models import Cohort
from cohorts.models.requirements import AllOf, Leaf, to_json
from courses.models import LecturePage
from people.enums import ImportState
from people.models import RosterImport, User
from tests.factories.courses import make_course, make_lecture
from tests.factories.dashboards import (
    District,
    make_cohort,
    make_district,
    make_enrollment,
    make_grant,
    make_pledge,
    make_result,
    make_seat,
    make_sitting,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def make_running_cohort(
    district: District, *, modules: int = 2, pledges: tuple[str, ...] = (), lectures: Sequence[LecturePage] = ()
) -> Cohort:
    """A class that runs today and asks for its modules and pledges."""
    cohort = make_cohort(district, modules=modules, lectures=lectures)
    leaves = [Leaf("module", str(position)) for position in range(1, modules + 1)]
    leaves += [Leaf("pledge", kind) for kind in pledges]
    cohort.requirements = to_json(AllOf(tuple(leaves)))
    cohort.starts_on = timezone.localdate() - timedelta(days=10)
    cohort.ends_on = timezone.localdate() + timedelta(days=10)
    cohort.save()
    return cohort


def desk_of(user: User) -> Any:
    """What a person's desk answers."""
    client = Client()
    client.force_login(user)
    response = client.get(reverse("dashboards:desk"))
    assert response.status_code == 200
    return response


def titles(response: Any) -> dict[str, list[str]]:
    """The piles of an organizer's desk by title, each with the titles of its tasks."""
    return {str(pile.title): [task.title for task in pile.tasks] for pile in response.context["organizer"]["piles"]}


def test_it_asks_a_stranger_to_log_in() -> None:
    response = Client().get(reverse("dashboards:desk"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_somebody_without_class_and_role_finds_an_honest_empty_desk(district: District) -> None:
    response = desk_of(make_user("新来的"))

    assert response.context["is_empty"]
    assert "您的工作台上还没有内容" in response.content.decode()


def test_a_trainee_sees_the_first_open_module_as_the_one_next_step(district: District) -> None:
    lin = make_user("林秀英")
    cohort = make_running_cohort(district)
    make_enrollment(cohort, lin, district.communities[0], finished=1)

    response = desk_of(lin)

    assert response.context["trainee"]["step"]["title"] == "第2讲"
    assert response.context["trainee"]["step"]["url"] == reverse("cohorts:module", args=[cohort.pk, 2])
    assert response.content.decode().count("button--primary") == 1


def test_an_unsigned_pledge_is_the_next_step_once_the_modules_are_done(district: District) -> None:
    lin = make_user("林秀英")
    enrollment = make_enrollment(
        make_running_cohort(district, modules=1, pledges=("integrity",)), lin, district.communities[0], finished=1
    )
    pledge = make_pledge(enrollment, state=PledgeState.DUE)

    step = desk_of(lin).context["trainee"]["step"]

    assert step["url"] == reverse("certificates:pledge-sign", args=[pledge.uuid])


def test_an_examination_under_way_comes_before_everything(district: District) -> None:
    lin, now = make_user("林秀英"), timezone.now()
    cohort = make_running_cohort(district)
    enrollment = make_enrollment(cohort, lin, district.communities[0])
    attempt = Attempt.objects.create(
        sitting=make_sitting(cohort, state=SittingState.PUBLISHED),
        enrollment=enrollment,
        number=1,
        state=AttemptState.IN_PROGRESS,
        started_at=now,
        due_at=now + timedelta(minutes=30),
    )

    step = desk_of(lin).context["trainee"]["step"]

    assert step["url"] == reverse("assessments:attempt-item", args=[attempt.uuid, 1])


def test_a_class_in_preparation_is_not_shown_to_its_trainees(district: District) -> None:
    lin = make_user("林秀英")
    make_enrollment(make_cohort(district, state=CohortState.DRAFT), lin, district.communities[0])

    assert desk_of(lin).context["trainee"] is None


def test_what_is_due_stands_by_its_day(district: District) -> None:
    lin = make_user("林秀英")
    cohort = make_running_cohort(district)
    make_enrollment(cohort, lin, district.communities[0])

    due = desk_of(lin).context["trainee"]["due"]

    assert [[item.label for item in entry["items"]] for entry in due] == [["第1讲", "第2讲"]]
    assert "10" in due[0]["left"]


def test_a_trainee_never_sees_another_ones_class(district: District) -> None:
    lin, zhao = make_user("林秀英"), make_user("赵强")
    cohort = make_running_cohort(district)
    make_enrollment(cohort, lin, district.communities[0])
    make_enrollment(make_running_cohort(district), zhao, district.communities[1])
    assert cohort.name in desk_of(lin).content.decode()

    assert cohort.name not in desk_of(zhao).content.decode()


def test_an_organizer_sees_everything_that_waits(district: District) -> None:
    RosterImport.objects.create(
        unit=district.unit,
        uploaded_by=district.organizer,
        file_name="补选名册.xlsx",
        state=ImportState.CHECKED,
        created_at=timezone.now(),
        moved_at=timezone.now(),
    )
    draft = make_cohort(district, state=CohortState.DRAFT)
    behind = make_running_cohort(district, modules=2)
    make_enrollment(behind, make_user(), district.communities[0], finished=0)
    complete = make_running_cohort(district, modules=1, pledges=())
    make_enrollment(complete, make_user(), district.communities[0], finished=1)
    signing = make_running_cohort(district, modules=1, pledges=("integrity",))
    signed = make_enrollment(signing, make_user(), district.communities[0], finished=1)
    make_pledge(signed, state=PledgeState.SIGNED)

    found = titles(desk_of(district.organizer))

    assert found == {
        "已核对、待导入的名册": ["补选名册.xlsx"],
        "待颁发的证书": [complete.name],
        "待会签的承诺书": [signing.name],
        "待开班的培训班": [draft.name],
        "一个模块都没有学完的学员": [behind.name],
    }


def test_a_cohort_that_ends_this_week_names_those_who_are_not_done(district: District) -> None:
    cohort = make_running_cohort(district, modules=2)
    make_enrollment(cohort, make_user(), district.communities[0], finished=1)
    make_enrollment(cohort, make_user(), district.communities[0], finished=2)
    assert titles(desk_of(district.organizer)) == {"待颁发的证书": [cohort.name]}

    cohort.ends_on = timezone.localdate() + timedelta(days=3)
    cohort.save()

    piles = desk_of(district.organizer).context["organizer"]["piles"]
    assert [task.note for pile in piles if "7 天内" in str(pile.title) for task in pile.tasks] == ["1 人 · 还剩 3 天"]


def test_results_wait_for_release_once_all_is_marked(district: District) -> None:
    cohort = make_running_cohort(district)
    sitting = make_sitting(cohort, state=SittingState.PUBLISHED)
    result = make_result(sitting, make_enrollment(cohort, make_user(), district.communities[0], finished=2))
    Attempt.objects.filter(pk=result.attempt_id).update(marking="marked")

    assert titles(desk_of(district.organizer))["待发布的成绩"] == [f"{cohort.name} · {sitting.name}"]


def test_each_task_opens_just_the_people_that_it_counts(district: District) -> None:
    behind = make_running_cohort(district, modules=2, pledges=("integrity",))
    behind.ends_on = timezone.localdate() + timedelta(days=3)
    behind.save()
    for finished, state in ((0, PledgeState.DUE), (1, PledgeState.SIGNED), (2, PledgeState.COUNTERSIGNED)):
        make_pledge(make_enrollment(behind, make_user(), district.communities[0], finished=finished), state=state)

    piles = desk_of(district.organizer).context["organizer"]["piles"]

    client = Client()
    client.force_login(district.organizer)
    found = {}
    for pile in piles:
        [task] = pile.tasks
        found[str(pile.title)] = (task.note[:1], client.get(task.url).context["page"].paginator.count)
    assert found == {
        "待颁发的证书": ("1", 1),
        "待会签的承诺书": ("1", 1),
        "7 天内结束、还有人没学完的培训班": ("2", 2),
        "一个模块都没有学完的学员": ("1", 1),
    }


def test_nothing_of_a_sister_district_waits_for_an_organizer(district: District) -> None:
    sister = make_district(code="370112", name="历城区")
    make_cohort(sister, state=CohortState.DRAFT)
    assert titles(desk_of(sister.organizer))

    assert titles(desk_of(district.organizer)) == {}


def test_somebody_with_several_roles_sees_all_their_sections(district: District) -> None:
    person = make_user("孙老师")
    for role in ("organizer", "trainer", "grader"):
        make_grant(person, role, district.unit)
    make_enrollment(make_running_cohort(district), person, district.communities[0])

    context = desk_of(person).context

    assert all(context[section] is not None for section in ("trainee", "organizer", "grader", "trainer"))
    assert context["overview"]


def test_the_desk_costs_the_same_for_3_30_and_300_classes() -> None:
    lectures = [make_lecture(make_course())]
    costs = []
    for code, classes in (("370101", 3), ("370102", 30), ("370103", 300)):
        district = make_district(code=code)
        for number in range(classes):
            cohort = make_running_cohort(district, modules=1, lectures=lectures)
            person = make_user(f"人{number}")
            make_seat(person, district.communities[0], district)
            make_enrollment(cohort, person, district.communities[0], finished=number % 2)
            make_cohort(district, state=CohortState.DRAFT, modules=0, lectures=lectures)
        with CaptureQueriesContext(connection) as queries:
            desk_of(district.organizer)
        costs.append(len(queries))

    assert len(set(costs)) == 1


def test_a_trainees_desk_costs_the_same_for_one_class_and_for_ten(district: District) -> None:
    costs = []
    for classes in (1, 10):
        person = make_user(f"人{classes}")
        for _ in range(classes):
            make_enrollment(make_running_cohort(district), person, district.communities[0], finished=1)
        with CaptureQueriesContext(connection) as queries:
            desk_of(person)
        costs.append(len(queries))

    assert costs[0] == costs[1]
