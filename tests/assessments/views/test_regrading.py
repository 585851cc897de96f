"""Regrading from the organizer's desk: choose, read the dry run, have it written."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import regrading
from assessments.enums import RegradeState
from assessments.models.regrades import Regrade
from assessments.models.sittings import Sitting
from assessments.tasks import run_regrade
from tests.assessments.domain.test_regrading import A, B, dry, item_of, revised, sat, with_key
from tests.factories.assessments import make_sitting, single_snapshot
from tests.factories.cohorts import make_cohort, make_organizer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(make_cohort(make_unit("市中区")), snapshots=[single_snapshot()] * 2)


@pytest.fixture
def as_wu(client: Client, sitting: Sitting) -> Client:
    client.force_login(make_organizer(sitting.cohort.unit))
    return client


def ask_url(sitting: Sitting) -> str:
    return reverse("assessments:regrade-ask", args=[sitting.pk, item_of(sitting).pk])


def detail_url(regrade: Regrade) -> str:
    return reverse("assessments:regrade-detail", args=[regrade.pk])


def test_a_question_is_voided_from_the_list_to_the_last_press(as_wu: Client, sitting: Sitting) -> None:
    attempt = sat(sitting, B, A)
    assert ask_url(sitting) in as_wu.get(reverse("assessments:regrade-list", args=[sitting.pk])).text

    reply = as_wu.post(ask_url(sitting), {"action": "full_marks", "reason": "题目有争议。"})
    regrade = Regrade.objects.get()
    assert reply["Location"] == detail_url(regrade)
    run_regrade.func(regrade.pk)
    page = as_wu.get(detail_url(regrade)).text
    assert "1 个分数将改变" in page
    assert attempt.enrollment.person.name in page
    attempt.refresh_from_db()
    assert attempt.percent == 50

    as_wu.post(reverse("assessments:regrade-commit", args=[regrade.pk]))
    run_regrade.func(regrade.pk)

    attempt.refresh_from_db()
    assert attempt.percent == 100
    assert "已写入" in as_wu.get(detail_url(regrade)).text


def test_a_version_with_other_options_asks_what_became_of_each(as_wu: Client, sitting: Sitting) -> None:
    sat(sitting, A, A)
    options = [{**each, "id": f"n{each['id']}"} for each in item_of(sitting).snapshot["options"]]
    version = revised(item_of(sitting), options=options)
    wanted = {"action": "version", "version": str(version.pk), "reason": "选项重写。"}

    page = as_wu.post(ask_url(sitting), wanted).text

    assert "选项或空与原来不同" in page
    assert 'name="map--options--a"' in page
    assert not Regrade.objects.exists()

    answers = {f"map--options--{letter}": f"n{letter}" for letter in "abcd"}
    as_wu.post(ask_url(sitting), {**wanted, **answers})

    regrade = regrading.dry_run(regrade=Regrade.objects.get(), clock=lambda: Regrade.objects.get().asked_at)
    assert regrade.mapping["options"]["a"] == "na"
    assert not regrade.lines.exists()


def test_a_stale_one_says_so(as_wu: Client, sitting: Sitting) -> None:
    regrade = dry(item_of(sitting), "full_marks")
    Regrade.objects.filter(pk=regrade.pk).update(state=RegradeState.STALE)

    assert "试算之后情况有变" in as_wu.get(detail_url(regrade)).text


def test_a_page_of_work_answers_a_script_with_its_part_alone(as_wu: Client, sitting: Sitting) -> None:
    regrade = dry(item_of(sitting), "full_marks")

    part = as_wu.get(detail_url(regrade), headers={"HX-Request": "true"}).text

    assert f'data-poll-end="{detail_url(regrade)}"' in part
    assert "<html" not in part


def test_the_list_of_changes_costs_the_same_for_three_and_for_thirty(
    as_wu: Client, sitting: Sitting, django_assert_max_num_queries: Any
) -> None:
    version = with_key(item_of(sitting), "b")
    costs = []
    for more in (3, 27):
        for _ in range(more):
            sat(sitting, A, A)
        regrade = dry(item_of(sitting), "version", version=version)
        with django_assert_max_num_queries(20) as counted:
            page = as_wu.get(detail_url(regrade)).text
        costs.append(len(counted))

    assert "30 个分数将改变" in page
    assert costs[0] == costs[1]
