"""The next step of a cohort whose final examination is missing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.steps import examination_step
from assessments.enums import SittingPurpose
from tests.factories.assessments import make_sitting
from tests.factories.cohorts import AT, make_cohort, make_organizer

pytestmark = pytest.mark.django_db


def test_a_missing_and_an_unpublished_final_are_named_and_a_published_one_is_not() -> None:
    cohort = make_cohort(with_examination=True)

    missing = examination_step(cohort)
    draft = make_sitting(cohort, purpose=SittingPurpose.FINAL, published=False)
    unpublished = examination_step(cohort)
    draft.state = "published"
    draft.save()

    assert missing is not None
    assert missing["url"] == reverse("assessments:sitting-create", args=[cohort.pk])
    assert unpublished is not None
    assert unpublished["url"] == reverse("assessments:sitting-detail", args=[draft.pk])
    assert examination_step(cohort) is None


def test_a_quiz_is_no_final() -> None:
    cohort = make_cohort(with_examination=True)
    make_sitting(cohort)

    assert examination_step(cohort) is not None


@pytest.mark.parametrize("plan", [{"with_examination": False}, {"with_examination": True, "is_open": False}])
def test_a_cohort_that_asks_for_none_and_a_draft_are_left_alone(plan: dict[str, Any]) -> None:
    assert examination_step(make_cohort(**plan)) is None


def test_it_stands_on_the_page_of_the_cohort(client: Client) -> None:
    cohort = make_cohort(with_examination=True, at=AT)
    client.force_login(make_organizer(cohort.unit))

    page = client.get(reverse("cohorts:cohort-detail", args=[cohort.pk]))

    assert page.context["step"]["title"] == "还没有设置结业考核"
