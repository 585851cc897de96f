"""Which questions an attempt has, and the order of questions and options: stable for an attempt, fair over many."""

import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from uuid import UUID, uuid5

import pytest
from django.conf import settings
from django.test import override_settings

from assessments.domain.drawing import choose, draw
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import SittingDraw, SittingItem
from tests.factories.assessments import single_snapshot

ROOM = UUID("6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e")


def items(count: int, *, section: str = "一", first: int = 1, pinned: str = "") -> list[SittingItem]:
    found = []
    for position in range(first, first + count):
        snapshot = single_snapshot(letters="abcd")
        snapshot["stem"] = f"第{position}题"
        for option in snapshot["options"]:
            option["pinned"] = option["id"] in pinned
        found.append(SittingItem(position=position, section=section, snapshot=snapshot, points=2))
    return found


def order(attempt: UUID, paper: list[SittingItem], *, shuffle: bool = True) -> list[int]:
    return [drawn.item.position for drawn in draw(attempt_uuid=attempt, items=paper, shuffle=shuffle)]


def test_the_same_attempt_gives_the_same_paper_again() -> None:
    paper = items(10)

    assert list(draw(attempt_uuid=ROOM, items=paper, shuffle=True)) == list(
        draw(attempt_uuid=ROOM, items=paper, shuffle=True)
    )


def test_another_attempt_gives_another_order() -> None:
    assert order(ROOM, items(10)) != order(uuid5(ROOM, "2"), items(10))


def test_sections_keep_their_order_and_their_questions() -> None:
    paper = [*items(4, section="一"), *items(4, section="二", first=5)]

    drawn = order(ROOM, paper)

    assert (set(drawn[:4]), set(drawn[4:])) == ({1, 2, 3, 4}, {5, 6, 7, 8})


def test_without_shuffling_everything_stays_in_its_place() -> None:
    drawn = list(draw(attempt_uuid=ROOM, items=items(5), shuffle=False))

    assert [each.position for each in drawn] == [each.item.position for each in drawn]
    assert {tuple(each.option_order) for each in drawn} == {()}


@pytest.mark.parametrize("pinned", ["d", "a", "bc"])
def test_a_pinned_option_keeps_its_place(pinned: str) -> None:
    for number in range(50):
        (drawn,) = draw(attempt_uuid=uuid5(ROOM, str(number)), items=items(1, pinned=pinned), shuffle=True)

        assert [drawn.option_order["abcd".index(letter)] for letter in pinned] == list(pinned)
        assert sorted(drawn.option_order) == ["a", "b", "c", "d"]


def pool(size: int, take: int, *, number: int = 1, first: int = 1, section: str = "一") -> list[SittingItem]:
    """A pool whose items are of the questions 1001, 1002, … in the order of their places."""
    drawn = SittingDraw(pk=number, number=number, take=take, points=2)
    found = items(size, section=section, first=first)
    for item in found:
        item.draw = drawn
        item.version = QuestionVersion(pk=item.position, question_id=1000 + item.position)
    return found


def chosen(attempt: UUID, paper: list[SittingItem], *, seen: Collection[int] = ()) -> list[int]:
    return [item.position for item in choose(attempt_uuid=attempt, items=paper, seen=frozenset(seen))]


def test_of_a_pool_as_many_are_chosen_as_it_says_and_everything_else_is_there() -> None:
    paper = [*items(2), *pool(6, 3, first=3), *pool(4, 1, number=2, first=9, section="二")]

    positions = chosen(ROOM, paper)

    assert positions == sorted(set(positions))
    assert positions[:2] == [1, 2]
    assert sum(3 <= position <= 8 for position in positions) == 3
    assert sum(position >= 9 for position in positions) == 1


def test_another_attempt_has_other_questions() -> None:
    choices = {tuple(chosen(uuid5(ROOM, str(number)), pool(8, 2))) for number in range(20)}

    assert len(choices) > 10


def test_what_was_seen_before_is_chosen_only_where_there_is_nothing_else() -> None:
    paper = pool(6, 3)

    assert chosen(ROOM, paper, seen=[1001, 1003, 1005]) == [2, 4, 6]
    assert {2, 4} < set(chosen(ROOM, paper, seen=[1001, 1003, 1005, 1006]))


def test_a_voided_question_is_chosen_only_where_there_is_nothing_else() -> None:
    paper = pool(4, 3)
    paper[1].void = "removed"

    assert chosen(ROOM, paper) == [1, 3, 4]


DRAWS = 10_000


def assert_uniform(counts: Collection[int], share: float) -> None:
    """Every count within four standard deviations of the share that is everybody's."""
    sigma = (DRAWS * share * (1 - share)) ** 0.5
    assert all(abs(count - DRAWS * share) < 4 * sigma for count in counts), (sorted(counts), DRAWS * share, sigma)


def test_over_ten_thousand_draws_every_item_and_every_place_is_equally_likely() -> None:
    """§7.6: which of a pool come, where each item stands, and where each option stands, beside items without a pool."""
    paper = [*items(2), *pool(6, 3, first=3)]
    drawn_items: Counter[int] = Counter()
    item_places: Counter[tuple[int, int]] = Counter()
    option_places: Counter[tuple[str, int]] = Counter()

    for number in range(DRAWS):
        attempt = uuid5(ROOM, str(number))
        for each in draw(attempt_uuid=attempt, items=choose(attempt_uuid=attempt, items=paper), shuffle=True):
            drawn_items[each.item.position] += 1
            item_places[each.item.position, each.position] += 1
            if each.item.position == 1:
                option_places.update((option, place) for place, option in enumerate(each.option_order))

    assert [drawn_items[position] for position in (1, 2)] == [DRAWS, DRAWS]
    assert_uniform([drawn_items[position] for position in range(3, 9)], 3 / 6)
    assert_uniform([item_places[position, place] for position in (1, 2) for place in range(1, 6)], 1 / 5)
    assert_uniform([item_places[position, place] for position in range(3, 9) for place in range(1, 6)], 3 / 6 / 5)
    assert_uniform([option_places[option, place] for option in "abcd" for place in range(4)], 1 / 4)


def test_another_key_gives_another_paper() -> None:
    with override_settings(SECRET_KEY="another"):
        elsewhere = as_drawn(ROOM)

    assert elsewhere != as_drawn(ROOM)


AGAIN = """
import django
django.setup()
from django.conf import settings
settings.SECRET_KEY = "{secret}"
from tests.assessments.domain.test_drawing import ROOM, as_drawn
print(as_drawn(ROOM))
"""


def as_drawn(attempt: UUID) -> list[tuple[int, list[str]]]:
    paper = [*items(3), *pool(20, 7, first=4)]
    selected = choose(attempt_uuid=attempt, items=paper, seen=frozenset({1005, 1006}))
    return [
        (each.item.position, each.option_order) for each in draw(attempt_uuid=attempt, items=selected, shuffle=True)
    ]


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_the_same_attempt_gives_the_same_paper_after_a_restart(hash_seed: str) -> None:
    code = AGAIN.format(secret=settings.SECRET_KEY)
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."}

    again = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert again.stdout.strip() == str(as_drawn(ROOM))
