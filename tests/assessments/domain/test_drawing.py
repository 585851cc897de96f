"""The order of questions and options: stable for an attempt, fair over many."""

from collections import Counter
from uuid import UUID, uuid5

from assessments.domain.drawing import draw
from assessments.models.sittings import SittingItem
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


def test_a_pinned_option_keeps_its_place() -> None:
    for number in range(50):
        (drawn,) = draw(attempt_uuid=uuid5(ROOM, str(number)), items=items(1, pinned="d"), shuffle=True)

        assert drawn.option_order[3] == "d"
        assert sorted(drawn.option_order) == ["a", "b", "c", "d"]


def test_over_ten_thousand_draws_every_place_is_equally_likely() -> None:
    draws, paper = 10_000, items(4)
    first_items: Counter[int] = Counter()
    first_options: Counter[str] = Counter()

    for number in range(draws):
        first = next(draw(attempt_uuid=uuid5(ROOM, str(number)), items=paper, shuffle=True))
        first_items[first.item.position] += 1
        first_options[first.option_order[0]] += 1

    sigma = (draws * 0.25 * 0.75) ** 0.5
    counts = [*first_items.values(), *first_options.values()]
    assert len(counts) == 8
    assert all(abs(count - draws / 4) < 4 * sigma for count in counts)
