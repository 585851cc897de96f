"""Writing questions of every kind: what was typed is what is stored, comes back, is previewed, and counts its use."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.forms.question_rows import READINGS
from assessments.kinds import registry
from assessments.models.banks import Bank
from assessments.models.questions import Question, QuestionVersion
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.assessments import (
    make_attempt,
    make_bank,
    make_paper,
    make_question,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import make_organizer, make_unit
from tests.factories.courses import make_course, make_simulation
from tests.factories.questions import every_kind

pytestmark = pytest.mark.django_db

SNAPSHOTS = {snapshot["kind"]: snapshot for snapshot in every_kind()}
COMMON = {"based_on": "0", "stem": "题干", "points": "2", "difficulty": "3"}
LEVELS = {"levels-0-score": "0", "levels-0-text": "未提及", "levels-1-score": "5", "levels-1-text": "完整"}
ROWS: dict[str, list[dict[str, str]]] = {
    "indefinite": [{"text": "提议", "correct": "on"}, {"text": "摊派"}],
    "numeric": [{"value": "15", "other": "0.5"}, {"mode": "interval", "value": "14", "other": "16", "fraction": "0.5"}],
    "matching": [{"text": "提议", "right": "党组织"}, {"text": "决议", "right": "村民会议"}],
    "classify": [
        {"text": "开会", "right": "应当", "reference": "第一条"},
        {"text": "收礼", "right": "不得"},
    ],
    "cloze": [
        {"kind": "single", "answers": "*党组织\n村民会议", "points": "1"},
        {"kind": "fill", "answers": "民主协商\n协商 = 0.5", "points": "1", "traditional": "on"},
        {"kind": "numeric", "answers": "14 ~ 16", "points": "2", "unit": "天"},
    ],
    "upload": [{"name": "程序", "weight": "2", **LEVELS}],
}
OWN: dict[str, dict[str, Any]] = {
    "indefinite": {"mode": "half_subset"},
    "numeric": {"unit": "天", "percent": "on"},
    "matching": {"distractors": "居委会\n物业"},
    "ordering": {"sequence": "提议\n商议\n审议\n决议", "mode": "pairs"},
    "classify": {"groups": "可以\n应当\n不得"},
    "cloze": {"stem": "由[[p1]]提议，经[[p2]]，公示[[p3]]。"},
    "upload": {"types": ["pdf", "jpg"], "max_files": "2", "megabytes": "5"},
    "scenario": {"scoring": "points", "lowest": "-3", "highest": "5"},
}


class Fields(HTMLParser):
    """What a browser would send for the form of a page as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        each = dict(attrs)
        name = each.get("name") or ""
        if tag == "textarea":
            self.area = name
            self.data[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in each or self.select not in self.data):
            self.data[self.select] = each.get("value") or ""
        elif tag == "input" and name and each.get("type") in ("checkbox", "radio"):
            if "checked" in each:
                self.data.setdefault(name, []).append(each.get("value") or "on")
        elif tag == "input" and name:
            self.data[name] = each.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.area = self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data.removeprefix("\n") if not self.data[self.area] else data


@pytest.fixture
def unit() -> OrgUnit:
    return make_unit("市中区")


@pytest.fixture
def bank(unit: OrgUnit) -> Bank:
    return make_bank(unit)


@pytest.fixture
def as_chen(client: Client, unit: OrgUnit) -> Client:
    client.force_login(make_organizer(unit, name="陈老师", role="trainer"))
    return client


def create_url(bank: Bank, kind: str) -> str:
    return reverse("assessments:question-create", args=[bank.code, kind])


def edit_url(question: Question) -> str:
    return reverse("assessments:question-edit", args=[question.bank.code, question.pk])


def form_of(kind: str, **changes: Any) -> dict[str, Any]:
    form = {**COMMON, **OWN.get(kind, {}), "rows-INITIAL_FORMS": "0", "rows-TOTAL_FORMS": str(len(ROWS.get(kind, [])))}
    for number, row in enumerate(ROWS.get(kind, [])):
        form |= {f"rows-{number}-{name}": value for name, value in row.items()}
    if kind == "scenario":
        form["simulation"] = str(make_simulation(make_course()).pk)
    return {**form, **changes}


@pytest.mark.parametrize("kind", sorted(OWN))
def test_each_kind_is_written_without_a_fault_and_shown_with_its_key(as_chen: Client, bank: Bank, kind: str) -> None:
    assert as_chen.get(create_url(bank, kind)).status_code == 200

    page = as_chen.post(create_url(bank, kind), form_of(kind), follow=True)

    question = Question.objects.get()
    assert registry.check(question.snapshot()) == []
    assert question.versions.get().snapshot == question.snapshot()
    assert "审核通过" in page.text


def test_a_trainers_words_become_the_snapshot(as_chen: Client, bank: Bank) -> None:
    for kind in ("numeric", "matching", "ordering", "classify", "cloze", "upload"):
        as_chen.post(create_url(bank, kind), form_of(kind))

    own = {question.kind: question.own_fields() for question in Question.objects.all()}

    assert own["numeric"]["answers"] == [
        {"mode": "absolute", "value": "15", "tolerance": "0.5", "fraction": "1"},
        {"mode": "interval", "low": "14", "high": "16", "fraction": "0.5"},
    ]
    assert len(own["matching"]["choices"]) == 4
    assert [stem["text"] for stem in own["matching"]["stems"]] == ["提议", "决议"]
    texts = {item["id"]: item["text"] for item in own["ordering"]["items"]}
    assert [texts[each] for each in own["ordering"]["order"]] == ["提议", "商议", "审议", "决议"]
    assert [item["bin"] for item in own["classify"]["items"]] == ["g2", "g3"]
    assert [part["id"] for part in own["cloze"]["parts"]] == ["p1", "p2", "p3"]
    assert own["cloze"]["parts"][2]["answers"][0]["high"] == "16"
    assert {name: own["cloze"]["parts"][1].get(name) for name in READINGS} == {
        "case": False, "wildcard": False, "digits": None, "traditional": True,
    }  # fmt: skip
    assert own["upload"]["max_bytes"] == 5 * 1024 * 1024


def test_how_a_place_is_read_can_be_taken_back(as_chen: Client, bank: Bank) -> None:
    as_chen.post(create_url(bank, "cloze"), form_of("cloze"))
    question = Question.objects.get()
    form = {**form_of("cloze"), "based_on": "1", **{f"rows-{row}-id": f"p{row + 1}" for row in range(3)}}
    del form["rows-1-traditional"]

    as_chen.post(reverse("assessments:question-edit", args=[bank.code, question.pk]), form)

    part = Question.objects.get().own_fields()["parts"][1]
    assert (part["answers"][0]["pattern"], "traditional" in part) == ("民主协商", False)


@pytest.mark.parametrize("kind", sorted(set(SNAPSHOTS) - {"scenario"}))
def test_opening_a_question_and_saving_it_changes_nothing(as_chen: Client, bank: Bank, kind: str) -> None:
    question = make_question(bank, SNAPSHOTS[kind])
    before = question.snapshot()
    form = Fields()
    form.feed(as_chen.get(edit_url(question)).text.split('id="question"')[1].split("</form>")[0])

    as_chen.post(edit_url(question), form.data)

    after = Question.objects.get()
    assert (after.snapshot(), after.version) == (before, 1)


def test_a_scenario_keeps_its_frozen_script_when_it_is_saved_again(as_chen: Client, bank: Bank) -> None:
    question = make_question(bank, SNAPSHOTS["scenario"])

    as_chen.post(edit_url(question), form_of("scenario", based_on="1", simulation="", shares="agreed = 0.8"))

    own = Question.objects.get().own_fields()
    assert own["script"] == SNAPSHOTS["scenario"]["script"]
    assert own["outcomes"] == {"agreed": "0.8"}


def test_a_line_without_a_share_is_told_to_the_trainer(as_chen: Client, bank: Bank) -> None:
    page = as_chen.post(create_url(bank, "scenario"), form_of("scenario", shares="agreed"))

    assert "“agreed”" in page.text
    assert not Question.objects.exists()


def test_the_button_adds_rows_and_keeps_what_was_typed_without_saving(as_chen: Client, bank: Bank) -> None:
    page = as_chen.post(create_url(bank, "matching"), form_of("matching", stem="", more="rows"))

    form = Fields()
    form.feed(page.text)
    assert form.data["rows-TOTAL_FORMS"] == "4"
    assert form.data["rows-1-right"] == "村民会议"
    assert form.data["distractors"] == "居委会\n物业"
    assert "field--wrong" not in page.text
    assert not QuestionVersion.objects.exists()


def test_a_button_takes_a_row_away_and_keeps_the_others_without_saving(as_chen: Client, bank: Bank) -> None:
    page = as_chen.post(create_url(bank, "matching"), form_of("matching", remove="0"))

    form = Fields()
    form.feed(page.text)
    assert (form.data["rows-TOTAL_FORMS"], form.data["rows-0-text"]) == ("1", "决议")
    assert not QuestionVersion.objects.exists()


def test_a_button_adds_a_level_to_every_criterion_and_keeps_those_that_are_written(as_chen: Client, bank: Bank) -> None:
    page = as_chen.post(create_url(bank, "upload"), form_of("upload", more="levels"))

    form = Fields()
    form.feed(page.text)
    assert [form.data[f"rows-0-levels-{number}-score"] for number in range(4)] == ["0", "5", "", ""]
    assert form.data["rows-0-levels-1-text"] == "完整"


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("upload", {"rows-0-levels-1-score": "好"}, "评分项 1 · 档次：档次“完整”缺少分数：“好”不是从 0 起的数字。"),
        ("upload", {"rows-0-name": ""}, "评分项 1 · 评分项：请填写，或者删去这一行。"),
        ("matching", {"rows-1-text": ""}, "第 2 组 · 左侧：请填写，或者删去这一行。"),
        ("cloze", {"rows-2-points": "0"}, "[[p3]] · 权重："),
    ],
)
def test_what_is_wrong_in_a_row_is_named_with_its_row_and_a_link(
    as_chen: Client, bank: Bank, kind: str, changes: dict[str, str], words: str
) -> None:
    page = as_chen.post(create_url(bank, kind), form_of(kind, **changes))

    summary = page.text.split("error-summary")[-1].split("</ul>")[0]
    assert words in unescape(summary)
    assert 'href="#id_rows-' in summary
    assert not Question.objects.exists()


@pytest.mark.parametrize("kind", sorted(SNAPSHOTS))
def test_a_question_that_is_opened_shows_its_preview_at_once(as_chen: Client, bank: Bank, kind: str) -> None:
    question = make_question(bank, SNAPSHOTS[kind])

    preview = as_chen.get(edit_url(question)).text.split('id="preview"')[1]

    assert "exam-question__stem" in preview


@pytest.mark.parametrize("kind", sorted(OWN))
def test_the_preview_shows_what_a_trainee_sees_and_stores_nothing(as_chen: Client, bank: Bank, kind: str) -> None:
    form = form_of(kind, preview="1")

    whole = as_chen.post(create_url(bank, kind), form)
    part = as_chen.post(create_url(bank, kind), form, headers={"HX-Request": "true"})

    assert "学员看到的" in whole.text
    assert "<form" in whole.text
    assert "学员看到的" in part.text
    assert "<form" not in part.text
    assert not Question.objects.exists()


def test_a_preview_names_the_faults_in_words(as_chen: Client, bank: Bank) -> None:
    form = form_of("cloze", stem="没有空位", preview="1")

    page = as_chen.post(create_url(bank, "cloze"), form, headers={"HX-Request": "true"})

    assert "有一个小题在题干中没有空位" in page.text


def test_a_question_tells_where_it_is_used(as_chen: Client, bank: Bank, unit: OrgUnit) -> None:
    paper = make_paper([single_snapshot()], unit=unit)
    question = Question.objects.get()
    url = reverse("assessments:question-detail", args=[question.bank.code, question.pk])
    assert "1 份试卷" in as_chen.get(url).text

    make_attempt(make_sitting(paper=paper))
    page = as_chen.get(url)

    assert "1 份试卷 · 1 场考试 · 1 份答卷" in " ".join(page.text.split())


def test_a_new_question_is_used_nowhere(as_chen: Client, bank: Bank) -> None:
    question = make_question(bank)

    assert "尚未用于试卷" in as_chen.get(reverse("assessments:question-detail", args=[bank.code, question.pk])).text


def test_another_district_previews_nothing(client: Client, bank: Bank) -> None:
    stranger: User = make_organizer(make_unit("历城区"), name="贺", role="trainer")
    client.force_login(stranger)

    assert client.post(create_url(bank, "numeric"), form_of("numeric", preview="1")).status_code == 404
