"""How a sitting is marked: rules until the first mark, then the comparison, and never the name of a trainee."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.assessments.domain.test_double_marking import grader, mark, sitting_of, written
from tests.factories.cohorts import make_organizer, make_person

pytestmark = pytest.mark.django_db
LEVELS = ("0", "50", "60", "100")


@pytest.fixture
def sitting() -> Sitting:
    return sitting_of(*LEVELS, markers=1)


@pytest.fixture
def as_wu(client: Client, sitting: Sitting) -> Client:
    client.force_login(make_organizer(sitting.cohort.unit))
    return client


def url_of(sitting: Sitting) -> str:
    return reverse("assessments:sitting-marking", args=[sitting.pk])


def marked_doubly(sitting: Sitting, first: User, second: User, person: User | None = None) -> None:
    item = written(sitting, person)
    mark(item, first, "50")
    mark(item, second, "60")


def test_two_markers_are_asked_for_until_the_first_mark(as_wu: Client, sitting: Sitting) -> None:
    rules = {"markers": "2", "marking_threshold": "10", "marking_step": "0.5"}

    page = as_wu.post(url_of(sitting), rules, follow=True)

    sitting.refresh_from_db()
    assert "评阅规则已设定。" in page.text
    assert (sitting.markers, sitting.marking_threshold) == (2, 10)

    mark(written(sitting), grader(sitting, "孙"), "50")
    page = as_wu.post(url_of(sitting), {**rules, "markers": "1"}, follow=True)

    sitting.refresh_from_db()
    assert "评阅已经开始" in page.text
    assert sitting.markers == 2


def test_the_page_compares_markers_and_names_no_trainee(as_wu: Client) -> None:
    sitting = sitting_of(*LEVELS)
    as_wu.force_login(make_organizer(sitting.cohort.unit))
    marked_doubly(sitting, grader(sitting, "孙阅卷"), grader(sitting, "钱阅卷"), make_person("林秀英"))

    page = as_wu.get(url_of(sitting)).text

    assert "孙阅卷" in page
    assert re.search(r"10\.00%", page)
    assert "林秀英" not in page


def test_it_costs_the_same_for_three_and_for_thirty(as_wu: Client, django_assert_max_num_queries: Any) -> None:
    sitting = sitting_of(*LEVELS)
    as_wu.force_login(make_organizer(sitting.cohort.unit))
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")
    costs = []
    for more in (3, 27):
        for _ in range(more):
            marked_doubly(sitting, sun, qian)
        with django_assert_max_num_queries(12) as counted:
            as_wu.get(url_of(sitting))
        costs.append(len(counted))

    assert costs[0] == costs[1]
