"""Questions for rules that overlap: none twice, nobody short who need not be, the rest shared out."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.allotting import allot


def test_every_rule_has_its_number_though_the_first_could_take_all() -> None:
    own = allot({"any": 2, "hard": 1}, {"any": [1, 2, 3], "hard": [1]})

    assert own == {"any": [2, 3], "hard": [1]}


def test_a_rule_asks_the_holder_of_a_holder() -> None:
    own = allot({"x": 1, "y": 1, "z": 1}, {"x": [1, 2], "y": [1, 3], "z": [1]})

    assert own == {"x": [2], "y": [3], "z": [1]}


def test_what_nobody_needs_widens_the_narrowest_pool() -> None:
    own = allot({"four": 4, "one": 1}, {"four": list(range(10)), "one": list(range(10))})

    assert {rule: len(questions) for rule, questions in own.items()} == {"four": 8, "one": 2}


def test_a_bank_too_small_leaves_one_rule_short() -> None:
    own = allot({"first": 2, "second": 2}, {"first": [1, 2, 3], "second": [2, 3]})

    assert sorted(map(len, own.values())) == [1, 2]


RULES = ("a", "b", "c")
SOME = st.lists(st.integers(0, 6), unique=True).map(sorted)


@given(st.tuples(*[st.integers(1, 3)] * 3), st.tuples(*[SOME] * 3))
def test_no_distribution_serves_more(wanted: tuple[int, ...], fitting: tuple[list[int], ...]) -> None:
    """Against trying out every way of filling the places, one place after another."""
    counts, pools = dict(zip(RULES, wanted, strict=True)), dict(zip(RULES, fitting, strict=True))

    own = allot(counts, pools)

    flat = [question for questions in own.values() for question in questions]
    assert len(flat) == len(set(flat)) == len({question for pool in fitting for question in pool})
    assert all(set(own[rule]) <= set(pools[rule]) for rule in RULES)
    served = sum(min(counts[rule], len(own[rule])) for rule in RULES)
    assert served == most_served(counts, pools)


def most_served(counts: dict[str, int], pools: dict[str, list[int]]) -> int:
    """König's theorem, by brute force: the fewest rules' places and questions that touch every possible choice."""
    places = [rule for rule in RULES for _ in range(counts[rule])]
    fewest = len(places)
    for size in range(len(RULES) + 1):
        for chosen in combinations(RULES, size):
            elsewhere = {question for rule in RULES if rule not in chosen for question in pools[rule]}
            fewest = min(fewest, sum(counts[rule] for rule in chosen) + len(elsewhere))
    return fewest
