"""The organizer's list and form of the review by clause, and what the person sees of it and says to it."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain import clause_reviewing
from certificates.models.clause_reviews import ClauseReview, ClauseStatement
from certificates.models.pledges import Pledge
from people.models.accounts import User
from people.models.roles import Grant
from tests.certificates.domain.test_asking_anew import leave
from tests.certificates.domain.test_clause_reviewing import DECEMBER, YEAR, another, correct, review
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import make_pledge, make_signer, sign
from tests.factories.cohorts import ELECTED_ON, make_organizer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]


@pytest.fixture
def december() -> Iterator[None]:
    """The end of the year."""
    with time_machine.travel(DECEMBER, tick=False):
        yield


@pytest.fixture
def pledge() -> Pledge:
    """Lin's signed pledge of two clauses."""
    return Pledge.objects.with_people().get(pk=sign(make_pledge()).pk)


@pytest.fixture
def organizer(pledge: Pledge) -> User:
    return make_organizer(pledge.enrollment.cohort.unit)


@pytest.fixture
def wu(client: Client, organizer: User) -> Client:
    """The organizer, logged in."""
    client.force_login(organizer)
    return client


@pytest.fixture
def lin(pledge: Pledge) -> Client:
    """The person under review, logged in."""
    client = Client()
    client.force_login(pledge.enrollment.person)
    return client


def the_list(pledge: Pledge, period: str = "2026") -> str:
    return reverse("certificates:clause-review-list", args=[pledge.enrollment.cohort_id, period])


def the_form(pledge: Pledge, period: str = "2026") -> str:
    return reverse("certificates:clause-review", args=[pledge.enrollment.cohort_id, pledge.uuid, period])


def receipt(pledge: Pledge) -> str:
    return reverse("certificates:pledge-receipt", args=[pledge.uuid])


def filled(pledge: Pledge, **fields: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    return {
        "number": 1,
        "wording_digest": pledge.wording_digest,
        "reviewed_on": "2026-12-18",
        "finding_1": "kept",
        "remark_1": "",
        "finding_2": "not_kept",
        "remark_2": "四月没有公开。",
        "remark": "总体较好。",
        **fields,
    }


def test_the_form_has_a_group_of_choices_for_each_clause_and_says_that_nothing_follows(
    wu: Client, pledge: Pledge
) -> None:
    page = wu.get(the_form(pledge)).text

    assert page.count('type="radio"') == 6
    assert ("1. 不收受礼品礼金。" in page, "2. 按月公开账目。" in page) == (True, True)
    assert "检查结果不会自动产生任何处理。" in page
    assert "更正原因" not in page


def test_saving_goes_on_to_the_next_person_and_at_last_back_to_the_list(wu: Client, pledge: Pledge) -> None:
    second = another("乔学勤", pledge)

    first = wu.post(the_form(pledge), {**filled(pledge), "next": "yes"})
    last = wu.post(the_form(second), {**filled(second), "next": "yes"})

    assert (first.url, last.url) == (the_form(second), the_list(pledge))  # type: ignore[attr-defined]
    assert ClauseReview.objects.get(pledge=pledge).findings[1] == {
        "clause": "按月公开账目。", "finding": "not_kept", "remark": "四月没有公开。",
    }  # fmt: skip


def test_saving_may_also_go_back_to_the_list(wu: Client, pledge: Pledge) -> None:
    another("乔学勤", pledge)

    assert wu.post(the_form(pledge), filled(pledge)).url == the_list(pledge)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"finding_1": ""}, "请选择第1条的检查结果。"),
        ({"remark_2": " "}, "第2条没有完全履行，请写明情况。"),
        ({"finding_2": "partly", "remark_2": ""}, "第2条没有完全履行，请写明情况。"),
        ({"reviewed_on": "2026-12-21"}, "检查日期不能晚于今天。"),
        ({"reviewed_on": "2026-03-01"}, "检查日期不能早于签署日期。"),
        ({"reviewed_on": ""}, "请填写检查日期。"),
        ({"number": 2}, "请填写理由。"),
        ({"number": 2, "reason": "更正"}, "其间已有他人记录了本期检查"),
        ({"wording_digest": "0" * 64}, "其间已有他人记录了本期检查"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_an_error_is_said_and_nothing_typed_is_lost(
    wu: Client, pledge: Pledge, fields: dict[str, Any], words: str
) -> None:
    answer = wu.post(the_form(pledge), filled(pledge, **{"remark_1": "礼金已退回。", **fields}))

    assert answer.status_code == 422
    assert words in answer.text
    assert "礼金已退回。" in answer.text
    assert "总体较好。" in answer.text
    assert not ClauseReview.objects.exists()


def test_a_remark_that_is_too_long_is_said_once_and_kept(wu: Client, pledge: Pledge) -> None:
    answer = wu.post(the_form(pledge), filled(pledge, remark_2="长" * 301))

    assert answer.status_code == 422
    assert "长" * 301 in answer.text
    assert "请写明情况" not in answer.text


def test_where_there_is_one_the_form_corrects_it_with_a_reason(wu: Client, organizer: User, pledge: Pledge) -> None:
    review(pledge, organizer)

    page = wu.get(the_form(pledge)).text
    wu.post(the_form(pledge), filled(pledge, number=2, finding_2="kept", remark_2="", reason="补查后更正"))

    assert "您正在更正检查结果" in page
    assert "三月、四月的账目没有公开。" in page
    assert [each.reason for each in ClauseReview.objects.order_by("number")] == ["", "补查后更正"]


def test_nobody_reviews_their_own_pledge(pledge: Pledge, lin: Client) -> None:
    cohort = pledge.enrollment.cohort
    Grant.objects.create(user=pledge.enrollment.person, role="organizer", unit=cohort.unit, starts_on=ELECTED_ON)

    answers = [lin.get(the_form(pledge), follow=True), lin.post(the_form(pledge), filled(pledge), follow=True)]

    assert all("不能检查自己的承诺书" in answer.text for answer in answers)
    assert not ClauseReview.objects.exists()
    assert the_form(pledge) not in lin.get(the_list(pledge)).text


def test_the_list_counts_who_is_reviewed_who_waits_and_who_has_left(
    wu: Client, organizer: User, pledge: Pledge
) -> None:
    second, third = another("乔学勤", pledge), another("孙桂兰", pledge)
    review(pledge, organizer)
    leave(third)

    def shown(which: str) -> list[Pledge]:
        return list(wu.get(the_list(pledge), {"show": which}).context["page"])

    assert [tab["count"] for tab in wu.get(the_list(pledge)).context["tabs"]] == [3, 1, 1, 1]
    assert (shown("waiting"), shown("reviewed"), shown("left")) == ([second], [pledge], [third])
    assert shown("") == shown("nonsense") == [pledge, second, third]


def test_the_list_says_what_was_found_and_leads_to_the_next_one(wu: Client, organizer: User, pledge: Pledge) -> None:
    second = another("乔学勤", pledge)
    found = review(pledge, organizer)
    clause_reviewing.make_statement(review=found, text="已改正。", at=DECEMBER)

    page = wu.get(the_list(pledge)).text

    assert "已履行 1" in page
    assert "未履行 1" in page
    assert "本人已作说明" in page
    assert f'class="button button--primary" href="{the_form(second)}"' in page


def test_a_period_that_has_not_begun_or_in_which_nothing_was_signed_is_not_there(wu: Client, pledge: Pledge) -> None:
    assert [wu.get(the_list(pledge, slug)).status_code for slug in ("2026", "mid-term", "2025", "2027", "x")] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip
    assert [wu.get(the_form(pledge, slug)).status_code for slug in ("2026", "mid-term", "2025", "2027", "x")] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip


def test_a_pledge_that_is_not_signed_has_no_form(wu: Client, pledge: Pledge) -> None:
    due = make_pledge(make_signer("乔学勤"), text=pledge.text, cohort=pledge.enrollment.cohort)

    assert wu.get(the_form(due)).status_code == 404


def test_the_person_reads_it_on_the_receipt_and_says_something_once(
    lin: Client, organizer: User, pledge: Pledge
) -> None:
    found = review(pledge, organizer)
    statement = reverse("certificates:clause-statement", args=[pledge.uuid, found.pk])
    assert statement in lin.get(receipt(pledge)).text

    lin.post(statement, {"text": ""})
    assert not ClauseStatement.objects.exists()
    lin.post(statement, {"text": "四月已补公开。"})
    again = lin.post(statement, {"text": "再说一次"}, follow=True)

    page = lin.get(receipt(pledge)).text
    assert "三月、四月的账目没有公开。" in page
    assert "四月已补公开。" in page
    assert "您已经作过说明。" in again.text
    assert (statement in page, "再说一次" in page) == (False, False)


def test_a_corrected_review_stands_first_with_the_earlier_one_below(
    lin: Client, organizer: User, pledge: Pledge
) -> None:
    first = review(pledge, organizer)
    correct(pledge, organizer)

    page = lin.get(receipt(pledge)).text

    assert page.index("更正原因：补查后更正") < page.index("此前的1次记录（已更正）") < page.index("三月、四月")
    address = reverse("certificates:clause-statement", args=[pledge.uuid, first.pk])
    assert lin.get(address).status_code == 404


def test_the_organizer_reads_it_on_the_page_of_the_pledge_and_has_no_button_to_answer(
    wu: Client, organizer: User, pledge: Pledge
) -> None:
    review(pledge, organizer)

    page = wu.get(reverse("certificates:pledge-review", args=[pledge.enrollment.cohort_id, pledge.uuid])).text

    assert "三月、四月的账目没有公开。" in page
    assert "/statement/" not in page


def test_another_persons_review_cannot_be_answered(organizer: User, pledge: Pledge) -> None:
    found = review(pledge, organizer)
    zhao, other = Client(), another("赵国强", pledge)
    zhao.force_login(other.enrollment.person)

    addresses = [reverse("certificates:clause-statement", args=[which.uuid, found.pk]) for which in (pledge, other)]

    assert [zhao.post(address, {"text": "x"}).status_code for address in addresses] == [404, 404]


def test_the_pages_ask_as_often_for_three_as_for_one(wu: Client, lin: Client, organizer: User, pledge: Pledge) -> None:
    review(pledge, organizer)
    wu.get(the_list(pledge))
    lin.get(receipt(pledge))
    one = [count_queries(wu, the_list(pledge)), count_queries(lin, receipt(pledge))]
    correct(pledge, organizer)
    review(pledge, organizer, period=clause_reviewing.Period(YEAR.kind, 2025))
    for name in ("乔学勤", "孙桂兰"):
        review(another(name, pledge), organizer)

    assert [count_queries(wu, the_list(pledge)), count_queries(lin, receipt(pledge))] == one
