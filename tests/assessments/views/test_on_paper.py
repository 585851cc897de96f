"""Paper at the organizer's desk: choose, print, key in, look again, hand in; and what a trainee sees of it."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain import keying, late_answers, on_paper
from assessments.enums import AttemptState, QuestionKind
from assessments.kinds import registry
from assessments.models.attempts import Answer, Attempt
from assessments.models.sittings import Sitting, SittingItem
from people.models.accounts import User
from tests.assessments.views.sitting_room import bare, send
from tests.factories.assessments import (
    blank,
    case_snapshot,
    fill_snapshot,
    make_attempt,
    make_paper_attempt,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person
from tests.factories.questions import (
    classify_snapshot,
    cloze_snapshot,
    every_kind,
    matching_snapshot,
    number_answer,
    numeric_snapshot,
    ordering_snapshot,
    upload_snapshot,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
PRINTABLE = [each for each in every_kind() if each["kind"] not in {"upload", "scenario"}]


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot(), multiple_snapshot(), case_snapshot()], shuffle=True)


@pytest.fixture
def as_wu(client: Client, sitting: Sitting) -> Client:
    client.force_login(make_organizer(sitting.cohort.unit))
    return client


def at(name: str, *arguments: int) -> str:
    return reverse(f"assessments:{name}", args=arguments)


def print_of(client: Client, sitting: Sitting) -> BeautifulSoup:
    return BeautifulSoup(client.get(at("on-paper-print", sitting.pk)).content, "html.parser")


def letter_before(form: Tag, text: str) -> str:
    """The letter that is printed before an option."""
    [option] = [each for each in form.select(".printed__options li") if each.find_all("span")[1].get_text() == text]
    return str(option.find("span").get_text()).strip(".")  # type: ignore[union-attr]


def test_people_are_chosen_and_their_forms_are_printed(as_wu: Client, sitting: Sitting) -> None:
    lin, _wang = (make_enrollment(sitting.cohort, make_person(name)) for name in ("林秀英", "王芳"))

    answer = as_wu.post(at("on-paper-choose", sitting.pk), {"person": [lin.pk]})

    attempt = Attempt.objects.get()
    assert answer["Location"] == f"{at('on-paper-print', sitting.pk)}?of={attempt.pk}"
    page = as_wu.get(answer["Location"]).text
    assert (attempt.enrollment, page.count("答题纸</h2>")) == (lin, 1)
    assert attempt.sheet_code in page
    assert "王芳" not in page


def test_an_address_that_names_nobody_prints_nothing(as_wu: Client, sitting: Sitting) -> None:
    make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person("林秀英")))

    answer = as_wu.get(at("on-paper-print", sitting.pk), {"of": "nobody"})

    assert answer.context["forms"] == []


def test_a_form_can_be_prepared_for_all_whom_a_search_finds(as_wu: Client, sitting: Sitting) -> None:
    for name in ("林秀英", "林建国", "王芳"):
        make_enrollment(sitting.cohort, make_person(name))

    as_wu.post(at("on-paper-choose", sitting.pk) + "?q=林", {"all": "1"})

    assert sorted(Attempt.objects.values_list("enrollment__person__name", flat=True)) == ["林建国", "林秀英"]


def test_whoever_answers_online_is_not_offered_and_gets_no_form(as_wu: Client, sitting: Sitting) -> None:
    online = make_attempt(sitting).enrollment

    page = as_wu.get(at("on-paper-choose", sitting.pk)).text
    as_wu.post(at("on-paper-choose", sitting.pk), {"person": [online.pk]})

    assert f'value="{online.pk}"' not in page
    assert not Attempt.objects.on_paper().exists()


def test_what_a_pen_cannot_answer_is_named(client: Client) -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), upload_snapshot()])
    client.force_login(make_organizer(sitting.cohort.unit))
    lin = make_enrollment(sitting.cohort)

    page = client.get(at("on-paper-choose", sitting.pk)).text
    client.post(at("on-paper-choose", sitting.pk), {"person": [lin.pk]})

    assert f"无法用笔作答的题型：{QuestionKind.UPLOAD.label}。" in page
    assert not Attempt.objects.exists()


def test_every_kind_has_its_boxes_on_the_sheet(client: Client) -> None:
    sitting = make_sitting(snapshots=PRINTABLE)
    client.force_login(make_organizer(sitting.cohort.unit))
    make_paper_attempt(sitting)

    rows = print_of(client, sitting).select(".answer-sheet__row")

    found = {
        PRINTABLE[place]["kind"]: (
            len(row.select(".answer-sheet__part")),
            "".join(box.get_text() or "_" for box in row.select(".answer-sheet__box")),
            len(row.select(".answer-sheet__line")),
        )
        for place, row in enumerate(rows)
    }
    assert found == {
        "single": (1, "ABCD", 0),
        "multiple": (1, "ABCD", 0),
        "indefinite": (1, "ABCD", 0),
        "true_false": (1, "√×", 0),
        "fill": (2, "", 2),
        "numeric": (1, "", 1),
        "matching": (3, "ABCD" * 3, 0),
        "ordering": (1, "____", 0),
        "classify": (3, "ABC" * 3, 0),
        "cloze": (3, "ABCD", 2),
        "case_analysis": (1, "", 12),
    }


def test_the_letter_printed_before_an_option_is_the_one_to_type_for_it(client: Client) -> None:
    sitting = make_sitting(snapshots=[{**single_snapshot(), "stem": f"第{n}题"} for n in range(12)], shuffle=True)
    client.force_login(make_organizer(sitting.cohort.unit))
    attempt = make_paper_attempt(sitting)
    questions = print_of(client, sitting).select(".printed__question")

    typed = {f"{n}-chosen": letter_before(question, "选项c") for n, question in enumerate(questions, start=1)}
    client.post(at("keying-sheet", attempt.pk), {"seen": "", **typed})

    assert len(set(typed.values())) > 1
    assert [answer.response for answer in Answer.objects.all()] == [{"chosen": "c"}] * 12


def test_a_sheet_is_keyed_looked_at_again_corrected_and_handed_in(as_wu: Client) -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), true_false_snapshot()])
    as_wu.force_login(make_organizer(sitting.cohort.unit))
    attempt = make_paper_attempt(sitting)

    def key(**typed: str) -> str:
        seen = BeautifulSoup(as_wu.get(at("keying-sheet", attempt.pk)).content, "html.parser").select_one("[name=seen]")
        fields = {f"{name[1:]}-chosen": letters for name, letters in typed.items()}
        as_wu.post(
            at("keying-sheet", attempt.pk), {"seen": seen["value"] if seen and seen.get("value") else "", **fields}
        )
        return as_wu.get(at("keying-check", attempt.pk)).text

    first = key(q1="B", q2="×")
    second = key(q1="A", q2="√")
    seen = re.search(r'name="seen" value="([^"]+)"', second)
    assert seen
    answer = as_wu.post(at("keying-check", attempt.pk), {"seen": seen[1]})

    attempt.refresh_from_db()
    assert ("选项b" in first, "选项a" in second) == (True, True)
    assert answer["Location"] == at("on-paper-list", sitting.pk)
    assert (attempt.state, attempt.percent) == (AttemptState.SUBMITTED, 100)


@pytest.mark.parametrize(("typed", "words"), [("E", "最后一个字母是 D"), ("AB", "只能填一个字母"), ("A", None)])
def test_what_is_not_on_the_sheet_is_refused_beside_its_field(
    as_wu: Client, sitting: Sitting, typed: str, words: str | None
) -> None:
    SittingItem.objects.filter(position=1).update(snapshot=single_snapshot())
    attempt = make_paper_attempt(sitting)
    place = attempt.items.get(item__position=1).position

    answer = as_wu.post(at("keying-sheet", attempt.pk), {"seen": "", f"{place}-chosen": typed})

    assert answer.status_code == (200 if words else 302)
    assert words is None or words in answer.text
    assert Answer.objects.exists() == (words is None)


def test_a_sheet_is_opened_by_its_code(as_wu: Client, sitting: Sitting) -> None:
    attempt = make_paper_attempt(sitting)

    found = as_wu.get(at("keying-desk"), {"code": attempt.sheet_code.lower()})
    lost = as_wu.get(at("keying-desk"), {"code": "0000 0000"})

    assert found["Location"] == at("keying-sheet", attempt.pk)
    assert (lost.status_code, "没有这个编号" in lost.text) == (404, True)


def test_ones_own_sheet_is_unknown(client: Client, sitting: Sitting) -> None:
    wu = make_organizer(sitting.cohort.unit)
    attempt = make_paper_attempt(sitting, make_enrollment(sitting.cohort, wu))
    client.force_login(wu)

    doors = [
        client.get(at(name, attempt.pk)).status_code for name in ("keying-sheet", "keying-check", "on-paper-let-go")
    ]

    assert doors == [404, 404, 404]
    assert client.get(at("keying-desk"), {"code": attempt.sheet_code}).status_code == 404
    assert at("keying-sheet", attempt.pk) not in client.get(at("on-paper-list", sitting.pk)).text


def test_somebody_who_did_not_sit_is_let_go_after_being_told_what_follows(as_wu: Client, sitting: Sitting) -> None:
    attempt = make_paper_attempt(sitting)

    asked = as_wu.get(at("on-paper-let-go", attempt.pk)).text
    as_wu.post(at("on-paper-let-go", attempt.pk))

    attempt.refresh_from_db()
    assert "不占用作答次数" in asked
    assert attempt.state == AttemptState.VOIDED


def test_of_a_sheet_with_answers_nobody_says_that_it_was_not_sat(as_wu: Client, sitting: Sitting) -> None:
    attempt = make_paper_attempt(sitting)
    keying.save(attempt=attempt, responses={1: {"chosen": "b"}}, seen=None, by=make_person(), at=AT)

    refused = as_wu.post(at("on-paper-let-go", attempt.pk), follow=True).text

    attempt.refresh_from_db()
    assert "请先清空" in refused
    assert attempt.state == AttemptState.IN_PROGRESS


def test_the_list_counts_what_is_printed_and_what_is_keyed_in(as_wu: Client, sitting: Sitting) -> None:
    for name in ("林秀英", "王芳", "李强"):
        make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person(name)))
    on_paper.let_go(attempt=Attempt.objects.latest("pk"), by=make_person())

    page = BeautifulSoup(as_wu.get(at("on-paper-list", sitting.pk)).content, "html.parser")

    assert [each.get_text() for each in page.select(".tabs__count")] == ["3", "2", "0", "0", "1"]
    assert "已印 2 份，已录入 0 份" in as_wu.get(at("sitting-detail", sitting.pk)).text


def test_the_trainee_is_told_at_the_door_and_gets_no_further(as_lin: Client, lin: User, sitting: Sitting) -> None:
    attempt = make_paper_attempt(sitting, make_enrollment(sitting.cohort, lin))

    door = as_lin.get(at("attempt-start", sitting.pk)).text
    pressed = as_lin.post(at("attempt-start", sitting.pk))
    inside = as_lin.get(reverse("assessments:attempt-item", args=[attempt.uuid, 1]))
    result = as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid]))

    assert "您本场考试用纸质试卷作答" in door
    assert "开始作答</button>" not in door
    assert pressed["Location"] == result["Location"] == at("attempt-start", sitting.pk)
    assert inside.status_code == 404
    assert Attempt.objects.count() == 1


def test_what_was_handed_in_on_paper_takes_nothing_online_not_even_as_too_late(
    as_lin: Client, lin: User, sitting: Sitting
) -> None:
    attempt = make_paper_attempt(sitting, make_enrollment(sitting.cohort, lin))
    keying.hand_in(attempt=attempt, seen=None, by=make_person(), at=AT)

    assert send(as_lin, attempt, {"chosen": "a"}).status_code == 404

    assert not Answer.objects.exists()
    assert not late_answers.waiting(sitting).exists()


OTHER_KEYS = [
    single_snapshot(key="d"),
    multiple_snapshot(key="cd"),
    {**multiple_snapshot(key="cd"), "kind": "indefinite"},
    true_false_snapshot(correct=False),
    fill_snapshot(blank("b1", "丙", "丁=0.5", wildcard=True), blank("b2", "戊", weight="3", case=True)),
    numeric_snapshot(number_answer("absolute", "7", "2")),
    matching_snapshot("dcb"),
    {**ordering_snapshot(), "order": list(reversed(ordering_snapshot()["order"]))},
    classify_snapshot("bba"),
    cloze_snapshot(points="3 1 1"),
    case_snapshot(weights="5 1 1", top=3),
]


def two_prints(client: Client) -> tuple[str, str]:
    """The print of one form, and of the same form where only the keys and explanations are others."""
    sitting = make_sitting(snapshots=PRINTABLE, shuffle=True)
    client.force_login(make_organizer(sitting.cohort.unit))
    make_paper_attempt(sitting)
    with transaction.atomic():
        one = bare(client.get(at("on-paper-print", sitting.pk)).text)
        transaction.set_rollback(True)
    for item, other in zip(sitting.items.all(), OTHER_KEYS, strict=True):
        item.snapshot = {**other, "explanation": "另一种解析", "reference": "另一部条例"}
        item.save()
    return one, bare(client.get(at("on-paper-print", sitting.pk)).text)


def test_two_worlds_that_differ_only_in_the_key_print_the_same_bytes(client: Client) -> None:
    one, other = two_prints(client)

    assert "选项a" in one
    assert one == other


def test_the_two_prints_would_show_a_leak(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    present = registry.present
    monkeypatch.setattr(
        registry,
        "present",
        lambda snapshot, *rest: {**present(snapshot, *rest), "stem": snapshot["stem"] + snapshot["explanation"]},
    )

    one, other = two_prints(client)

    assert one != other


@pytest.mark.parametrize("name", ["on-paper-print", "on-paper-list"])
def test_a_page_costs_as_many_statements_for_three_people_as_for_one(
    as_wu: Client, sitting: Sitting, name: str
) -> None:
    counted = []
    for people in (1, 3):
        while sitting.attempts.count() < people:
            make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person(f"学员{people}")))
        as_wu.get(at(name, sitting.pk))
        with CaptureQueriesContext(connection) as captured:
            as_wu.get(at(name, sitting.pk))
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_prints_are_kept_in_no_cache(as_wu: Client, sitting: Sitting) -> None:
    assert "no-store" in as_wu.get(at("on-paper-print", sitting.pk))["Cache-Control"]
