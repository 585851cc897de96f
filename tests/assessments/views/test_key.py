"""The key is in no byte that is sent before release, and markup is never markup."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.domain import results
from assessments.kinds import registry
from assessments.models.attempts import Attempt
from assessments.models.sittings import SittingItem
from people.models.accounts import User
from tests.assessments.views.sitting_room import EVERY_KIND, bare, begun, item_url, send
from tests.factories.assessments import (
    answer,
    blank,
    case_snapshot,
    fill_snapshot,
    hand_in,
    make_bank,
    make_drawn_paper,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]


def pages_of(client: Client, attempt: Attempt) -> list[str]:
    """Every page of an attempt before release."""
    urls = [
        reverse("assessments:attempt-start", args=[attempt.sitting_id]),
        *[item_url(attempt, position) for position in range(1, 6)],
        reverse("assessments:attempt-review", args=[attempt.uuid]),
    ]
    pages = [client.get(url).text for url in urls]
    pages.append(send(client, attempt, {"chosen": "a"}).json()["stored"]["response"]["chosen"])
    pages.append(client.post(reverse("assessments:attempt-submit", args=[attempt.uuid]), follow=True).text)
    return [bare(page) for page in pages]


OTHER_KEYS = [
    single_snapshot(key="d"),
    multiple_snapshot(key="cd"),
    true_false_snapshot(correct=False),
    fill_snapshot(blank("b1", "丙", "丁=0.5", wildcard=True), blank("b2", "戊", weight="3", case=True)),
    case_snapshot(weights="5 1 1", top=3),
]


def two_worlds(client: Client, lin: User) -> tuple[list[str], list[str]]:
    """The pages of one attempt, and of the same attempt where only the keys and explanations are others."""
    attempt = begun(lin, make_sitting(snapshots=EVERY_KIND, attempts_allowed=2))
    with transaction.atomic():
        one = pages_of(client, attempt)
        transaction.set_rollback(True)
    # The other world: the same rows, other keys, other explanations.
    for item, other in zip(SittingItem.objects.all(), OTHER_KEYS, strict=True):
        item.snapshot = {**other, "explanation": "另一种解析", "reference": "另一部条例"}
        item.save()
    theirs = pages_of(client, attempt)
    assert len(one) == 9
    return one, theirs


def test_two_worlds_that_differ_only_in_the_key_send_the_same_bytes(as_lin: Client, lin: User) -> None:
    one, other = two_worlds(as_lin, lin)

    assert one == other


def test_the_two_worlds_would_show_a_leak(as_lin: Client, lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    present = registry.present
    monkeypatch.setattr(
        registry,
        "present",
        lambda snapshot, *rest: {**present(snapshot, *rest), "stem": snapshot["stem"] + snapshot["explanation"]},
    )

    one, other = two_worlds(as_lin, lin)

    assert one != other


def test_no_word_of_the_key_is_sent_before_release_and_all_of_it_after(
    as_lin: Client, lin: User, nine_o_clock: time_machine.Traveller
) -> None:
    snapshot = single_snapshot()
    snapshot["explanation"] = "金丝雀解析"
    snapshot["options"][0]["feedback"] = "金丝雀反馈"
    attempt = begun(lin, make_sitting(snapshots=[snapshot], reveal="after_close"))
    url = reverse("assessments:attempt-result", args=[attempt.uuid])
    before = as_lin.get(item_url(attempt)).text
    hand_in(attempt, {"chosen": "a"})
    before += as_lin.get(url).text

    results.release(sitting=attempt.sitting, by=make_person(), at=AT)
    released = as_lin.get(url).text
    nine_o_clock.move_to(attempt.sitting.closes_at)
    as_lin.force_login(lin)
    closed = as_lin.get(url).text

    assert "金丝雀" not in before + released
    assert "得分率" not in before
    assert "得分率 100%" in released
    assert "金丝雀解析" in closed
    assert "金丝雀反馈" in closed


def test_no_word_of_a_question_that_was_not_drawn_is_sent(as_lin: Client, lin: User) -> None:
    sitting = make_sitting(paper=make_drawn_paper(make_bank().unit, bank_size=8, take=2, own=1))
    attempt = begun(lin, sitting)
    urls = [
        reverse("assessments:attempt-start", args=[sitting.pk]),
        *[item_url(attempt, position) for position in (1, 2, 3)],
        reverse("assessments:attempt-review", args=[attempt.uuid]),
    ]

    sent = "".join(as_lin.get(url).text for url in urls)
    sent += as_lin.post(reverse("assessments:attempt-submit", args=[attempt.uuid]), follow=True).text

    pool = {item.pk: item.snapshot["stem"] for item in sitting.items.exclude(draw=None)}
    drawn = set(attempt.items.values_list("item_id", flat=True))
    assert len(pool) == 8
    assert [stem for pk, stem in pool.items() if stem in sent] == [stem for pk, stem in pool.items() if pk in drawn]


def test_a_sitting_that_never_shows_its_key_does_not(
    as_lin: Client, lin: User, nine_o_clock: time_machine.Traveller
) -> None:
    attempt = hand_in(begun(lin, make_sitting(reveal="never")), {"chosen": "a"})
    results.release(sitting=attempt.sitting, by=make_person(), at=AT)
    nine_o_clock.move_to(attempt.sitting.closes_at + timedelta(days=1))
    as_lin.force_login(lin)

    page = as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text

    assert "本场考试不公布答案和解析" in page
    assert "解析</p>" not in page
    assert attempt.passed is True


def test_markup_in_an_answer_is_shown_as_text(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    answer(attempt, 5, {"text": "</textarea><script>alert(1)</script>"})

    page = as_lin.get(item_url(attempt, 5)).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_pages_are_not_kept_by_the_browser(as_lin: Client, lin: User) -> None:
    assert "no-store" in as_lin.get(item_url(begun(lin)))["Cache-Control"]


def test_in_english_the_exam_shows_no_chinese_but_its_content(as_lin: Client, lin: User) -> None:
    attempt = begun(lin, make_sitting(snapshots=[single_snapshot()], name="Final"))
    SittingItem.objects.update(section="", snapshot={**single_snapshot(), "stem": "Stem", "options": []})

    for url in (item_url(attempt), reverse("assessments:attempt-review", args=[attempt.uuid])):
        page = as_lin.get(url, headers={"Accept-Language": "en"}).text
        main = page[page.index("<main") : page.index("</main>")]
        assert not re.search(r"[\u4e00-\u9fff]", main)
