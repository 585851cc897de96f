"""Draw rules on the page of a paper: written, changed, taken off, each with the questions behind its count."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, Paper
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.assessments import (
    make_bank,
    make_drawn_paper,
    make_paper,
    make_question,
    make_rule,
    true_false_snapshot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(shizhong: OrgUnit) -> Bank:
    return make_bank(shizhong, name="示范题库")


@pytest.fixture
def paper(shizhong: OrgUnit) -> Paper:
    return make_paper(unit=shizhong)


@pytest.fixture
def as_chen(client: Client, chen: User) -> Client:
    client.force_login(chen)
    return client


def page_of(client: Client, paper: Paper) -> str:
    return client.get(reverse("assessments:paper-detail", args=[paper.pk])).text


def wanted(bank: Bank, /, **changed: object) -> dict[str, object]:
    asked = {"bank": bank.pk, "topic": "信访", "kind": "single", "difficulty_from": 2, "difficulty_to": 4}
    return {**asked, "take": 3, "points": "2.5", **changed}


def test_a_new_rule_draws_from_the_only_bank_and_any_difficulty(as_chen: Client, paper: Paper) -> None:
    only = Bank.objects.get()
    url = reverse("assessments:rule-add", args=[paper.sections.get().pk])

    page = as_chen.get(url).text

    assert f'<option value="{only.pk}" selected>' in page
    assert re.findall(r'<select name="(difficulty_\w+)".*?value="(\d)" selected', page, re.DOTALL) == [
        ("difficulty_from", "1"),
        ("difficulty_to", "5"),
    ]


def test_a_rule_is_written_and_stands_on_the_paper(as_chen: Client, paper: Paper, bank: Bank) -> None:
    url = reverse("assessments:rule-add", args=[paper.sections.get().pk])

    page = as_chen.post(url, wanted(bank), follow=True).text

    rule = DrawRule.objects.get()
    assert (rule.topic, rule.kind, rule.take, rule.points) == ("信访", "single", 3, Decimal("2.5"))
    assert "难度 2–4" in page
    assert "缺 3 题" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"take": 0}, "take"),
        ({"points": 0}, "points"),
        ({"difficulty_from": 5}, "difficulty_to"),
        ({"bank": 0}, "bank"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    as_chen: Client, paper: Paper, bank: Bank, changed: dict[str, object], field: str
) -> None:
    response = as_chen.post(reverse("assessments:rule-add", args=[paper.sections.get().pk]), wanted(bank, **changed))

    assert set(response.context["form"].errors) == {field}
    assert not DrawRule.objects.exists()


def test_a_bank_of_another_district_cannot_be_drawn_from(as_chen: Client, paper: Paper, licheng: OrgUnit) -> None:
    foreign = make_bank(licheng)

    response = as_chen.post(reverse("assessments:rule-add", args=[paper.sections.get().pk]), wanted(foreign))

    assert set(response.context["form"].errors) == {"bank"}


def test_a_rule_is_changed_and_taken_off(as_chen: Client, paper: Paper, bank: Bank) -> None:
    rule = make_rule(paper, bank)
    url = reverse("assessments:rule-change", args=[rule.pk])

    as_chen.post(url, wanted(bank, take=7))
    rule.refresh_from_db()
    as_chen.post(url, {"remove": "1"})

    assert rule.take == 7
    assert not DrawRule.objects.exists()


def test_the_count_of_a_rule_opens_the_list_behind_it(as_chen: Client, paper: Paper, bank: Bank) -> None:
    for topics, difficulty in (("信访", 2), ("信访、调解", 3), ("信访工作", 3), ("信访", 5)):
        make_question(bank, stem=f"{topics}{difficulty}", topics=topics, difficulty=difficulty)
    make_question(bank, true_false_snapshot(), topics="信访")
    make_rule(paper, bank, topic="信访", kind="single", difficulty_from=2, difficulty_to=3)

    response = as_chen.get(reverse("assessments:paper-detail", args=[paper.pk]))
    (row,) = [row for part in response.context["sections"] for row in part["pools"]]
    listed = as_chen.get(row["url"]).context["page"].object_list

    assert row["pool"].fitting == 2
    assert {question.stem for question in listed} == {"信访2", "信访、调解3"}


def test_the_grid_says_what_everybodys_paper_holds(as_chen: Client, paper: Paper, bank: Bank) -> None:
    make_rule(paper, bank, topic="信访", kind="single", take=4, difficulty_from=1, difficulty_to=2)
    make_rule(paper, bank, topic="信访", kind="single", take=1, difficulty_from=5)
    make_rule(paper, bank, topic="信访", kind="true_false", take=2)

    rows = as_chen.get(reverse("assessments:paper-detail", args=[paper.pk])).context["grid"]["rows"]

    row = next(row for row in rows if row["topic"] == "信访")
    assert row["count"] == 7
    assert [cell["count"] for cell in row["cells"]] == [5, 2]
    assert row["cells"][0]["levels"] == [("1–2", 4), ("5", 1)]


def test_the_list_of_papers_counts_what_is_drawn(as_chen: Client, shizhong: OrgUnit) -> None:
    make_drawn_paper(shizhong, take=3, own=2)

    (paper,) = as_chen.get(reverse("assessments:paper-list")).context["page"].object_list

    assert (paper.item_count, paper.total_points) == (5, 10)


def test_the_page_costs_the_same_whatever_the_size_of_the_bank(as_chen: Client, shizhong: OrgUnit) -> None:
    counts = []
    for size in (3, 9):
        paper = make_drawn_paper(shizhong, bank_size=size)
        page_of(as_chen, paper)
        with CaptureQueriesContext(connection) as queries:
            page_of(as_chen, paper)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_speaks_both_languages(as_chen: Client, shizhong: OrgUnit, language: str) -> None:
    paper = make_drawn_paper(shizhong)
    rule = DrawRule.objects.get()
    headers = {"Accept-Language": language}

    pages = [
        as_chen.get(reverse("assessments:paper-detail", args=[paper.pk]), headers=headers),
        as_chen.get(reverse("assessments:rule-change", args=[rule.pk]), headers=headers),
    ]

    assert [response.status_code for response in pages] == [200, 200]
    assert ("What the paper holds" in pages[0].text) is (language == "en")
    assert ("Draw rule for" in pages[1].text) is (language == "en")
