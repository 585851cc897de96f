"""The page of equivalent forms: it makes them, shows how they balance, and says what a rule lacks."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessments.domain.test_equivalents import make_blueprint
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db


def test_the_page_makes_them_and_shows_how_they_balance(client: Client) -> None:
    paper = make_blueprint()
    client.force_login(make_organizer(paper.unit, name="陈老师", role="trainer"))
    url = reverse("assessments:paper-forms", args=[paper.pk])

    answer = client.post(url, {"count": 2}, follow=True).content.decode()

    assert f"{paper.name} A" in answer
    assert "没有一道题同时出现在两份试卷中" in answer


def test_the_page_says_which_rule_lacks_how_many(client: Client) -> None:
    paper = make_blueprint()
    client.force_login(make_organizer(paper.unit, name="陈老师", role="trainer"))

    answer = client.post(reverse("assessments:paper-forms", args=[paper.pk]), {"count": 3}, follow=True)

    assert "还缺3道题" in answer.content.decode().replace(" ", "")
    assert paper.forms.count() == 0
