"""The figures of a sitting as pages: who sees which, what they say, and what they cost."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.domain import results
from assessments.models.sittings import Sitting
from cohorts.models.cohort import Cohort
from tests.assessments.domain.test_regrading import commit, dry, with_key
from tests.assessments.domain.test_regrading import item_of as item_of_sitting
from tests.factories.assessments import (
    case_snapshot,
    hand_in,
    make_attempt,
    make_paper,
    make_sitting,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_organizer, make_unit

pytestmark = pytest.mark.django_db

PAPER = [single_snapshot(), single_snapshot(key="b"), true_false_snapshot()]


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_unit("市中区"))


@pytest.fixture
def as_chen(client: Client, cohort: Cohort) -> Client:
    """Chen, a trainer: she writes the keys and may see them."""
    client.force_login(make_organizer(cohort.unit, name="陈老师", role="trainer"))
    return client


@pytest.fixture
def sitting(cohort: Cohort) -> Sitting:
    """Three questions, four people, results released."""
    sitting = make_sitting(cohort, PAPER)
    sit(sitting, "ab", "ab", "ba", "ca")
    results.release(sitting=sitting, by=cohort.organizer, at=AT)
    return sitting


def sit(sitting: Sitting, *papers: str) -> None:
    for letters in papers:
        hand_in(make_attempt(sitting), *[{"chosen": letter} for letter in letters], {"chosen": "true"})


def page_of(sitting: Sitting) -> str:
    return reverse("assessments:sitting-statistics", args=[sitting.pk])


def item_of(sitting: Sitting, position: int = 1) -> str:
    return reverse("assessments:item-statistics", args=[sitting.pk, position])


def export_of(sitting: Sitting) -> str:
    return reverse("assessments:statistics-export", args=[sitting.pk])


def history_of(sitting: Sitting) -> str:
    item = sitting.items.select_related("version__question__bank").first()
    assert item is not None
    assert item.version is not None
    question = item.version.question
    return reverse("assessments:question-history", args=[question.bank.code, question.pk])


def test_the_page_has_the_figures_of_every_question(as_chen: Client, sitting: Sitting) -> None:
    page = as_chen.get(page_of(sitting))

    assert [row["facility"] for row in page.context["rows"]] == ["0.50", "0.50", "1.00"]
    assert [row["index"] for row in page.context["rows"]] == ["100.0", "100.0", "—"]
    assert "共 4 人参加，平均 4.00 分，满分 6 分" in page.text
    assert "答卷不多" in page.text


def test_the_link_stands_on_the_sittings_page_once_it_is_over(as_chen: Client, cohort: Cohort) -> None:
    running = make_sitting(cohort)
    detail = reverse("assessments:sitting-detail", args=[running.pk])

    with time_machine.travel(running.closes_at - timedelta(seconds=1), tick=False):
        before = as_chen.get(detail).text
    with time_machine.travel(running.closes_at, tick=False):
        after = as_chen.get(detail).text

    assert (page_of(running) in before, page_of(running) in after) == (False, True)


def test_before_it_is_over_there_is_nothing_to_see(as_chen: Client, cohort: Cohort) -> None:
    running = make_sitting(cohort)
    pages = [page_of(running), item_of(running), export_of(running)]

    with time_machine.travel(running.closes_at - timedelta(seconds=1), tick=False):
        before = [as_chen.get(url).status_code for url in pages]
    with time_machine.travel(running.closes_at, tick=False):
        after = [as_chen.get(url).status_code for url in pages]

    assert (before, after) == ([404] * 3, [200] * 3)


def test_a_sitting_that_nobody_sat_says_so(as_chen: Client, cohort: Cohort) -> None:
    empty = make_sitting(cohort)

    with time_machine.travel(empty.closes_at, tick=False):
        page = as_chen.get(page_of(empty))

    assert "还没有数据" in page.text


def test_a_question_has_its_options_with_counts_and_totals(as_chen: Client, sitting: Sitting) -> None:
    page = as_chen.get(item_of(sitting))

    found = [(each["letter"], each["is_key"], each["count"], each["mean"]) for each in page.context["options"]]

    assert found == [("A", True, 2, "6.00"), ("B", False, 1, "2.00"), ("C", False, 1, "2.00"), ("D", False, 0, "—")]
    assert "无人选择" in page.text


def test_true_and_false_are_options_in_the_readers_language(as_chen: Client, sitting: Sitting) -> None:
    page = as_chen.get(item_of(sitting, 3))

    assert [each["text"] for each in page.context["options"]] == ["正确", "错误"]
    assert page.context["next"] is None
    assert as_chen.get(item_of(sitting, 4)).status_code == 404


def test_a_written_answer_has_no_table_of_options(as_chen: Client, cohort: Cohort) -> None:
    written = make_sitting(cohort, [case_snapshot()])

    with time_machine.travel(written.closes_at, tick=False):
        page = as_chen.get(item_of(written))

    assert page.context["options"] == []
    assert "选项" not in page.text


def test_an_organizer_sees_the_figures_and_no_key(as_chen: Client, sitting: Sitting) -> None:
    assert item_of(sitting) in as_chen.get(page_of(sitting)).text
    assert "选项a" in as_chen.get(item_of(sitting)).text
    as_chen.force_login(make_organizer(sitting.cohort.unit))

    page = as_chen.get(page_of(sitting))

    assert page.status_code == 200
    assert item_of(sitting) not in page.text
    assert "选项a" not in page.text
    assert as_chen.get(item_of(sitting)).status_code == 403


def test_the_pages_of_two_keys_differ_in_nothing_but_the_figures(as_chen: Client, cohort: Cohort) -> None:
    """What an organizer receives does not depend on the key where nobody has answered."""
    texts = []
    for key in "ab":
        sitting = make_sitting(cohort, [single_snapshot(key=key)])
        as_chen.force_login(make_organizer(cohort.unit, name="吴敏"))
        with time_machine.travel(sitting.closes_at, tick=False):
            texts.append(as_chen.get(export_of(sitting)).content)

    first, second = (list(rows_of(text)) for text in texts)
    assert first == second


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    [sheet] = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return list(sheet.values)


def test_the_export_has_an_item_a_row_and_is_written_down(as_chen: Client, sitting: Sitting) -> None:
    before = ModelLogEntry.objects.filter(action="assessments.statistics_exported").count()

    heads, first, *_, last = rows_of(as_chen.get(export_of(sitting)).content)

    assert (heads[0], heads[5]) == ("序号", "难度 P")
    assert (first[0], first[2], first[4], first[5]) == (1, "题干", 4, 0.5)
    assert last[2] == "标准误（分）"
    entry = ModelLogEntry.objects.filter(action="assessments.statistics_exported").get()
    assert before == 0
    assert entry.data == {"items": 3}


def test_a_formula_in_a_stem_is_a_text_in_the_export(as_chen: Client, cohort: Cohort) -> None:
    trap = make_sitting(cohort, [{**single_snapshot(), "stem": "=1+1"}])

    with time_machine.travel(trap.closes_at, tick=False):
        content = as_chen.get(export_of(trap)).content

    [sheet] = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")


def test_the_history_of_a_question_leads_to_its_sittings(as_chen: Client, sitting: Sitting) -> None:
    page = as_chen.get(history_of(sitting))

    assert [(use["n"], use["facility"]) for use in page.context["uses"]] == [(4, "0.50")]
    assert item_of(sitting) in page.text
    assert history_of(sitting) in as_chen.get(history_of(sitting).replace("history/", "")).text


def test_the_pages_say_what_has_become_of_a_question(as_chen: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort, PAPER)
    sit(sitting, "ab", "bb")
    commit(dry(item_of_sitting(sitting, 1), "remove"))
    commit(dry(item_of_sitting(sitting, 2), "version", version=with_key(item_of_sitting(sitting, 2), "a")))
    commit(dry(item_of_sitting(sitting, 3), "full_marks"))

    with time_machine.travel(sitting.closes_at, tick=False):
        page, sheet = as_chen.get(page_of(sitting)).text, rows_of(as_chen.get(export_of(sitting)).content)
        first, second, third = (as_chen.get(item_of(sitting, position)).text for position in (1, 2, 3))
        histories = [as_chen.get(history_of(sitting)).text]

    words = ["已作废，不计分", "按第 2 版评分", "已作废，全员送分"]
    assert [word in page for word in words] == [True] * 3
    assert [word in text for word, text in zip(words, (first, second, third), strict=True)] == [True] * 3
    assert words[0] in histories[0]
    assert [row[14] for row in list(sheet)[1:4]] == ["已剔除，分值折算到其余试题", "第 2 版", "全员送分"]


def test_another_district_knows_nothing_of_the_figures(as_chen: Client, sitting: Sitting) -> None:
    pages = [page_of(sitting), item_of(sitting), export_of(sitting), history_of(sitting)]
    assert [as_chen.get(url).status_code for url in pages] == [200] * 4

    as_chen.force_login(make_organizer(make_unit("历城区"), name="何老师", role="trainer"))

    assert [as_chen.get(url).status_code for url in pages] == [404] * 4


def test_pages_cost_the_same_for_three_people_and_for_thirty(
    as_chen: Client, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    sitting = make_sitting(cohort, PAPER)
    pages = [page_of(sitting), item_of(sitting), history_of(sitting), export_of(sitting)]
    costs = []
    for more in (3, 27):
        sit(sitting, *["ab", "bb", "ca"] * (more // 3))
        with time_machine.travel(sitting.closes_at, tick=False):
            as_chen.get(pages[0])
            for url in pages:
                with django_assert_max_num_queries(16) as counted:
                    as_chen.get(url)
                costs.append(len(counted))

    assert costs[:4] == costs[4:]


def test_pages_cost_the_same_for_one_question_and_for_forty(
    as_chen: Client, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    costs = []
    for questions in (1, 40):
        sitting = make_sitting(cohort, [single_snapshot()] * questions)
        hand_in(make_attempt(sitting), *[{"chosen": "a"}] * questions)
        with time_machine.travel(sitting.closes_at, tick=False):
            as_chen.get(page_of(sitting))
            for url in (page_of(sitting), item_of(sitting)):
                with django_assert_max_num_queries(16) as counted:
                    as_chen.get(url)
                costs.append(len(counted))

    assert costs[:2] == costs[2:]


def test_the_history_costs_the_same_for_one_sitting_and_for_three(
    as_chen: Client, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    paper = make_paper(PAPER, unit=cohort.unit)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            sitting = make_sitting(cohort, paper=paper)
            sit(sitting, "ab")
        with time_machine.travel(sitting.closes_at, tick=False):
            as_chen.get(history_of(sitting))
            with django_assert_max_num_queries(12) as counted:
                as_chen.get(history_of(sitting))
        costs.append(len(counted))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_speaks_both_languages(as_chen: Client, sitting: Sitting, language: str) -> None:
    as_chen.cookies["django_language"] = language

    texts = [as_chen.get(url).text for url in (page_of(sitting), item_of(sitting), history_of(sitting))]

    heading = {"zh-hans": "怎样看这些数据", "en": "How to read the figures"}[language]
    assert [heading in text for text in texts] == [True] * 3
