"""Banks, questions and papers: scoped pages, one form per kind, and another district that sees nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import QuestionStatus
from assessments.models.banks import Bank
from assessments.models.papers import Paper, PaperItem
from assessments.models.questions import Question
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.assessments import make_bank, make_paper, make_question, single_snapshot
from tests.factories.cohorts import make_organizer, make_unit
from tests.factories.questions import cloze_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> OrgUnit:
    return make_unit("市中区")


@pytest.fixture
def chen(unit: OrgUnit) -> User:
    return make_organizer(unit, name="陈老师", role="trainer")


@pytest.fixture
def as_chen(client: Client, chen: User) -> Client:
    client.force_login(chen)
    return client


def form_of(kind: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a good question of a kind."""
    rows: dict[str, list[dict[str, str]]] = {
        "single": [{"text": "听取意见", "correct": "on"}, {"text": "立即收费"}],
        "multiple": [{"text": "提议", "correct": "on"}, {"text": "商议", "correct": "on"}, {"text": "摊派"}],
        "true_false": [],
        "fill": [{"answers": "民主协商\n协商 = 0.5", "weight": "1"}],
        "case_analysis": [
            {
                "name": "程序",
                "weight": "2",
                "levels-0-score": "0",
                "levels-0-text": "未提及",
                "levels-1-score": "5",
                "levels-1-text": "完整、有依据",
            }
        ],
    }
    own: dict[str, dict[str, str]] = {
        "multiple": {"mode": "half_subset"},
        "true_false": {"correct": "False"},
        "case_analysis": {"min_length": "100", "max_length": "800"},
    }
    form = {
        "based_on": "0",
        "stem": "题干",
        "points": "2",
        "difficulty": "3",
        "explanation": "解析",
        **own.get(kind, {}),
    }
    form |= {"rows-TOTAL_FORMS": str(len(rows[kind])), "rows-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows[kind]):
        form |= {f"rows-{number}-{name}": value for name, value in {"weight": "1", **row}.items()}
    return {**form, **changes}


@pytest.mark.parametrize("kind", ["single", "multiple", "true_false", "fill", "case_analysis"])
def test_each_kind_is_written_passed_and_shown_with_its_key(as_chen: Client, unit: OrgUnit, kind: str) -> None:
    bank = make_bank(unit)
    url = reverse("assessments:question-create", args=[bank.code, kind])
    assert as_chen.get(url).status_code == 200

    as_chen.post(url, form_of(kind))

    question = Question.objects.get()
    assert question.versions.get().snapshot["kind"] == kind
    page = as_chen.post(
        reverse("assessments:question-status", args=[bank.code, question.pk]), {"status": "reviewed"}, follow=True
    )
    assert "已审核" in page.text
    assert "解析" in page.text


def test_what_was_written_comes_back_into_the_form(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    as_chen.post(reverse("assessments:question-create", args=[bank.code, "fill"]), form_of("fill"))
    question = Question.objects.get()

    page = as_chen.get(reverse("assessments:question-edit", args=[bank.code, question.pk]))

    assert "民主协商\n协商 = 0.5" in page.text
    assert question.snapshot()["blanks"] == [
        {
            "id": "b1",
            "weight": "1",
            "answers": [{"pattern": "民主协商", "fraction": "1"}, {"pattern": "协商", "fraction": "0.5"}],
            "case": False,
            "wildcard": False,
            "group": "",
        }
    ]


def test_an_option_keeps_its_id_when_another_is_added_and_ids_are_not_given_twice(
    as_chen: Client, unit: OrgUnit
) -> None:
    bank = make_bank(unit)
    as_chen.post(reverse("assessments:question-create", args=[bank.code, "single"]), form_of("single"))
    question = Question.objects.get()
    rows = {
        "rows-TOTAL_FORMS": "3",
        "rows-0-id": "",
        "rows-0-text": "新选项",
        "rows-1-id": "o2",
        "rows-1-text": "立即收费",
        "rows-2-id": "o1",
        "rows-2-text": "听取意见",
        "rows-2-correct": "on",
    }

    as_chen.post(
        reverse("assessments:question-edit", args=[bank.code, question.pk]),
        {**form_of("true_false"), **rows, "based_on": "1"},
    )

    question.refresh_from_db()
    assert [(option["id"], option["text"]) for option in question.snapshot()["options"]] == [
        ("o3", "新选项"),
        ("o2", "立即收费"),
        ("o1", "听取意见"),
    ]
    assert question.version == 2


def test_saving_over_somebody_elses_change_is_refused_and_keeps_the_words_typed(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    question = make_question(bank)
    url = reverse("assessments:question-edit", args=[bank.code, question.pk])
    as_chen.post(url, form_of("single", based_on="1", stem="先改的"))

    page = as_chen.post(url, form_of("single", based_on="1", stem="后改的"))

    assert "刚才有人保存过这道题" in page.text
    assert "后改的" in page.text
    assert Question.objects.get().stem == "先改的"


def test_a_question_with_faults_is_saved_as_a_draft_and_its_faults_are_named(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    form = form_of("single", **{"rows-0-text": "一样", "rows-1-text": "一样"})

    page = as_chen.post(reverse("assessments:question-create", args=[bank.code, "single"]), form, follow=True)
    question = Question.objects.get()
    as_chen.post(reverse("assessments:question-status", args=[bank.code, question.pk]), {"status": "reviewed"})

    assert "有两个选项内容相同" in page.text
    question.refresh_from_db()
    assert question.status == QuestionStatus.DRAFT


@pytest.mark.parametrize(
    "changes", [{"points": "0"}, {"points": "NaN"}, {"difficulty": "9"}, {"stem": ""}, {"rows-0-weight": "x"}]
)
def test_values_out_of_bounds_are_refused_with_a_summary(
    as_chen: Client, unit: OrgUnit, changes: dict[str, str]
) -> None:
    bank = make_bank(unit)

    page = as_chen.post(reverse("assessments:question-create", args=[bank.code, "fill"]), form_of("fill", **changes))

    assert page.status_code == 200
    assert "error-summary" in page.text or "field__error" in page.text
    assert not Question.objects.exists()


def test_the_list_filters_by_words_kind_and_state(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    make_question(bank, stem="议事协商怎么开")
    make_question(bank, stem="账目怎样公开", reviewed=False)
    url = reverse("assessments:bank-detail", args=[bank.code])

    found = as_chen.get(url, {"text": "议事"}).text
    drafts = as_chen.get(url, {"status": "draft"}).text

    assert ("议事协商" in found, "账目" in found) == (True, False)
    assert ("议事协商" in drafts, "账目" in drafts) == (False, True)


def test_the_places_of_a_cloze_are_lines_in_lists_and_keep_their_names_for_authors(
    as_chen: Client, unit: OrgUnit
) -> None:
    paper = make_paper([cloze_snapshot()], unit=unit)
    question = Question.objects.get()
    section = make_paper([single_snapshot()], unit=unit).sections.get()
    here = [question.bank.code]

    lists = [
        as_chen.get(reverse("assessments:bank-detail", args=here)).text,
        as_chen.get(reverse("assessments:paper-detail", args=[paper.pk])).text,
        as_chen.get(reverse("assessments:section-questions", args=[section.pk])).text,
    ]
    editor = as_chen.get(reverse("assessments:question-edit", args=[*here, question.pk])).text

    assert [("先____，再____，公示____。" in text, "[[p1]]" in text) for text in lists] == [(True, False)] * 3
    assert "先[[p1]]，再[[p2]]，公示[[p3]]。" in editor


def test_a_paper_is_put_together_from_reviewed_questions(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    good, draft = make_question(bank), make_question(bank, reviewed=False)
    as_chen.post(reverse("assessments:paper-create"), {"name": "结业试卷", "unit": unit.pk, "purpose": "exam"})
    paper = Paper.objects.get()
    as_chen.post(reverse("assessments:paper-detail", args=[paper.pk]), {"title": "单选题", "minimum_percent": "80"})
    section = paper.sections.get()
    url = reverse("assessments:section-questions", args=[section.pk])
    assert as_chen.get(url).text.count('name="question"') == 1

    as_chen.post(url, {"question": [good.pk, draft.pk]})
    item = PaperItem.objects.get()
    as_chen.post(reverse("assessments:paper-item-change", args=[item.pk]), {"act": "points", "points": "5"})

    item.refresh_from_db()
    assert (item.question_id, item.points, section.minimum_percent) == (good.pk, 5, 80)
    as_chen.post(reverse("assessments:paper-item-change", args=[item.pk]), {"act": "remove"})
    assert not PaperItem.objects.exists()


def test_pressing_open_the_bank_twice_opens_one(as_chen: Client, unit: OrgUnit) -> None:
    form = {"name": "履职题库", "code": "lvzhi", "unit": unit.pk, "purpose": "exam"}

    as_chen.post(reverse("assessments:bank-create"), form)
    again = as_chen.post(reverse("assessments:bank-create"), form)

    assert "error-summary" in again.text
    assert Bank.objects.count() == 1


def test_a_bank_cannot_be_opened_for_another_district(as_chen: Client) -> None:
    form = {"name": "别家的", "code": "other", "unit": make_unit("历城区").pk, "purpose": "exam"}

    as_chen.post(reverse("assessments:bank-create"), form)

    assert not Bank.objects.exists()


def test_another_district_knows_nothing_of_a_bank_or_paper(as_chen: Client, unit: OrgUnit) -> None:
    paper = make_paper(unit=unit)
    bank, question, section, item = (
        Bank.objects.get(),
        Question.objects.get(),
        paper.sections.get(),
        PaperItem.objects.get(),
    )
    urls = [
        reverse("assessments:bank-detail", args=[bank.code]),
        reverse("assessments:question-detail", args=[bank.code, question.pk]),
        reverse("assessments:question-edit", args=[bank.code, question.pk]),
        reverse("assessments:paper-detail", args=[paper.pk]),
        reverse("assessments:section-questions", args=[section.pk]),
    ]
    writes = [
        (reverse("assessments:question-status", args=[bank.code, question.pk]), {"status": "retired"}),
        (reverse("assessments:paper-item-change", args=[item.pk]), {"act": "remove"}),
        (reverse("assessments:paper-update", args=[paper.pk]), {}),
    ]
    assert [as_chen.get(url).status_code for url in urls] == [200] * 5

    as_chen.force_login(make_organizer(make_unit("历城区"), role="trainer"))

    assert [as_chen.get(url).status_code for url in urls] == [404] * 5
    assert [as_chen.post(url, form).status_code for url, form in writes] == [404] * 3
    assert bank.name not in as_chen.get(reverse("assessments:bank-list")).text
    assert paper.name not in as_chen.get(reverse("assessments:paper-list")).text
    question.refresh_from_db()
    assert question.status == QuestionStatus.REVIEWED
    assert PaperItem.objects.exists()


def test_a_question_of_one_bank_is_not_reached_through_another(as_chen: Client, unit: OrgUnit) -> None:
    question = make_question(make_bank(make_unit("历城区")))
    own = make_bank(unit)

    assert as_chen.get(reverse("assessments:question-detail", args=[own.code, question.pk])).status_code == 404


@pytest.mark.parametrize("role", ["grader", "organizer", "leader"])
def test_only_who_may_edit_banks_comes_in(client: Client, unit: OrgUnit, role: str) -> None:
    client.force_login(make_organizer(unit, role=role))

    assert client.get(reverse("assessments:bank-list")).status_code == 403


def test_the_lists_cost_the_same_for_three_and_for_thirty(
    as_chen: Client, unit: OrgUnit, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.banks.PAGE_SIZE", 1000)
    bank = make_bank(unit)
    url = reverse("assessments:bank-detail", args=[bank.code])
    costs = []
    for more in (3, 27):
        for _ in range(more):
            make_question(bank, single_snapshot())
        with django_assert_max_num_queries(12) as counted:
            assert as_chen.get(url).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_ticked_drafts_are_passed_together_and_those_with_faults_stay(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    good = [make_question(bank, stem=f"第{number}题", reviewed=False) for number in range(3)]
    faulty = make_question(bank, single_snapshot(letters="a"), reviewed=False)
    elsewhere = make_question(make_bank(make_unit("历城区")), reviewed=False)
    ticked = [str(question.pk) for question in (*good[:2], faulty, elsewhere)]

    page = as_chen.post(
        reverse("assessments:bank-review", args=[bank.code]), {"question": [*ticked, "x", "9" * 40]}, follow=True
    )

    assert "2 道试题已审核通过" in page.text
    assert "1 道试题有问题" in page.text
    reviewed = Question.objects.non_polymorphic().filter(status=QuestionStatus.REVIEWED)
    assert set(reviewed) == {Question.objects.non_polymorphic().get(pk=question.pk) for question in good[:2]}


def test_pressing_without_a_tick_says_what_to_do(as_chen: Client, unit: OrgUnit) -> None:
    bank = make_bank(unit)
    make_question(bank, reviewed=False)

    page = as_chen.post(reverse("assessments:bank-review", args=[bank.code]), follow=True)

    assert "请先勾选" in page.text
