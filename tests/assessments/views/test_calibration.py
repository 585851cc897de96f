"""Calibration on the pages: chosen by the organizer, asked for before marking, compared afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import calibration
from assessments.models.attempts import AttemptItem
from assessments.models.calibration import CalibrationSet
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]


@pytest.fixture
def sitting() -> Sitting:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")], markers=2)
    for number in range(3):
        attempt = make_attempt(sitting, make_enrollment(sitting.cohort, make_person(f"学员{number}")))
        hand_in(attempt, {"text": f"第{number}份答卷。"})
    return sitting


@pytest.fixture
def sun(sitting: Sitting) -> User:
    return make_organizer(sitting.cohort.unit, name="孙丽", role="grader")


def at(name: str, *arguments: int) -> str:
    return reverse(f"assessments:{name}", args=arguments)


def choose(client: Client, sitting: Sitting, count: int = 2) -> None:
    client.force_login(make_organizer(sitting.cohort.unit))
    item = sitting.items.get()
    answers = [answer.pk for answer in calibration.candidates(item)[:count]]
    client.post(at("calibration-choose", sitting.pk, item.pk), {"answer": answers})


def test_the_organizer_chooses_without_seeing_names(client: Client, sitting: Sitting) -> None:
    client.force_login(make_organizer(sitting.cohort.unit))

    page = client.get(at("calibration-choose", sitting.pk, sitting.items.get().pk)).text
    choose(client, sitting, 3)

    assert "第0份答卷。" in page
    assert "学员0" not in page
    assert "3 份" in client.get(at("sitting-marking", sitting.pk)).text


def test_one_answer_alone_is_refused_with_the_reason(client: Client, sitting: Sitting) -> None:
    choose(client, sitting, 1)

    assert "请选择 2 至 5 份答卷" in client.get(at("sitting-marking", sitting.pk)).text
    assert not CalibrationSet.objects.exists()


def test_a_grader_calibrates_compares_and_goes_on_to_marking(client: Client, sitting: Sitting, sun: User) -> None:
    choose(client, sitting)
    client.force_login(sun)
    queue = client.get(at("grading-queue")).text
    first = client.get(at("grading-next", sitting.pk))["Location"]

    second = client.post(first, {"level-c1": "3"})["Location"]
    compare = client.post(second, {"level-c1": "5"})["Location"]

    assert "先试评" in queue
    assert [at("calibration-mark", each.pk) for each in CalibrationSet.objects.get().answers.all()] == [first, second]
    assert compare == at("calibration-compare", CalibrationSet.objects.get().pk)
    assert "还没有其他阅卷人试评" in client.get(compare).text
    assert client.get(at("grading-next", sitting.pk))["Location"].startswith("/grading/")
    assert "calibration" not in client.get(at("grading-next", sitting.pk))["Location"]


def test_no_door_leads_around_it(client: Client, sitting: Sitting, sun: User) -> None:
    choose(client, sitting)
    client.force_login(sun)
    answer = AttemptItem.objects.all()[0]

    straight = client.get(at("grading-item", answer.pk))
    compare = client.get(at("calibration-compare", CalibrationSet.objects.get().pk))

    assert straight["Location"] == compare["Location"] == at("grading-next", sitting.pk)


def test_a_trainer_who_marks_sees_the_distances_only_after_his_own_are_in(client: Client, sitting: Sitting) -> None:
    choose(client, sitting)
    chen = make_organizer(sitting.cohort.unit, name="陈老师", role="trainer")
    others = [make_organizer(sitting.cohort.unit, name=name, role="grader") for name in ("孙丽", "何军")]
    for score, marker in enumerate(others, start=1):
        for answer in calibration.waiting(marker=marker):
            calibration.give(answer=answer, marker=marker, levels={"c1": score}, at=AT)  # type: ignore[dict-item]
    client.force_login(chen)

    before = client.get(at("sitting-marking", sitting.pk)).text
    for answer in calibration.waiting(marker=chen):
        client.post(at("calibration-mark", answer.pk), {"level-c1": "5"})

    assert "孙丽" not in before
    assert "孙丽" in client.get(at("sitting-marking", sitting.pk)).text


def test_a_missing_level_is_asked_for(client: Client, sitting: Sitting, sun: User) -> None:
    choose(client, sitting)
    client.force_login(sun)

    page = client.post(client.get(at("grading-next", sitting.pk))["Location"], {"level-c1": "x"}).text

    assert "error-summary" in page
    assert calibration.waiting(marker=sun).count() == 2
